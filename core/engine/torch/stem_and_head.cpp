// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/stem_and_head.h"

#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>

namespace sescope {

at::Tensor StemOp::operator()(const at::Tensor& input) const {
    at::Tensor x = input;
    for (const Convolution& conv : convs) x = conv(x, Activation::relu);
    return at::max_pool2d(x, {pool.kernel, pool.kernel}, {pool.stride, pool.stride},
                          {pool.padding, pool.padding}, {1, 1}, pool.ceil_mode);
}

StemOp StemOp::converted(at::ScalarType type) const {
    StemOp result = *this;
    result.convs = sescope::converted(convs, type);
    return result;
}

StemOp StemOp::packed_for(const Shape& shape, MatmulMode mode) const {
    StemOp result = *this;
    result.convs = sescope::packed_for(convs, shape, mode);
    return result;
}

Shape StemOp::output_shape(const Shape& input) const {
    Shape shape = sescope::output_shape(convs, input);
    for (std::size_t i = 2; i < 4; ++i) {
        const std::int64_t steps = shape[i] + 2 * pool.padding - pool.kernel;
        shape[i] = (steps + (pool.ceil_mode ? pool.stride - 1 : 0)) / pool.stride + 1;
    }
    return shape;
}

std::int64_t StemOp::bytes_touched(const Shape& input) const {
    return sescope::bytes_touched(convs, input);
}

at::Tensor HeadOp::operator()(const at::Tensor& x) const {
    return at::linear(x.mean({2, 3}, /*keepdim=*/false, at::kFloat), weight, bias);
}

}  // namespace sescope
