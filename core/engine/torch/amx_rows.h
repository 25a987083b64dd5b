// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that a convolution on AMX multiplies: which there are, how they are shared out, and how
// they are copied from a channels-last map, split.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/moving_kernel.h"

namespace sescope::amx {

/// A channels-last map, and the kernel that moves over it.
struct Window : MovingKernel {
    const std::byte* map = nullptr;
    Values values = Values::fp32;
    std::int64_t images = 0, height = 0, width = 0, channels = 0;
    std::int64_t out_height = 0, out_width = 0;

    std::int64_t positions() const { return out_height * out_width; }
    std::int64_t bytes_a_pixel() const { return channels * size_of(values); }
    const std::byte* at(std::int64_t image, std::int64_t y, std::int64_t x) const {
        return map + ((image * height + y) * width + x) * bytes_a_pixel();
    }
    std::int64_t inputs() const { return kernel[0] * kernel[1] * channels; }
    /// An output reads one pixel; where the stride is not 1, some are read by none.
    bool reads_one_pixel() const {
        return kernel[0] * kernel[1] == 1 && padding[0] + padding[1] == 0;
    }
    /// 3 x 3, stride 1, outputs as many as inputs: the kernel moves over a copy with a border.
    bool is_bordered() const;
    /// A line of the kernel has few enough inputs for one tile, as in a stem.
    bool is_by_lines() const;
    /// Inputs of an output in pieces that each begin a step: lines of the kernel, or all of them.
    std::int64_t inputs_of_a_piece() const {
        return is_by_lines() ? kernel[1] * channels : inputs();
    }
};

/// What one thread copies and multiplies at a time: a piece of one image, or some images whole.
struct Block {
    std::int64_t image = 0;
    std::int64_t images = 1;
    std::int64_t first =
        0;  ///< of each image: the first output, or the first line of a bordered map
    std::int64_t count = 0;
    std::int64_t piece = 0;
};

/// The outputs of a map in blocks. How an image is cut does not depend on the others. Where what is
/// done with outputs is an image's own (`by_image`), none of its strips holds another's.
class Rows {
  public:
    Rows(const Window& window, SplitTerms terms, bool by_image);

    std::int64_t blocks() const { return blocks_; }
    std::int64_t pieces() const { return pieces_; }  ///< of an image
    Block block(std::int64_t index) const;
    const Layout& layout() const { return layout_; }
    /// bf16 numbers that the rows of any block take.
    std::int64_t room() const;

    /// The rows of a block: copied to `room`, or in the map itself.
    const std::uint16_t* of(const Block& block, std::uint16_t* room) const;
    /// The runs of a block whose rows are there: one for each of its images where `by_image`.
    /// `result` is the whole map's first value, `stride` its channels.
    std::vector<Run> runs(const Block& block, const std::uint16_t* rows, std::byte* result,
                          std::int64_t stride) const;

  private:
    /// How rows come to lie as they are multiplied.
    enum class Copying {
        bordered,  ///< lines of the map with a border, which the taps move over
        lines,     ///< the same of few channels: a tap is a line of the kernel, and rows overlap
        in_map,    ///< bf16 numbers of pointwise convolutions, where they are
        tiles      ///< copied in the order in which tiles are loaded
    };

    Copying copying() const;
    void arrange(SplitTerms terms);
    std::int64_t rows_of(const Block& block) const;  ///< of an image: with border, or whole tiles
    std::int64_t start_of_output(const Block& block, std::int64_t output) const;
    bool is_read_beyond(const Block& block) const;
    void put(const std::byte* from, std::int64_t count, std::uint16_t* to) const;
    void gather(std::int64_t image, std::int64_t position, std::byte* to) const;
    std::int64_t line_numbers() const;
    std::int64_t lines_read(std::int64_t outputs) const;
    std::vector<Run> runs_of_lines(const Block& block, const std::uint16_t* rows, std::byte* result,
                                   std::int64_t stride) const;
    void copy_lines(const Block& block, std::uint16_t* to) const;
    void copy_bordered(const Block& block, std::uint16_t* to) const;
    void copy_side_by_side(const Block& block, std::uint16_t* to) const;
    void copy_pointwise(const Block& block, std::uint16_t* to) const;

    Window window_;
    bool by_image_;
    Copying copying_;
    Layout layout_;
    std::int64_t units_;   ///< outputs or lines of an image
    std::int64_t pieces_;  ///< blocks of an image, 1 where some images are a block
    std::int64_t blocks_;
    std::vector<std::int32_t> places_;  ///< of the rows of a bordered map
};

}  // namespace sescope::amx
