// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/convolution.h"

#include <ATen/ops/conv2d.h>

#include <cmath>
#include <cstddef>
#include <vector>

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

at::Tensor Convolution::operator()(const at::Tensor& x) const {
    return at::conv2d(x, weight, bias, stride, padding, {1, 1}, groups);
}

Convolution Convolution::converted(at::ScalarType type) const {
    Convolution result = *this;
    result.weight = weight.to(type);
    if (bias.defined()) result.bias = bias.to(type);
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
