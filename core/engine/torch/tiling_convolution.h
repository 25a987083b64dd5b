// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/instructions.h"

namespace sescope {

/// A transposed convolution on the CPU whose kernel is as large as its stride, so that every input
/// pixel becomes a tile of outputs of its own; fp32. A row of pixels makes each row of their tiles
/// by one product of matrices, whose result lies as the channels-last map does. It exists because
/// the general ones sum into their output, and norm and activation are passes of their own then
/// (docs/speed.md). An image's outputs are the same to the bit wherever in a batch it stands, and
/// for any number of threads.
class TilingConvolution {
  public:
    /// weight [in, out, kh, kw], strides kh and kw; bias [out] or undefined. Null where there are
    /// no instructions for it.
    static std::shared_ptr<const TilingConvolution> make(
        const at::Tensor& weight, const at::Tensor& bias,
        std::optional<Instructions> instructions = widest_instructions());

    /// x [N, in, H, W] -> [N, out, kh H, kw W], channels-last.
    at::Tensor operator()(const at::Tensor& x, Activation activation) const;

  private:
    TilingConvolution(const at::Tensor& weight, const at::Tensor& bias, Instructions instructions);

    Instructions instructions_;
    std::int64_t inputs_;
    std::int64_t outputs_;
    std::int64_t height_;  ///< of a tile
    std::int64_t width_;
    at::Tensor weight_;  ///< [rows of a tile; panels, in, panel]
    at::Tensor bias_;    ///< [columns of a tile's row], or undefined
};

}  // namespace sescope
