// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/amx_rows.h"

#include <algorithm>
#include <cstddef>

namespace sescope::amx {
namespace {

// Rows stay in the second level of cache, of which processors with AMX have 2 MB a core, beside a
// panel of weights; and many rows share the reading of that panel.
constexpr std::int64_t kBytesOfABlock = std::int64_t{1} << 20;
constexpr std::int64_t kFewestRows = 64;
constexpr std::int64_t kMostRows = 512;
// Between rows, so that they do not meet in the same places of the first level of cache.
constexpr std::int64_t kApart = 64;
// Lines of outputs of a block where few channels are read line by line.
constexpr std::int64_t kLines = 16;

std::int64_t ceiling(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

}  // namespace

bool Window::is_bordered() const {
    using Pair = std::array<std::int64_t, 2>;
    return kernel == Pair{3, 3} && stride == Pair{1, 1} && padding == Pair{1, 1} &&
           channels % kStep == 0;
}

bool Window::is_by_lines() const {
    return kernel[0] * kernel[1] > 1 && kernel[1] * channels <= kStep;
}

Rows::Copying Rows::copying() const {
    if (window_.is_bordered()) return Copying::bordered;
    if (window_.is_by_lines()) return Copying::lines;
    const bool lie_well =
        window_.is_pointwise() && window_.values == Values::bf16 && window_.channels % kStep == 0;
    return lie_well ? Copying::in_map : Copying::tiles;
}

void Rows::arrange(SplitTerms terms) {
    const std::int64_t inputs = copying_ == Copying::bordered ? window_.channels : window_.inputs();
    layout_.terms = terms;
    layout_.taps = {0};
    layout_.steps = ceiling(inputs, kStep);
    if (copying_ == Copying::tiles) {
        layout_.low = kTile;
        layout_.step = kTile * limbs(terms);
        layout_.row = kStep;
        layout_.half = layout_.steps * layout_.step;
        return;
    }
    if (copying_ == Copying::lines) {
        layout_.steps = 1;
        layout_.step = kStep;
        layout_.row = window_.stride[1] * window_.channels;
        layout_.half = kTileRows * layout_.row;
        layout_.low = line_numbers() * lines_read(std::min(kLines, window_.out_height));
        layout_.taps.clear();
        for (std::int64_t y = 0; y < window_.kernel[0]; ++y) {
            layout_.taps.push_back(y * line_numbers());
        }
        return;
    }
    layout_.low = kStep;
    layout_.step = kStep * limbs(terms);
    layout_.row = layout_.steps * layout_.step + (copying_ == Copying::bordered ? kApart : 0);
    layout_.half = kTileRows * layout_.row;
    if (copying_ == Copying::in_map) return;
    layout_.taps.clear();
    const std::int64_t line = window_.width + 2;
    for (std::int64_t tap = 0; tap < 9; ++tap) {
        layout_.taps.push_back((tap / 3 * line + tap % 3) * layout_.row);
    }
    for (std::int64_t row = 0; row < window_.height * line; ++row) {
        const std::int64_t x = row % line;
        places_.push_back(x < window_.width ? std::int32_t(row / line * window_.width + x) : -1);
    }
}

Rows::Rows(const Window& window, SplitTerms terms, bool by_image)
    : window_(window), by_image_(by_image || window.is_bordered()), copying_(copying()) {
    arrange(terms);
    if (copying_ == Copying::lines) {
        units_ = window.out_height;
        pieces_ = ceiling(units_, kLines);
        blocks_ = window.images * pieces_;
        return;
    }
    const bool bordered = copying_ == Copying::bordered;
    const std::int64_t line = window.width + 2;
    units_ = bordered ? window.height : window.positions();
    const std::int64_t rows_of_a_unit = bordered ? line : 1;
    const std::int64_t most =
        std::clamp(kBytesOfABlock / (2 * layout_.half / kTileRows), kFewestRows, kMostRows);
    pieces_ = std::max<std::int64_t>(1, ceiling(units_ * rows_of_a_unit, most));
    const std::int64_t together =
        pieces_ > 1 ? 1 : std::max<std::int64_t>(1, most / (units_ * rows_of_a_unit));
    blocks_ = ceiling(window.images, together) * pieces_;
}

Block Rows::block(std::int64_t index) const {
    Block block;
    if (pieces_ == 1) {
        block.image = window_.images * index / blocks_;
        block.images = window_.images * (index + 1) / blocks_ - block.image;
        block.count = units_;
        return block;
    }
    block.image = index / pieces_;
    block.piece = index % pieces_;
    // Full strips but for the last; lines as they are.
    const std::int64_t step =
        copying_ == Copying::bordered || copying_ == Copying::lines ? 1 : kStrip;
    const std::int64_t steps = ceiling(units_, step);
    const auto edge = [&](std::int64_t piece) {
        return std::min(units_, steps * piece / pieces_ * step);
    };
    block.first = edge(block.piece);
    block.count = edge(block.piece + 1) - block.first;
    return block;
}

std::int64_t Rows::rows_of(const Block& block) const {
    if (copying_ == Copying::bordered) return (block.count + 2) * (window_.width + 2);
    if (copying_ == Copying::in_map || !by_image_) return block.count;
    return ceiling(block.count, kTileRows) * kTileRows;
}

// Of the block's outputs, image after image.
std::int64_t Rows::start_of_output(const Block& block, std::int64_t output) const {
    return layout_.start_of(output / block.count * rows_of(block) + output % block.count);
}

// Of a line of the map with its border, and what the last rows read beyond it.
std::int64_t Rows::line_numbers() const {
    const std::int64_t rows = ceiling(window_.out_width, kTileRows) * kTileRows;
    const std::int64_t read = (rows - 1) * layout_.row + kStep;
    const std::int64_t written = window_.padding[1] * window_.channels +
                                 ceiling(window_.width * window_.channels, kStep) * kStep;
    return ceiling(std::max(read, written), kStep) * kStep;
}

std::int64_t Rows::lines_read(std::int64_t outputs) const {
    return (outputs - 1) * window_.stride[0] + window_.kernel[0];
}

std::int64_t Rows::room() const {
    if (copying_ == Copying::lines) return layout_.low * limbs(layout_.terms);
    std::int64_t most = 0;
    for (std::int64_t index = 0; index < blocks_; ++index) {
        const Block each = block(index);
        if (copying_ == Copying::in_map && !is_read_beyond(each)) continue;
        most = std::max(most, each.images * rows_of(each));
    }
    if (most == 0) return 0;
    // A strip may read beyond the last row, and a tap of its last rows still further.
    const std::int64_t beyond =
        kStrip + (copying_ == Copying::bordered ? 2 * (window_.width + 2) + 2 : 0);
    return ceiling(most + beyond, kTileRows) * layout_.half;
}

// Whether its last strip would be read beyond the end of the map.
bool Rows::is_read_beyond(const Block& block) const {
    const bool at_end =
        block.image + block.images == window_.images && block.first + block.count == units_;
    return at_end && (by_image_ ? block.count : block.images * block.count) % kTileRows != 0;
}

std::vector<Run> Rows::runs(const Block& block, const std::uint16_t* rows, std::byte* result,
                            std::int64_t stride) const {
    if (copying_ == Copying::lines) return runs_of_lines(block, rows, result, stride);
    std::vector<Run> runs;
    const std::int64_t unit =
        copying_ == Copying::bordered ? window_.width : 1;  // outputs of a line, or 1
    const auto run_of = [&](std::int64_t i, std::int64_t count) {
        const std::int64_t first = (block.image + i) * window_.positions() + block.first * unit;
        return Run{rows + layout_.start_of(i * rows_of(block)),
                   count,
                   result + first * stride * size_of(window_.values),
                   window_.values,
                   stride,
                   nullptr,
                   block.image + i};
    };
    if (!by_image_) return {run_of(0, block.images * block.count)};
    for (std::int64_t i = 0; i < block.images; ++i) {
        runs.push_back(run_of(i, block.count));
        if (copying_ != Copying::bordered) continue;
        runs.back().count = block.count * (window_.width + 2) - 2;  // the last two are border
        runs.back().places = places_.data();
    }
    return runs;
}

std::vector<Run> Rows::runs_of_lines(const Block& block, const std::uint16_t* rows,
                                     std::byte* result, std::int64_t stride) const {
    std::vector<Run> runs;
    for (std::int64_t line = 0; line < block.count; ++line) {
        const std::int64_t first =
            block.image * window_.positions() + (block.first + line) * window_.out_width;
        runs.push_back({rows + line * window_.stride[0] * line_numbers(), window_.out_width,
                        result + first * stride * size_of(window_.values), window_.values, stride,
                        nullptr, block.image});
    }
    return runs;
}

}  // namespace sescope::amx
