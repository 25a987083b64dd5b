// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/depthwise_rows.h"

#include <algorithm>
#include <cstddef>

namespace sescope::depthwise {
namespace {

// Up to so many pixels all rows of a map are computed together: strips of a product want more rows
// than such a map has columns.
constexpr std::int64_t kFewPixels = 200;
constexpr std::int64_t kFewColumns = 14;

bool is_kept_whole(std::int64_t height, std::int64_t width) {
    return width < kFewColumns && height * width <= kFewPixels;
}

}  // namespace

void SlabSource::fill(std::int64_t row, std::int64_t rows, std::int64_t columns, float* to) const {
    const float* const from = image + row * width * channels;
    if (weights) {
        panels::Epilogue epilogue;
        epilogue.bias = bias;
        epilogue.activation = activation;
        panels::multiply(instructions, {from, channels, rows * columns, channels}, {weights, count},
                         {to, kSlab}, epilogue);
        return;
    }
    for (std::int64_t pixel = 0; pixel < rows * columns; ++pixel) {
        const float* const values = from + pixel * channels + first;
        float* const place = to + pixel * kSlab;
        if (count == kSlab) {
            std::copy_n(values, kSlab, place);
        } else {
            std::copy_n(values, count, place);
            std::fill_n(place + count, kSlab - count, 0.0F);
        }
    }
}

BorderedRows::BorderedRows(const SlabSource& source, std::int64_t side, std::int64_t border,
                           std::int64_t width, float* room)
    : source_(source),
      side_(side),
      border_(border),
      width_(width),
      columns_(std::min(source.width, width - border)),
      whole_(is_kept_whole(source.height, source.width)),
      kept_(whole_ ? source.height : side),
      outside_(room),
      rows_(room + width * kSlab),
      together_(rows_ + kept_ * width * kSlab) {
    std::fill_n(room, (1 + kept_) * width * kSlab, 0.0F);
}

std::int64_t BorderedRows::room(std::int64_t height, std::int64_t source_width, std::int64_t side,
                                std::int64_t width) {
    if (!is_kept_whole(height, source_width)) return (1 + side) * width * kSlab;
    return ((1 + height) * width + height * source_width) * kSlab;
}

float* BorderedRows::place(std::int64_t row) const {
    return rows_ + row % kept_ * width_ * kSlab;
}

void BorderedRows::fill_all() {
    source_.fill(0, source_.height, source_.width, together_);
    for (std::int64_t row = 0; row < source_.height; ++row) {
        std::copy_n(together_ + row * source_.width * kSlab, columns_ * kSlab,
                    place(row) + border_ * kSlab);
    }
    next_ = source_.height;
}

void BorderedRows::fill_row(std::int64_t row) {
    source_.fill(row, 1, columns_, place(row) + border_ * kSlab);
}

void BorderedRows::rows_from(std::int64_t first, const float** rows) {
    const std::int64_t end = std::min(first + side_, source_.height);
    if (whole_ && next_ < 0) fill_all();
    for (next_ = std::max({next_, first, std::int64_t{0}}); next_ < end; ++next_) fill_row(next_);
    for (std::int64_t i = 0; i < side_; ++i) {
        const std::int64_t row = first + i;
        rows[i] = row < 0 || row >= source_.height ? outside_ : place(row);
    }
}

}  // namespace sescope::depthwise
