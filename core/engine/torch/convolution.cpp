// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/convolution.h"

#include <ATen/ops/conv2d.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "core/engine/torch/amx_convolution.h"
#include "core/engine/torch/gathered_convolution.h"
#include "core/engine/torch/host_tensor.h"

namespace sescope {
namespace {

void fold_norm(const ConvUnit& unit, double eps, const WeightReader& weights,
               std::vector<float>& weight, std::vector<float>& bias) {
    const std::vector<std::int64_t> shape{unit.out};
    const auto gamma = weights.read(unit.norm + ".weight", shape);
    const auto beta = weights.read(unit.norm + ".bias", shape);
    const auto mean = weights.read(unit.norm + ".running_mean", shape);
    const auto variance = weights.read(unit.norm + ".running_var", shape);
    bias.resize(gamma.size(), 0.0f);
    const std::size_t row = weight.size() / gamma.size();
    for (std::size_t o = 0; o < gamma.size(); ++o) {
        const double scale = gamma[o] / std::sqrt(double(variance[o]) + eps);
        bias[o] = static_cast<float>(beta[o] + (double(bias[o]) - mean[o]) * scale);
        for (std::size_t i = o * row; i < (o + 1) * row; ++i) {
            weight[i] = static_cast<float>(weight[i] * scale);
        }
    }
}

}  // namespace

at::Tensor Convolution::operator()(const at::Tensor& x, Activation activation) const {
    const bool relu = activation == Activation::relu;
    if (winograd) return (*winograd)(x, relu);
    if (fused) return (*fused)(x, relu);
    if (packed) return (*packed)(x, relu);
    if (cudnn && relu) return (*cudnn)(x);
    at::Tensor y = at::conv2d(x, weight, bias, stride, padding, {1, 1}, groups);
    return relu ? y.relu_() : y;
}

Convolution Convolution::packed_for(const Shape& shape, Products products) const {
    Convolution result = *this;
    if (!weight.is_cpu()) {
        result.cudnn = CudnnConvolution::make(*this, shape);
        return result;
    }
    if (weight.scalar_type() == at::kBFloat16) {
        result.fused = AmxConvolution::make(*this, amx::Terms::one);
    } else if (products == Products::bf16x3) {
        result.fused = AmxConvolution::make(*this, amx::Terms::three);
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
    const MovingKernel moving = moving_kernel();
    return {input[0], weight.size(0), moving.outputs_along(0, input[2]),
            moving.outputs_along(1, input[3])};
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
                                    Products products) {
    Shape shape = input;
    std::vector<Convolution> packed;
    for (const Convolution& conv : chain) {
        packed.push_back(conv.packed_for(shape, products));
        shape = conv.output_shape(shape);
    }
    return packed;
}

std::vector<Convolution> converted(std::span<const Convolution> chain, at::ScalarType type) {
    std::vector<Convolution> result;
    for (const Convolution& conv : chain) result.push_back(conv.converted(type));
    return result;
}

Convolution load_convolution(const ConvUnit& unit, double bn_eps, const WeightReader& weights,
                             at::Device device) {
    const std::vector<std::int64_t> shape{unit.out, unit.in / unit.groups, unit.kernel,
                                          unit.kernel};
    std::vector<float> weight = weights.read(unit.conv + ".weight", shape);
    std::vector<float> bias;
    if (unit.bias) bias = weights.read(unit.conv + ".bias", {unit.out});
    if (!unit.norm.empty()) fold_norm(unit, bn_eps, weights, weight, bias);

    Convolution result;
    result.weight = to_device(weight, shape, device).contiguous(at::MemoryFormat::ChannelsLast);
    if (!bias.empty()) result.bias = to_device(bias, {unit.out}, device);
    result.stride = {unit.stride, unit.stride};
    result.padding = {unit.padding, unit.padding};
    result.groups = unit.groups;
    return result;
}

}  // namespace sescope
