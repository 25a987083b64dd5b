// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions with random weights, whose outputs are about 1, and what they should give.
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/randn.h>

#include <cmath>
#include <cstdint>

#include "core/engine/torch/convolution.h"

namespace sescope::testing {

inline at::Tensor channels_last(const Shape& shape) {
    return at::randn(shape).contiguous(at::MemoryFormat::ChannelsLast);
}

struct Kind {
    std::int64_t in, out, kernel, stride, padding;
};

inline Convolution made(const Kind& kind, bool bias = true) {
    const auto fan = double(kind.in * kind.kernel * kind.kernel);
    Convolution conv;
    conv.weight = channels_last({kind.out, kind.in, kind.kernel, kind.kernel}).div_(std::sqrt(fan));
    if (bias) conv.bias = at::randn({kind.out});
    conv.stride = {kind.stride, kind.stride};
    conv.padding = {kind.padding, kind.padding};
    return conv;
}

/// In double.
inline at::Tensor exact(const Convolution& conv, const at::Tensor& x) {
    return at::conv2d(x.to(at::kDouble), conv.weight.to(at::kDouble),
                      conv.bias.defined() ? conv.bias.to(at::kDouble) : at::Tensor(), conv.stride,
                      conv.padding);
}

/// The largest difference.
inline double distance(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

}  // namespace sescope::testing
