// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/convolution.h"

#include <ATen/ops/conv2d.h>

#include <cstddef>
#include <vector>

#include "core/engine/torch/amx_convolution.h"
#include "core/engine/torch/gathered_convolution.h"

namespace sescope {

at::Tensor Convolution::operator()(const at::Tensor& x, Activation activation) const {
    if (depthwise) return (*depthwise)(x, activation);
    if (winograd) return (*winograd)(x, activation);
    if (fused) return (*fused)(x, activation);
    if (packed) return (*packed)(x, activation);
    if (cudnn && activation == Activation::relu) return (*cudnn)(x);
    at::Tensor y = at::conv2d(x, weight, bias, stride, padding, {1, 1}, groups);
    activate(y, activation);
    return y;
}

Convolution Convolution::packed_for(const Shape& shape, MatmulMode mode) const {
    Convolution result = *this;
    if (!weight.is_cpu()) {
        result.cudnn = CudnnConvolution::make(*this, shape);
        return result;
    }
    result.depthwise = DepthwiseConvolution::make(*this);
    if (result.depthwise) {
        result.weight.reset();
        return result;
    }
    if (weight.scalar_type() == at::kBFloat16) {
        result.fused = AmxConvolution::make(*this, amx::SplitTerms::one);
    } else if (mode == MatmulMode::bf16x3) {
        result.fused = AmxConvolution::make(*this, amx::SplitTerms::three);
    }
    if (!result.fused) result.winograd = WinogradConvolution::make(*this);
    if (!result.fused && !result.winograd) result.fused = GatheredConvolution::make(*this);
    if (!result.fused && !result.winograd) result.packed = PackedConvolution::make(*this, shape);
    if (result.fused || result.winograd || result.packed) result.weight.reset();
    return result;
}

MovingKernel Convolution::moving_kernel() const {
    return {{weight.size(2), weight.size(3)}, stride, padding};
}

Shape Convolution::output_shape(const Shape& input) const {
    return moving_kernel().output_sizes(input, weight.size(0));
}

Convolution Convolution::converted(at::ScalarType type) const {
    Convolution result = *this;
    result.weight = weight.to(type);
    if (bias.defined()) result.bias = bias.to(type);
    return result;
}

std::int64_t Convolution::bytes_touched(const Shape& input) const {
    const Shape output = output_shape(input);
    const std::int64_t values = input[1] * input[2] * input[3] + output[1] * output[2] * output[3];
    return values * weight.element_size();
}

Shape output_shape(std::span<const Convolution> chain, const Shape& input) {
    Shape shape = input;
    for (const Convolution& conv : chain) shape = conv.output_shape(shape);
    return shape;
}

std::int64_t bytes_touched(std::span<const Convolution> chain, const Shape& input) {
    Shape shape = input;
    std::int64_t bytes = 0;
    for (const Convolution& conv : chain) {
        bytes += conv.bytes_touched(shape);
        shape = conv.output_shape(shape);
    }
    return bytes;
}

std::vector<Convolution> packed_for(std::span<const Convolution> chain, const Shape& input,
                                    MatmulMode mode) {
    Shape shape = input;
    std::vector<Convolution> packed;
    for (const Convolution& conv : chain) {
        packed.push_back(conv.packed_for(shape, mode));
        shape = conv.output_shape(shape);
    }
    return packed;
}

std::vector<Convolution> converted(std::span<const Convolution> chain, at::ScalarType type) {
    std::vector<Convolution> result;
    for (const Convolution& conv : chain) result.push_back(conv.converted(type));
    return result;
}

}  // namespace sescope
