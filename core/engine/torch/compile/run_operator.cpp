// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/run_operator.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/adaptive_max_pool2d.h>
#include <ATen/ops/amax.h>
#include <ATen/ops/amin.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv_transpose1d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/conv_transpose3d.h>
#include <ATen/ops/group_norm.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/minimum.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/pad.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/slice.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/zeros.h>

#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/compile/activations.h"
#include "core/engine/torch/compile/map_convolution.h"
#include "core/engine/torch/compile/pools.h"
#include "core/engine/torch/compile/resize.h"

namespace sescope {
namespace {

using Inputs = std::span<const at::Tensor>;

at::Tensor run(const graph::BatchNorm& norm, Inputs x) {
    return at::batch_norm(x[0], x[1], x[2], x[3], x[4], /*training=*/false, /*momentum=*/0.0,
                          norm.eps, /*cudnn_enabled=*/true);
}

at::Tensor run(const graph::LayerNorm& norm, Inputs x) {
    const auto shape = x[0].sizes();
    const auto last = shape.slice(shape.size() - static_cast<std::size_t>(norm.dimensions));
    return at::layer_norm(x[0], last, x[1], x[2], norm.eps);
}

at::Tensor run(const graph::GroupNorm& norm, Inputs x) {
    return at::group_norm(x[0], norm.groups, x[1], x[2], norm.eps);
}

at::Tensor run(const graph::Linear& linear, Inputs x) {
    return at::linear(x[0], linear.transposed ? x[1].t() : x[1], x[2]);
}

at::Tensor run(const graph::MatMul& /*product*/, Inputs x) {
    return at::matmul(x[0], x[1]);
}

at::Tensor run(const graph::TransposedConvolution& conv, Inputs x) {
    const std::size_t sides = conv.stride.size();
    // Padding that differs between sides: the widest of it is cropped, which is the same.
    const std::vector<std::int64_t> none(sides, 0);
    const std::vector<std::int64_t> begin(conv.padding.begin(),
                                          conv.padding.begin() + std::ptrdiff_t(sides));
    const std::vector<std::int64_t> end(conv.padding.begin() + std::ptrdiff_t(sides),
                                        conv.padding.end());
    const bool even = begin == end;
    const auto& padding = even ? begin : none;
    const auto transposed = [&] {
        switch (sides) {
            case 1:
                return at::conv_transpose1d(x[0], x[1], x[2], conv.stride, padding,
                                            conv.output_padding, conv.groups, conv.dilation);
            case 2:
                return at::conv_transpose2d(x[0], x[1], x[2], conv.stride, padding,
                                            conv.output_padding, conv.groups, conv.dilation);
            default:
                return at::conv_transpose3d(x[0], x[1], x[2], conv.stride, padding,
                                            conv.output_padding, conv.groups, conv.dilation);
        }
    };
    at::Tensor y = transposed();
    if (even) return y;
    for (std::size_t i = 0; i < sides; ++i) {
        const auto dimension = static_cast<std::int64_t>(i) + 2;
        y = at::slice(y, dimension, begin[i], y.size(dimension) - end[i]);
    }
    return y;
}

at::Tensor run(const graph::Binary& binary, Inputs x) {
    using graph::BinaryKind;
    if (binary.scalar) {
        const at::Scalar right(*binary.scalar);
        switch (binary.kind) {
            case BinaryKind::add:
                return x[0] + right;
            case BinaryKind::subtract:
                return x[0] - right;
            case BinaryKind::multiply:
                return x[0] * right;
            case BinaryKind::divide:
                return x[0] / right;
            case BinaryKind::power:
                return at::pow(x[0], right);
            case BinaryKind::maximum:
                return at::maximum(x[0], at::scalar_tensor(right, x[0].options()));
            case BinaryKind::minimum:
                return at::minimum(x[0], at::scalar_tensor(right, x[0].options()));
        }
    }
    switch (binary.kind) {
        case BinaryKind::add:
            return x[0] + x[1];
        case BinaryKind::subtract:
            return x[0] - x[1];
        case BinaryKind::multiply:
            return x[0] * x[1];
        case BinaryKind::divide:
            return x[0] / x[1];
        case BinaryKind::power:
            return at::pow(x[0], x[1]);
        case BinaryKind::maximum:
            return at::maximum(x[0], x[1]);
        case BinaryKind::minimum:
            return at::minimum(x[0], x[1]);
    }
    return x[0];
}

at::Tensor run(const graph::AdaptivePool& pool, Inputs x) {
    if (pool.kind == graph::PoolKind::average) return at::adaptive_avg_pool2d(x[0], pool.output);
    return std::get<0>(at::adaptive_max_pool2d(x[0], pool.output));
}

at::Tensor run(const graph::Reduce& reduce, Inputs x) {
    switch (reduce.kind) {
        case graph::ReduceKind::mean:
            return x[0].mean(reduce.dimensions, reduce.keep);
        case graph::ReduceKind::max:
            return at::amax(x[0], reduce.dimensions, reduce.keep);
        case graph::ReduceKind::min:
            return at::amin(x[0], reduce.dimensions, reduce.keep);
        case graph::ReduceKind::sum:
            return at::sum(x[0], reduce.dimensions, reduce.keep);
    }
    return x[0];
}

at::Tensor run(const graph::Concat& concat, Inputs x) {
    return at::cat(std::vector<at::Tensor>(x.begin(), x.end()), concat.dimension);
}

at::Tensor run(const graph::Slice& slice, Inputs x) {
    return at::slice(x[0], slice.dimension, slice.begin, slice.end, slice.step);
}

at::Tensor run(const graph::Pad& pad, Inputs x) {
    // ATen's order is from the last dimension on; it pads no more dimensions than it must for the
    // modes that read pixels.
    std::size_t first = 0;
    while (first < pad.begin.size() && pad.begin[first] == 0 && pad.end[first] == 0) ++first;
    std::vector<std::int64_t> sides;
    for (std::size_t i = pad.begin.size(); i-- > first;) {
        sides.push_back(pad.begin[i]);
        sides.push_back(pad.end[i]);
    }
    if (sides.empty()) return x[0];
    switch (pad.mode) {
        case graph::PadMode::constant:
            return at::constant_pad_nd(x[0], sides, pad.value);
        case graph::PadMode::reflect:
            return at::pad(x[0], sides, "reflect");
        case graph::PadMode::replicate:
            return at::pad(x[0], sides, "replicate");
        case graph::PadMode::circular:
            return at::pad(x[0], sides, "circular");
    }
    return x[0];
}

at::Tensor run(const graph::Reshape& reshape, Inputs x) {
    std::vector<std::int64_t> extents = reshape.extents;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        if (extents[i] == 0) extents[i] = x[0].size(static_cast<std::int64_t>(i));
    }
    return x[0].reshape(extents);
}

at::Tensor run(const graph::Permute& permute, Inputs x) {
    return x[0].permute(permute.order);
}

at::Tensor run(const graph::Expand& expand, Inputs x) {
    return x[0].expand(expand.extents);
}

at::Tensor run(const graph::Softmax& softmax, Inputs x) {
    return softmax.log ? at::log_softmax(x[0], softmax.dimension)
                       : at::softmax(x[0], softmax.dimension);
}

at::Tensor run(const graph::Pool& pool, Inputs x) {
    return pooled(pool, x[0]);
}

at::Tensor run(const graph::Resize& resize, Inputs x) {
    return resized(resize, x[0]);
}

// One whose weight is computed, as by weight standardisation; others are prepared.
at::Tensor run(const graph::Convolution& conv, Inputs x) {
    return map_convolution(conv, x[1], x[2])(x[0], Activation::none);
}

template <class Prepared>
at::Tensor run(const Prepared& /*kind*/, Inputs /*x*/) {
    throw Error(ErrorKind::internal, "an operator was to be prepared, and was not");
}

}  // namespace

at::Tensor run_operator(const graph::OperatorKind& kind, std::span<const at::Tensor> inputs,
                        bool in_place) {
    if (const auto* activation = std::get_if<graph::Activation>(&kind)) {
        return activated(*activation, inputs[0], in_place);
    }
    return std::visit([&](const auto& held) { return run(held, inputs); }, kind);
}

}  // namespace sescope
