// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/resample_lines.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#include <cstring>

#define SESCOPE_AVX2 __attribute__((target("avx2")))

namespace sescope {
namespace {

constexpr std::int64_t kLanes = 8;

SESCOPE_AVX2 inline __m256i eight_bytes(const std::uint8_t* in) {
    return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(in)));
}

// Sums of red, green and blue of pairs of pixels lie in lanes 0 to 2 and 3 to 5.
SESCOPE_AVX2 inline void store_pixel(__m256i sums, std::uint8_t* out) {
    const __m256i second =
        _mm256_permutevar8x32_epi32(sums, _mm256_setr_epi32(3, 4, 5, 7, 7, 7, 7, 7));
    __m128i pixel = _mm256_castsi256_si128(_mm256_add_epi32(sums, second));
    pixel = _mm_srai_epi32(_mm_add_epi32(pixel, _mm_set1_epi32(kHalf)), kFractionBits);
    pixel = _mm_packus_epi32(pixel, pixel);
    pixel = _mm_packus_epi16(pixel, pixel);
    const int bytes = _mm_cvtsi128_si32(pixel);
    std::memcpy(out, &bytes, 3);
}

SESCOPE_AVX2 void resample_row(const RowToResample& row, std::uint8_t* out) {
    const std::size_t count = row.axis.windows.size();
    const std::int64_t pairs = row.pairs;
    const std::int64_t read = 6 * pairs + 2;  // eight bytes where six are wanted
    const PairWeights* weights = row.spread.data();
    for (std::size_t x = 0; x < count; ++x, out += 3, weights += pairs) {
        const Window window = row.axis.windows[x];
        const std::uint8_t* in = row.pixels + (window.first - row.left) * 3;
        if (row.end - in < read) {
            resample_pixel(in, row.axis.of(x), window.count, out);
            continue;
        }
        __m256i sums = _mm256_setzero_si256();
        for (std::int64_t j = 0; j < pairs; ++j) {
            const auto* pair = reinterpret_cast<const __m256i*>(weights[j].lanes.data());
            sums = _mm256_add_epi32(
                sums, _mm256_mullo_epi32(eight_bytes(in + 6 * j), _mm256_load_si256(pair)));
        }
        store_pixel(sums, out);
    }
}

SESCOPE_AVX2 inline __m256i scaled(__m256i sums) {
    return _mm256_srai_epi32(sums, kFractionBits);
}

// 32 bytes from four times eight sums, which the packing leaves in halves of four.
SESCOPE_AVX2 inline void store_32(const __m256i sums[4], std::uint8_t* out) {
    const __m256i low = _mm256_packus_epi32(scaled(sums[0]), scaled(sums[1]));
    const __m256i high = _mm256_packus_epi32(scaled(sums[2]), scaled(sums[3]));
    const __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(low, high),
                                                      _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), bytes);
}

SESCOPE_AVX2 void mix_rows(const RowsToMix& rows, std::uint8_t* out) {
    constexpr std::int64_t kStep = 4 * kLanes;
    std::int64_t at = 0;
    for (; at + kStep <= rows.bytes; at += kStep) {
        const __m256i half = _mm256_set1_epi32(kHalf);
        __m256i sums[4] = {half, half, half, half};
        const std::uint8_t* in = rows.pixels + at;
        for (std::int64_t j = 0; j < rows.count; ++j, in += rows.stride) {
            const __m256i weight = _mm256_set1_epi32(rows.weights[j]);
            for (int k = 0; k < 4; ++k) {
                const __m256i bytes = eight_bytes(in + k * kLanes);
                sums[k] = _mm256_add_epi32(sums[k], _mm256_mullo_epi32(bytes, weight));
            }
        }
        store_32(sums, out + at);
    }
    for (; at < rows.bytes; ++at) out[at] = mix_byte(rows, at);
}

}  // namespace

const LineResampler* avx2_lines() {
    static const LineResampler lines{resample_row, mix_rows};
    return __builtin_cpu_supports("avx2") ? &lines : nullptr;
}

}  // namespace sescope

#else

namespace sescope {

const LineResampler* avx2_lines() {
    return nullptr;
}

}  // namespace sescope

#endif
