// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: the two inner loops of a resize, plain and for AVX2. They are sums of
// integers, so that the results are the same.

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "core/dataset/resample.h"

namespace sescope {

/// Bits behind the point of a weight: 32 less 8 for the pixel, less 2 for overshoot.
inline constexpr int kFractionBits = 22;
inline constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);

inline std::uint8_t to_byte(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

/// The weights of two neighbouring pixels, each once for red, green and blue; and two zeros.
struct PairWeights {
    alignas(32) std::array<std::int32_t, 8> lanes{};
};

/// A row that is resampled. Nothing is read from `end` on.
struct RowToResample {
    const std::uint8_t* pixels = nullptr;  ///< of the column `left`
    const std::uint8_t* end = nullptr;
    std::int64_t left = 0;
    const AxisWeights& axis;
    const std::vector<PairWeights>& spread;  ///< `pairs` for every output position
    std::int64_t pairs = 0;
};

/// Rows that are mixed into one: `count` of `bytes` each, `stride` bytes apart.
struct RowsToMix {
    const std::uint8_t* pixels = nullptr;
    std::int64_t stride = 0;
    const std::int32_t* weights = nullptr;
    std::int64_t count = 0;
    std::int64_t bytes = 0;
};

struct LineResampler {
    void (*resample_row)(const RowToResample& row, std::uint8_t* out);
    void (*mix_rows)(const RowsToMix& rows, std::uint8_t* out);
};

/// One output pixel.
inline void resample_pixel(const std::uint8_t* in, const std::int32_t* weights, std::int64_t count,
                           std::uint8_t* out) {
    std::int32_t red = kHalf;
    std::int32_t green = kHalf;
    std::int32_t blue = kHalf;
    for (std::int64_t j = 0; j < count; ++j, in += 3) {
        red += in[0] * weights[j];
        green += in[1] * weights[j];
        blue += in[2] * weights[j];
    }
    out[0] = to_byte(red);
    out[1] = to_byte(green);
    out[2] = to_byte(blue);
}

/// One output byte.
inline std::uint8_t mix_byte(const RowsToMix& rows, std::int64_t at) {
    std::int32_t sum = kHalf;
    for (std::int64_t j = 0; j < rows.count; ++j) {
        sum += rows.pixels[j * rows.stride + at] * rows.weights[j];
    }
    return to_byte(sum);
}

/// For processors without AVX2.
const LineResampler& plain_lines();
/// Null where the processor, or the compiler that built us, has no AVX2.
const LineResampler* avx2_lines();

}  // namespace sescope
