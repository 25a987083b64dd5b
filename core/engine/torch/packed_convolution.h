// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/torch/activation.h"

namespace sescope {

struct Convolution;

/// [N, C, H, W]
using Shape = std::vector<std::int64_t>;

/// oneDNN's convolution on the CPU, its weight laid out once as the kernel reads it: the operator
/// behind torch.compile's frozen graphs (mkldnn::_convolution_pointwise, found by name, since no
/// header of LibTorch declares it).
class PackedConvolution {
  public:
    /// Null where this LibTorch has no such operator, or where it refuses `conv` on this processor:
    /// the plain operator serves then. `input` is the shape that the weight is laid out for; others
    /// may be given later, at the cost of laying it out anew for each call. Runs once, on zeros.
    static std::shared_ptr<const PackedConvolution> make(const Convolution& conv,
                                                         const Shape& input);

    /// x [N, in, H, W], channels-last -> [N, out, H', W'], channels-last.
    at::Tensor operator()(const at::Tensor& x, Activation activation) const;

  private:
    explicit PackedConvolution(const Convolution& conv, const Shape& input);

    at::Tensor weight_;  ///< in oneDNN's layout
    at::Tensor bias_;
    std::vector<std::int64_t> stride_;
    std::vector<std::int64_t> padding_;
    std::int64_t groups_;
};

}  // namespace sescope
