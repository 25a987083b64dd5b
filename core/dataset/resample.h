// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: resampling along one axis, by Pillow's arithmetic.

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// Positions of an axis.
struct Range {
    std::int64_t begin = 0;
    std::int64_t count = 0;
};

/// The input positions that make up one output position.
struct Window {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// The windows of output positions begin .. begin + windows.size() along one axis.
struct AxisWeights {
    std::vector<Window> windows;
    std::vector<std::int32_t> weights;  ///< windows.size() x stride
    std::int64_t stride = 0;

    const std::int32_t* of(std::size_t position) const {
        return weights.data() + static_cast<std::int64_t>(position) * stride;
    }
    std::int64_t first_input() const { return windows.front().first; }
    std::int64_t end_input() const { return windows.back().first + windows.back().count; }
};

/// Of an axis of `in` positions that is resampled to `out`; of the output only `range` is wanted.
/// What is there spans `extent` positions: `in`, or a little less where the last one is not whole.
AxisWeights axis_weights(std::int64_t in, double extent, std::int64_t out, Range range,
                         Interpolation kind);

/// A piece of the image that windows speak of: its first pixel is (left, top) of the whole.
struct Piece {
    const RgbImage& pixels;
    std::int64_t left = 0;
    std::int64_t top = 0;

    const std::uint8_t* at(std::int64_t x, std::int64_t y) const {
        return pixels.pixels.data() + ((y - top) * pixels.width + (x - left)) * 3;
    }
    const std::uint8_t* end() const { return pixels.pixels.data() + pixels.pixels.size(); }
};

/// An image whose pixels are still to be written.
RgbImage blank_image(std::int64_t width, std::int64_t height);

struct LineResampler;

/// The rows of the piece with their columns resampled.
RgbImage resample_columns(const Piece& piece, Range rows, const AxisWeights& axis);

/// The columns of the piece with their rows resampled.
RgbImage resample_rows(const Piece& piece, Range columns, const AxisWeights& axis);

/// The same by loops of one's choice, for tests.
RgbImage resample_columns_with(const LineResampler& by, const Piece& piece, Range rows,
                               const AxisWeights& axis);
RgbImage resample_rows_with(const LineResampler& by, const Piece& piece, Range columns,
                            const AxisWeights& axis);

}  // namespace sescope
