// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/tiling_chain.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/rsqrt.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

#include "core/engine/torch/compile/activations.h"

namespace sescope {
namespace {

bool are_all(const std::vector<std::int64_t>& values, std::int64_t value) {
    return std::ranges::all_of(values, [value](std::int64_t each) { return each == value; });
}

bool is_weight(const graph::Graph& graph, graph::ValueId value) {
    return value != graph::kAbsent && graph.value(value).kind == graph::ValueKind::weight;
}

/// [in, out, kernel..] of a transposed convolution whose tiles lie side by side.
bool tiles(const graph::Graph& graph, const graph::Operator& op) {
    const auto* how = std::get_if<graph::TransposedConvolution>(&op.kind);
    if (how == nullptr || how->stride.size() != 2 || how->groups != 1) return false;
    if (!is_weight(graph, op.inputs.at(1))) return false;
    if (op.input(2) != graph::kAbsent && !is_weight(graph, op.inputs[2])) return false;
    const graph::Shape& weight = graph.value(op.inputs[1]).shape;
    return are_all(how->padding, 0) && are_all(how->output_padding, 0) &&
           are_all(how->dilation, 1) && weight.size() == 4 && weight[2] == how->stride[0] &&
           weight[3] == how->stride[1];
}

/// Whether it is one number for each of the channels of a map.
bool is_a_number_a_channel(const graph::Graph& graph, graph::ValueId value, std::int64_t channels) {
    if (!is_weight(graph, value)) return false;
    const graph::Shape& shape = graph.value(value).shape;
    const bool is_map = shape.size() == 4 && shape[0] == 1 && shape[2] == 1 && shape[3] == 1;
    const bool is_part = shape.size() == 3 && shape[1] == 1 && shape[2] == 1;
    return (is_map && shape[1] == channels) || (is_part && shape[0] == channels);
}

at::Tensor in_double(const graph::Graph& graph, const GraphWeights& weights, graph::ValueId value) {
    return weights.tensor(graph.value(value)).to(at::kDouble).flatten();
}

}  // namespace

std::optional<TilingChain> tiling_chain(const graph::Graph& graph, const Readers& readers,
                                        std::size_t at,
                                        const std::function<bool(graph::ValueId)>& is_kept) {
    const graph::Operator& convolution = graph.operators[at];
    if (!tiles(graph, convolution)) return std::nullopt;
    TilingChain chain{&convolution};
    graph::ValueId value = convolution.outputs.front();
    const std::int64_t channels = graph.value(convolution.inputs[1]).shape[1];
    // The operator that alone reads what the chain has come to, where it stands right behind.
    const auto next = [&]() -> const graph::Operator* {
        const auto& all = readers[static_cast<std::size_t>(value)];
        if (is_kept(value) || all.size() != 1 || all.front() != at + chain.operators) {
            return nullptr;
        }
        return &graph.operators[all.front()];
    };
    const auto take = [&](const graph::Operator& op) {
        ++chain.operators;
        value = op.outputs.front();
    };
    if (const auto* sum = next(); sum != nullptr && sum->inputs.size() == 2) {
        const auto* binary = std::get_if<graph::Binary>(&sum->kind);
        const graph::ValueId other = sum->inputs[sum->inputs[0] == value ? 1 : 0];
        if (binary != nullptr && binary->kind == graph::BinaryKind::add &&
            is_a_number_a_channel(graph, other, channels)) {
            chain.bias = other;
            take(*sum);
        }
    }
    if (const auto* norm = next();
        norm != nullptr && std::holds_alternative<graph::BatchNorm>(norm->kind)) {
        chain.norm = norm;
        take(*norm);
    }
    if (const auto* op = next(); op != nullptr) {
        const auto* activation = std::get_if<graph::Activation>(&op->kind);
        if (const auto known = activation ? fused_activation(*activation) : std::nullopt) {
            chain.activation = *known;
            take(*op);
        }
    }
    return chain;
}

std::shared_ptr<const TilingConvolution> load(const TilingChain& chain, const graph::Graph& graph,
                                              const GraphWeights& weights) {
    const graph::Operator& convolution = *chain.convolution;
    at::Tensor weight = weights.tensor(graph.value(convolution.inputs[1])).to(at::kDouble);
    at::Tensor bias = at::zeros({weight.size(1)}, weight.options());
    for (const graph::ValueId added : {convolution.input(2), chain.bias}) {
        if (added != graph::kAbsent) bias = bias + in_double(graph, weights, added);
    }
    if (chain.norm != nullptr) {
        const auto& inputs = chain.norm->inputs;
        const auto& norm = std::get<graph::BatchNorm>(chain.norm->kind);
        at::Tensor scale = at::rsqrt(in_double(graph, weights, inputs.at(4)) + norm.eps);
        if (inputs[1] != graph::kAbsent) scale = scale * in_double(graph, weights, inputs[1]);
        bias = (bias - in_double(graph, weights, inputs[3])) * scale;
        if (inputs[2] != graph::kAbsent) bias = bias + in_double(graph, weights, inputs[2]);
        weight = weight * scale.view({1, -1, 1, 1});
    }
    return TilingConvolution::make(weight.to(at::kFloat), bias.to(at::kFloat));
}

}  // namespace sescope
