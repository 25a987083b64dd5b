// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/match_inverted.h"

#include <algorithm>

namespace sescope {
namespace {

const graph::Convolution& how(const ConvolutionChain& chain) {
    return std::get<graph::Convolution>(chain.convolution->kind);
}

const graph::Shape& weight_of(const ConvolutionChain& chain, const graph::Graph& graph) {
    return graph.value(chain.convolution->inputs[1]).shape;
}

bool is_pointwise(const ConvolutionChain& chain, const graph::Graph& graph) {
    const auto all = [](const auto& values, std::int64_t value) {
        return std::ranges::all_of(values, [value](std::int64_t v) { return v == value; });
    };
    const graph::Shape& weight = weight_of(chain, graph);
    return how(chain).groups == 1 && all(how(chain).stride, 1) && all(how(chain).padding, 0) &&
           weight[2] == 1 && weight[3] == 1;
}

bool is_depthwise(const ConvolutionChain& chain, const graph::Graph& graph) {
    const graph::Shape& weight = weight_of(chain, graph);
    return how(chain).groups > 1 && how(chain).groups == weight[0] && weight[1] == 1;
}

/// Takes `value`, a sum with the range's input, back to what is added to that.
bool pass_sum(ChainWalk& walk, const Range& range, graph::ValueId& value) {
    const graph::Operator* sum = walk.at<graph::Binary>(value);
    if (sum == nullptr || sum->inputs.size() != 2 ||
        std::get<graph::Binary>(sum->kind).kind != graph::BinaryKind::add) {
        return false;
    }
    const bool first = sum->inputs[0] == range.input;
    if (first == (sum->inputs[1] == range.input)) return false;
    walk.pass(value);
    value = sum->inputs[first ? 1 : 0];
    return true;
}

}  // namespace

std::optional<InvertedMatch> match_inverted_unit(const NetworkIndex& index, const Range& range) {
    if (range.output == graph::kAbsent) return std::nullopt;
    ChainWalk walk(index, range);
    InvertedMatch unit;
    graph::ValueId value = range.output;
    unit.adds_input = pass_sum(walk, range, value);
    const auto projection = walk.chain(value);
    if (!projection || !is_pointwise(*projection, index.graph())) return std::nullopt;
    const bool ends_in_activation =
        projection->activation != Activation::none || !projection->behind.empty();
    if (unit.adds_input && ends_in_activation) return std::nullopt;
    unit.projection = *projection;
    if (const GateSite* site = index.site_of_product(value)) {
        if (site->squeeze != Squeeze::mean) return std::nullopt;
        unit.excitation = walk.excitation(*site, value);
        if (!unit.excitation) return std::nullopt;
    }
    const auto depthwise = walk.chain(value);
    if (!depthwise || !is_depthwise(*depthwise, index.graph())) return std::nullopt;
    unit.depthwise = *depthwise;
    if (value != range.input) {
        unit.expansion = walk.chain(value);
        if (!unit.expansion || !is_pointwise(*unit.expansion, index.graph())) return std::nullopt;
    }
    if (value != range.input || !walk.has_passed_all()) return std::nullopt;
    return unit;
}

InvertedUnit load(const InvertedMatch& match, const graph::Graph& graph, const StateDict& weights,
                  at::Device device) {
    const GraphWeights tensors(weights, device);
    InvertedUnit unit;
    if (match.expansion) {
        unit.expansion = load(*match.expansion, graph, tensors);
        unit.expanded = activation_of(*match.expansion, graph, tensors);
    }
    unit.depthwise = load(match.depthwise, graph, tensors);
    unit.activation = activation_of(match.depthwise, graph, tensors);
    if (match.excitation) {
        unit.excitation = load(*match.excitation, graph, weights, device);
        unit.site = static_cast<std::size_t>(match.excitation->site->order);
    }
    unit.projection = load(match.projection, graph, tensors);
    unit.projected = activation_of(match.projection, graph, tensors);
    unit.adds_input = match.adds_input;
    return unit;
}

}  // namespace sescope
