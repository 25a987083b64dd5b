// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/winograd_tiles.h"

#include <algorithm>
#include <stdexcept>

#include "core/engine/torch/avx2.h"

namespace sescope::winograd {
namespace {

/// One column of G: three taps to six points.
std::array<double, 6> points_of(double a, double b, double c) {
    return {
        a / 4, -(a + b + c) / 6, -(a - b + c) / 6, a / 24 + b / 12 + c / 6, a / 24 - b / 12 + c / 6,
        c};
}

}  // namespace

std::array<double, 36> transformed_kernel(const std::array<double, 9>& kernel) {
    std::array<std::array<double, 6>, 3> columns;
    for (std::size_t x = 0; x < 3; ++x) {
        columns[x] = points_of(kernel[x], kernel[3 + x], kernel[6 + x]);
    }
    std::array<double, 36> result{};
    for (std::size_t y = 0; y < 6; ++y) {
        const auto row = points_of(columns[0][y], columns[1][y], columns[2][y]);
        std::copy(row.begin(), row.end(), result.begin() + std::ptrdiff_t(6 * y));
    }
    return result;
}

#if SESCOPE_HAS_AVX2
namespace {

SESCOPE_AVX2_INLINE __m256 plus(__m256 a, __m256 b) {
    return _mm256_add_ps(a, b);
}
SESCOPE_AVX2_INLINE __m256 minus(__m256 a, __m256 b) {
    return _mm256_sub_ps(a, b);
}
/// a + factor x b
SESCOPE_AVX2_INLINE __m256 add(__m256 a, float factor, __m256 b) {
    return _mm256_fmadd_ps(_mm256_set1_ps(factor), b, a);
}

/// Six values `step` apart, through B^T.
SESCOPE_AVX2_INLINE void through_inputs(const __m256* d, int step, __m256* to) {
    const __m256 d0 = d[0];
    const __m256 d1 = d[step];
    const __m256 d2 = d[2 * step];
    const __m256 d3 = d[3 * step];
    const __m256 d4 = d[4 * step];
    const __m256 d5 = d[5 * step];
    const __m256 even = add(d4, -4.0F, d2);
    const __m256 odd = add(d3, -4.0F, d1);
    const __m256 outer = minus(d4, d2);
    const __m256 inner = minus(d3, d1);
    to[0] = add(add(d4, -5.0F, d2), 4.0F, d0);
    to[step] = plus(even, odd);
    to[2 * step] = minus(even, odd);
    to[3 * step] = add(outer, 2.0F, inner);
    to[4 * step] = add(outer, -2.0F, inner);
    to[5 * step] = add(add(d5, -5.0F, d3), 4.0F, d1);
}

/// Six values `from_step` apart, through A^T to four values `to_step` apart.
SESCOPE_AVX2_INLINE void through_outputs(const __m256* m, int from_step, __m256* to, int to_step) {
    const __m256 ones = plus(m[from_step], m[2 * from_step]);
    const __m256 one = minus(m[from_step], m[2 * from_step]);
    const __m256 twos = plus(m[3 * from_step], m[4 * from_step]);
    const __m256 two = minus(m[3 * from_step], m[4 * from_step]);
    to[0] = plus(m[0], plus(ones, twos));
    to[to_step] = add(one, 2.0F, two);
    to[2 * to_step] = add(ones, 4.0F, twos);
    to[3 * to_step] = plus(m[5 * from_step], add(one, 8.0F, two));
}

}  // namespace

SESCOPE_AVX2 void transform_inputs(const std::array<const float*, 36>& pixels,
                                   std::int64_t channels, float* to, std::int64_t stride) {
    for (std::int64_t c = 0; c < channels; c += kChannelStep) {
        __m256 tile[36];
        __m256 columns[36];
        for (std::size_t p = 0; p < 36; ++p) tile[p] = _mm256_loadu_ps(pixels[p] + c);
        for (int x = 0; x < 6; ++x) through_inputs(tile + x, 6, columns + x);
        for (int y = 0; y < 6; ++y) {
            through_inputs(columns + 6 * y, 1, tile + 6 * y);
            for (int x = 0; x < 6; ++x) {
                _mm256_storeu_ps(to + (6 * y + x) * stride + c, tile[6 * y + x]);
            }
        }
    }
}

SESCOPE_AVX2 void transform_outputs(const float* products, std::int64_t stride,
                                    std::int64_t channels, const TileOutputs& to) {
    for (std::int64_t c = 0; c < channels; c += kChannelStep) {
        __m256 points[36];
        __m256 columns[24];
        __m256 outputs[16];
        for (int p = 0; p < 36; ++p) points[p] = _mm256_loadu_ps(products + p * stride + c);
        for (int x = 0; x < 6; ++x) through_outputs(points + x, 6, columns + x, 6);
        for (int y = 0; y < 4; ++y) through_outputs(columns + 6 * y, 1, outputs + 4 * y, 1);
        const __m256 zero = _mm256_setzero_ps();
        const __m256 bias = to.bias ? _mm256_loadu_ps(to.bias + c) : zero;
        for (std::size_t i = 0; i < 16; ++i) {
            if (!to.pixels[i]) continue;
            __m256 value = plus(outputs[i], bias);
            // Zero first: of a NaN and a number max gives the second, and a NaN must stay one.
            if (to.relu) value = _mm256_max_ps(zero, value);
            _mm256_storeu_ps(to.pixels[i] + c, value);
        }
    }
}

#else

void transform_inputs(const std::array<const float*, 36>&, std::int64_t, float*, std::int64_t) {
    throw std::logic_error("not built for this processor");
}
void transform_outputs(const float*, std::int64_t, std::int64_t, const TileOutputs&) {
    throw std::logic_error("not built for this processor");
}

#endif

}  // namespace sescope::winograd
