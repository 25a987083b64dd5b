// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/weights.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cmath>
#include <cstring>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/weight_reader.h"

namespace sescope {
namespace {

at::ScalarType whole_number_type(DType dtype) {
    switch (dtype) {
        case DType::i32:
            return at::kInt;
        case DType::i16:
            return at::kShort;
        case DType::i8:
            return at::kChar;
        case DType::u8:
            return at::kByte;
        case DType::boolean:
            return at::kBool;
        default:
            return at::kLong;
    }
}

}  // namespace

at::Tensor GraphWeights::tensor(const graph::Value& weight) const {
    const TensorEntry& entry = weights_.at(weight.name);
    if (is_floating(entry.dtype)) {
        return to_device(WeightReader(weights_).read(weight.name, weight.shape), weight.shape,
                         device_);
    }
    std::vector<std::byte> bytes = to_contiguous_bytes(entry);
    const at::ScalarType type = whole_number_type(entry.dtype);
    const at::Tensor held =
        at::from_blob(bytes.data(), weight.shape, at::TensorOptions().dtype(type))
            .to(device_, type == at::kBool ? at::kBool : at::kLong, /*non_blocking=*/false,
                /*copy=*/true);
    return held;
}

std::vector<float> GraphWeights::values(const graph::Graph& graph, graph::ValueId weight) const {
    const graph::Value& value = graph.value(weight);
    return WeightReader(weights_).read(value.name, value.shape);
}

FoldedWeights GraphWeights::folded(const graph::Graph& graph, const graph::Operator& convolution,
                                   const graph::Operator* norm) const {
    const graph::Shape& shape = graph.value(convolution.inputs[1]).shape;
    std::vector<float> weight = values(graph, convolution.inputs[1]);
    std::vector<float> bias;
    const bool has_bias = convolution.input(2) != graph::kAbsent;
    if (has_bias) bias = values(graph, convolution.inputs[2]);
    if (norm != nullptr) {
        const auto channels = static_cast<std::size_t>(shape.at(0));
        const auto vector = [&](std::size_t input, float absent) {
            if (norm->inputs.at(input) == graph::kAbsent) {
                return std::vector<float>(channels, absent);
            }
            return values(graph, norm->inputs[input]);
        };
        const auto gamma = vector(1, 1.0f);
        const auto beta = vector(2, 0.0f);
        const auto mean = vector(3, 0.0f);
        const auto variance = vector(4, 1.0f);
        const double eps = std::get<graph::BatchNorm>(norm->kind).eps;
        bias.resize(channels, 0.0f);
        const std::size_t row = weight.size() / channels;
        for (std::size_t o = 0; o < channels; ++o) {
            const double scale = gamma[o] / std::sqrt(double(variance[o]) + eps);
            bias[o] = static_cast<float>(beta[o] + (double(bias[o]) - mean[o]) * scale);
            for (std::size_t i = o * row; i < (o + 1) * row; ++i) {
                weight[i] = static_cast<float>(weight[i] * scale);
            }
        }
    }
    FoldedWeights result;
    result.weight = to_device(weight, shape, device_);
    if (!bias.empty()) {
        result.bias = to_device(bias, {static_cast<std::int64_t>(bias.size())}, device_);
    }
    return result;
}

}  // namespace sescope
