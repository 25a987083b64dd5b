// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/instructions.h"
#include "core/engine/torch/packed_convolution.h"

namespace sescope {

/// A 3 x 3 convolution of stride 1 on the CPU by Winograd's F(4 x 4, 3 x 3), with a quarter of the
/// multiplications; fp32. About twice as fast as oneDNN's direct kernels (docs/speed.md).
/// An image's outputs are the same to the bit wherever in a batch it stands, and for any number of
/// threads.
class WinogradConvolution {
  public:
    /// Null where `conv` is of another kind, or where there are no instructions for it.
    static std::shared_ptr<const WinogradConvolution> make(
        const Convolution& conv, std::optional<Instructions> instructions = widest_instructions());

    /// x [N, in, H, W], channels-last -> [N, out, H, W], channels-last.
    at::Tensor operator()(const at::Tensor& x, bool relu) const;

  private:
    WinogradConvolution(const Convolution& conv, Instructions instructions);

    Instructions instructions_;
    std::int64_t inputs_;
    std::int64_t outputs_;
    at::Tensor weight_;  ///< [point, out / panel, in, panel]
    at::Tensor bias_;
};

}  // namespace sescope
