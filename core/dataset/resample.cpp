// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/resample.h"

#include <algorithm>

#include "core/dataset/resample_lines.h"

namespace sescope {
namespace {

const LineResampler& lines() {
    static const LineResampler& best = avx2_lines() != nullptr ? *avx2_lines() : plain_lines();
    return best;
}

// For every output position `pairs` of them.
std::vector<PairWeights> pair_weights(const AxisWeights& axis, std::int64_t pairs) {
    std::vector<PairWeights> spread(axis.windows.size() * static_cast<std::size_t>(pairs));
    PairWeights* to = spread.data();
    for (std::size_t x = 0; x < axis.windows.size(); ++x, to += pairs) {
        for (std::int64_t j = 0; j < axis.windows[x].count; ++j) {
            auto& lanes = to[j / 2].lanes;
            std::fill_n(lanes.begin() + (j % 2) * 3, 3, axis.of(x)[j]);
        }
    }
    return spread;
}

}  // namespace

RgbImage blank_image(std::int64_t width, std::int64_t height) {
    return {static_cast<int>(width), static_cast<int>(height),
            std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 3)};
}

RgbImage resample_columns(const Piece& piece, Range rows, const AxisWeights& axis) {
    return resample_columns_with(lines(), piece, rows, axis);
}

RgbImage resample_rows(const Piece& piece, Range columns, const AxisWeights& axis) {
    return resample_rows_with(lines(), piece, columns, axis);
}

RgbImage resample_columns_with(const LineResampler& by, const Piece& piece, Range rows,
                               const AxisWeights& axis) {
    RgbImage result = blank_image(static_cast<std::int64_t>(axis.windows.size()), rows.count);
    std::int64_t longest = 0;
    for (const Window& window : axis.windows) longest = std::max(longest, window.count);
    const std::int64_t pairs = (longest + 1) / 2;
    const std::vector<PairWeights> spread = pair_weights(axis, pairs);
    RowToResample row{nullptr, piece.end(), piece.left, axis, spread, pairs};
    std::uint8_t* out = result.pixels.data();
    for (std::int64_t y = rows.begin; y < rows.begin + rows.count; ++y) {
        row.pixels = piece.at(piece.left, y);
        by.resample_row(row, out);
        out += axis.windows.size() * 3;
    }
    return result;
}

RgbImage resample_rows_with(const LineResampler& by, const Piece& piece, Range columns,
                            const AxisWeights& axis) {
    RgbImage result = blank_image(columns.count, static_cast<std::int64_t>(axis.windows.size()));
    const std::int64_t bytes = columns.count * 3;
    std::uint8_t* out = result.pixels.data();
    for (std::size_t y = 0; y < axis.windows.size(); ++y, out += bytes) {
        const Window window = axis.windows[y];
        by.mix_rows({piece.at(columns.begin, window.first), std::int64_t{piece.pixels.width} * 3,
                     axis.of(y), window.count, bytes},
                    out);
    }
    return result;
}

}  // namespace sescope
