// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/torch/packed_convolution.h"

namespace sescope {

/// A 3 x 3 convolution of stride 1 on the CPU by Winograd's F(4 x 4, 3 x 3), with a quarter of the
/// multiplications; fp32. On processors with AVX2 and without AVX-512 it is about twice as fast as
/// oneDNN's direct kernels (docs/speed.md); with AVX-512 those are used.
/// An image's outputs are the same to the bit wherever in a batch it stands, and for any number of
/// threads.
class WinogradConvolution {
  public:
    /// Null where `conv` is of another kind, or where the processor is not one that gains by it.
    static std::shared_ptr<const WinogradConvolution> make(const Convolution& conv);
    /// The same on any processor that can run it; for tests.
    static std::shared_ptr<const WinogradConvolution> make_anyway(const Convolution& conv);

    /// x [N, in, H, W], channels-last -> [N, out, H, W], channels-last.
    at::Tensor operator()(const at::Tensor& x, bool relu) const;

  private:
    explicit WinogradConvolution(const Convolution& conv);

    std::int64_t inputs_;
    std::int64_t outputs_;
    at::Tensor weight_;  ///< [point, out / panel, in, panel]
    at::Tensor bias_;
};

}  // namespace sescope
