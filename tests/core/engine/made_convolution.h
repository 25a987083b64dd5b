// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions with random weights, whose outputs are about 1, and what they should give.
#pragma once

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/isinf.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

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

inline constexpr Activation kActivations[] = {Activation::none, Activation::relu, Activation::relu6,
                                              Activation::silu, Activation::hard_swish};

/// By ATen.
inline at::Tensor activated(const at::Tensor& values, Activation activation) {
    at::Tensor result = values.clone();
    activate(result, activation);
    return result;
}

/// Whether both are not numbers, infinite, or finite in the same places.
inline bool same_not_finite(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor same = at::isnan(a).eq(at::isnan(b)) & at::isinf(a).eq(at::isinf(b));
    return same.all().item<bool>();
}

/// In double.
inline at::Tensor exact(const Convolution& conv, const at::Tensor& x) {
    return at::conv2d(x.to(at::kDouble), conv.weight.to(at::kDouble),
                      conv.bias.defined() ? conv.bias.to(at::kDouble) : at::Tensor(), conv.stride,
                      conv.padding, /*dilation=*/1, conv.groups);
}

/// The largest difference.
inline double distance(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

/// An image of `in` channels gives the same bits alone, on one thread, as behind others on all.
inline void expect_same_bits_anywhere(const FusedConvolution& conv, std::int64_t in,
                                      std::int64_t side) {
    const int threads = at::get_num_threads();
    const at::Tensor image = channels_last({1, in, side, side});
    at::set_num_threads(1);
    const at::Tensor alone = conv(image, Activation::relu);
    at::set_num_threads(threads);
    for (const std::int64_t before : {0, 1, 2, 15}) {
        const at::Tensor others = channels_last({before, in, side, side});
        const at::Tensor batch =
            at::cat({others, image}).contiguous(at::MemoryFormat::ChannelsLast);
        EXPECT_TRUE(at::equal(conv(batch, Activation::relu).narrow(0, before, 1), alone))
            << side << ' ' << before;
    }
}

/// Of one input pixel that is not a number, all outputs are none, and those of no other pixel.
inline void expect_keeps_what_is_no_number(const FusedConvolution& pointwise, std::int64_t in,
                                           std::int64_t out) {
    at::Tensor x = channels_last({1, in, 8, 8});
    x.index_put_({at::tensor(0), at::tensor(3), at::tensor(2), at::tensor(2)},
                 at::tensor(std::numeric_limits<float>::quiet_NaN()));
    const at::Tensor gates = at::randn({1, out});
    const at::Tensor identity = channels_last({1, out, 8, 8});
    for (const at::Tensor& y : {pointwise(x, Activation::relu),
                                pointwise.run_with_epilogue(x, {gates, identity, false}).output}) {
        const at::Tensor there = at::isnan(y);
        EXPECT_TRUE(there.narrow(2, 2, 1).narrow(3, 2, 1).all().item<bool>());
        EXPECT_EQ(there.sum().item<std::int64_t>(), out);
    }
}

}  // namespace sescope::testing
