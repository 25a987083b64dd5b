// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/match_chain.h"

#include "core/engine/torch/compile/activations.h"
#include "core/engine/torch/compile/map_convolution.h"
#include "core/engine/torch/compile/weights.h"

namespace sescope {
namespace {

bool is_weight(const graph::Graph& graph, graph::ValueId value) {
    return value != graph::kAbsent && graph.value(value).kind == graph::ValueKind::weight;
}

bool is_known(const graph::Activation& gate) {
    switch (gate.kind) {
        case graph::ActivationKind::sigmoid:
        case graph::ActivationKind::tanh:
        case graph::ActivationKind::relu:
        case graph::ActivationKind::hard_sigmoid:
            return true;
        default:
            return false;
    }
}

/// Whether `Convolution` is all that is needed.
bool serves(const graph::Convolution& how) {
    return MapConvolution{how, {}}.is_plain();
}

Convolution plain(const graph::Operator& convolution, const FoldedWeights& folded) {
    const auto& how = std::get<graph::Convolution>(convolution.kind);
    return map_convolution(how, folded.weight, folded.bias).plain;
}

/// The weight of a Linear or a 1 x 1 convolution as a matrix, and its bias.
void load_layer(const graph::Operator& layer, const graph::Graph& graph,
                const GraphWeights& weights, at::Tensor& weight, at::Tensor& bias) {
    const graph::Value& matrix = graph.value(layer.inputs[1]);
    weight = weights.tensor(matrix).reshape({matrix.shape[0], matrix.shape[1]});
    if (layer.input(2) != graph::kAbsent) {
        bias = weights.tensor(graph.value(layer.inputs[2]));
    }
}

}  // namespace

Convolution load(const ConvolutionMatch& match, const graph::Graph& graph, const StateDict& weights,
                 at::Device device) {
    return plain(*match.convolution,
                 GraphWeights(weights, device).folded(graph, *match.convolution, match.norm));
}

Convolution load(const ConvolutionChain& chain, const graph::Graph& graph,
                 const GraphWeights& weights) {
    return plain(*chain.convolution, folded(chain, graph, weights));
}

ExcitationOp load(const ExcitationMatch& match, const graph::Graph& graph, const StateDict& weights,
                  at::Device device) {
    const GraphWeights tensors(weights, device);
    ExcitationOp op;
    op.squeeze = match.site->squeeze;
    op.hidden = match.hidden;
    op.gate = match.gate;
    load_layer(*match.layer1, graph, tensors, op.weight1, op.bias1);
    load_layer(*match.layer2, graph, tensors, op.weight2, op.bias2);
    return op;
}

bool ChainWalk::relu(graph::ValueId& value) {
    const graph::Operator* op = at<graph::Activation>(value);
    if (op == nullptr) return false;
    if (std::get<graph::Activation>(op->kind).kind != graph::ActivationKind::relu) return false;
    pass(value);
    value = op->inputs[0];
    return true;
}

std::optional<std::size_t> ChainWalk::convolution_before(graph::ValueId value) const {
    constexpr int kMostOperators = 16;  // of a chain
    for (int i = 0; i < kMostOperators; ++i) {
        const graph::Operator* op = index_.producer(value);
        if (op == nullptr || !within(value)) return std::nullopt;
        if (std::holds_alternative<graph::Convolution>(op->kind)) {
            return index_.producer_index(value);
        }
        const bool passes = std::holds_alternative<graph::BatchNorm>(op->kind) ||
                            std::holds_alternative<graph::Activation>(op->kind) ||
                            std::holds_alternative<graph::Binary>(op->kind);
        if (!passes) return std::nullopt;
        const bool is_first_weight = is_weight(index_.graph(), op->inputs[0]);
        if (is_first_weight && op->inputs.size() < 2) return std::nullopt;
        value = op->inputs[is_first_weight ? 1 : 0];
    }
    return std::nullopt;
}

std::optional<ConvolutionChain> ChainWalk::chain(graph::ValueId& value) {
    const auto at = convolution_before(value);
    if (!at) return std::nullopt;
    const graph::Operator& conv = index_.graph().operators[*at];
    if (!is_weight(index_.graph(), conv.inputs[1]) ||
        !serves(std::get<graph::Convolution>(conv.kind))) {
        return std::nullopt;
    }
    const ConvolutionChain chain = chain_from(index_.graph(), index_.readers(), *at,
                                              [&](graph::ValueId other) { return other == value; });
    if (chain.output != value) return std::nullopt;
    for (const std::size_t op : chain.operators) passed_.insert(op);
    value = conv.inputs[0];
    return chain;
}

Activation ChainWalk::activation(graph::ValueId& value) {
    const graph::Operator* op = at<graph::Activation>(value);
    if (op == nullptr) return Activation::none;
    const auto known = fused_activation(std::get<graph::Activation>(op->kind));
    if (!known) return Activation::none;
    pass(value);
    value = op->inputs[0];
    return *known;
}

std::optional<ConvolutionMatch> ChainWalk::convolution(graph::ValueId& value) {
    graph::ValueId from = value;
    const graph::Operator* norm = at<graph::BatchNorm>(from);
    if (norm != nullptr) {
        from = norm->inputs[0];
        if (!is_read_once(from)) return std::nullopt;
    }
    const graph::Operator* conv = at<graph::Convolution>(from);
    if (conv == nullptr || !is_weight(index_.graph(), conv->inputs[1])) return std::nullopt;
    if (!serves(std::get<graph::Convolution>(conv->kind))) return std::nullopt;
    if (norm != nullptr) pass(value);
    pass(from);
    value = conv->inputs[0];
    return ConvolutionMatch{conv, norm};
}

void ChainWalk::skip_reshapes(graph::ValueId& value) {
    while (const graph::Operator* op = at<graph::Reshape>(value)) {
        if (!is_read_once(op->inputs[0]) && at<graph::Reduce>(op->inputs[0]) == nullptr) return;
        pass(value);
        value = op->inputs[0];
    }
}

const graph::Operator* ChainWalk::layer(graph::ValueId& value) {
    const graph::Operator* op = at<graph::Linear>(value);
    if (op == nullptr) {
        op = at<graph::Convolution>(value);
        if (op == nullptr) return nullptr;
        const auto& how = std::get<graph::Convolution>(op->kind);
        if (how.groups != 1 || how.stride.size() != 2) return nullptr;
    } else if (std::get<graph::Linear>(op->kind).transposed) {
        return nullptr;
    }
    if (!is_weight(index_.graph(), op->inputs[1])) return nullptr;
    const graph::Shape& shape = index_.graph().value(op->inputs[1]).shape;
    for (std::size_t i = 2; i < shape.size(); ++i) {
        if (shape[i] != 1) return nullptr;
    }
    pass(value);
    value = op->inputs[0];
    return op;
}

std::optional<ExcitationMatch> ChainWalk::excitation(const GateSite& site, graph::ValueId& value) {
    const bool known = site.squeeze == Squeeze::mean || site.squeeze == Squeeze::max ||
                       site.squeeze == Squeeze::none;
    if (site.kind != GateKind::se || site.competitive() || !known) return std::nullopt;
    const graph::Operator* product = at<graph::Binary>(value);
    if (product == nullptr) return std::nullopt;
    graph::ValueId from = site.place.factor;
    skip_reshapes(from);
    const graph::Operator* gate = at<graph::Activation>(from);
    if (gate == nullptr) return std::nullopt;
    if (!is_known(std::get<graph::Activation>(gate->kind))) return std::nullopt;
    ExcitationMatch match{&site, std::get<graph::Activation>(gate->kind)};
    pass(value);
    pass(from);
    from = gate->inputs[0];
    match.layer2 = layer(from);
    if (match.layer2 == nullptr) return std::nullopt;
    match.hidden = activation(from);
    if (match.hidden == Activation::none) return std::nullopt;
    match.layer1 = layer(from);
    if (match.layer1 == nullptr) return std::nullopt;
    if (site.squeeze != Squeeze::none) {
        skip_reshapes(from);
        const graph::Operator* pool = at<graph::Reduce>(from);
        if (pool == nullptr) return std::nullopt;
        const auto& reduce = std::get<graph::Reduce>(pool->kind);
        const auto kind =
            site.squeeze == Squeeze::max ? graph::ReduceKind::max : graph::ReduceKind::mean;
        if (reduce.kind != kind || reduce.dimensions != std::vector<std::int64_t>{2, 3}) {
            return std::nullopt;
        }
        pass(from);
        from = pool->inputs[0];
    }
    if (from != site.place.scaled) return std::nullopt;
    value = from;
    return match;
}

}  // namespace sescope
