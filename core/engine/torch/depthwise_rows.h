// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of inputs as depthwise::compute_row reads them: a slab of channels, with a border of zeros.
#pragma once

#include <cstdint>

#include "core/engine/torch/depthwise.h"
#include "core/engine/torch/panels.h"

namespace sescope::depthwise {

/// Where a slab's inputs come from: the map itself, or a pointwise convolution of it.
struct SlabSource {
    Instructions instructions = Instructions::avx2;
    const float* image = nullptr;  ///< [height, width, channels]
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t channels = 0;       ///< of the image
    std::int64_t first = 0;          ///< channel of the slab, in the map itself
    std::int64_t count = 0;          ///< channels of the slab, 1 to kSlab
    const float* weights = nullptr;  ///< of the pointwise convolution, [channels, kSlab]; or null
    const float* bias = nullptr;     ///< likewise, [kSlab]
    Activation activation = Activation::none;  ///< likewise

    /// Writes `columns` pixels of `rows` rows from `row` on, side by side: [rows * columns, kSlab].
    /// More rows than one only where `columns` is the width.
    void fill(std::int64_t row, std::int64_t rows, std::int64_t columns, float* to) const;
};

/// The rows that outputs read, each once in memory: as many as a kernel is high, or all of a small
/// map.
class BorderedRows {
  public:
    /// `border`: columns of zeros before a row; `width`: pixels of a row, borders included.
    BorderedRows(const SlabSource& source, std::int64_t side, std::int64_t border,
                 std::int64_t width, float* room);

    /// Values of the memory that it needs.
    static std::int64_t room(std::int64_t height, std::int64_t source_width, std::int64_t side,
                             std::int64_t width);

    /// Pointers to `side` rows from `first` on, which may lie outside of the map. Never of fewer
    /// than before.
    void rows_from(std::int64_t first, const float** rows);

  private:
    float* place(std::int64_t row) const;
    void fill_all();
    void fill_row(std::int64_t row);

    const SlabSource& source_;
    std::int64_t side_;
    std::int64_t border_;
    std::int64_t width_;
    std::int64_t columns_;  ///< of the map that are read
    bool whole_;            ///< all rows are kept
    std::int64_t kept_;
    std::int64_t next_ = -1;  ///< row that is not filled yet; -1: none was asked for
    float* outside_;          ///< a row of zeros
    float* rows_;
    float* together_;  ///< the pixels of all rows, before they get borders
};

}  // namespace sescope::depthwise
