// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/match_units.h"

#include <algorithm>
#include <utility>

#include "core/engine/torch/compile/match_chain.h"
#include "core/engine/torch/compile/weights.h"

namespace sescope {
namespace {

bool is_halving_mean(const graph::Pool& pool) {
    const auto all = [](const std::vector<std::int64_t>& extents, std::int64_t value) {
        return std::ranges::all_of(extents, [value](std::int64_t e) { return e == value; });
    };
    return pool.kind == graph::PoolKind::average && pool.kernel.size() == 2 &&
           all(pool.kernel, 2) && pool.stride[0] == pool.stride[1] && all(pool.padding, 0) &&
           pool.ceil_mode && !pool.count_padding && pool.same == graph::SamePadding::none;
}

bool is_square_max(const graph::Pool& pool) {
    const auto square = [](const std::vector<std::int64_t>& extents) {
        return std::ranges::all_of(extents, [&](std::int64_t e) { return e == extents[0]; });
    };
    return pool.kind == graph::PoolKind::max && pool.kernel.size() == 2 &&
           pool.same == graph::SamePadding::none && square(pool.kernel) && square(pool.stride) &&
           square(pool.padding) &&
           std::ranges::all_of(pool.dilation, [](std::int64_t hole) { return hole == 1; });
}

std::optional<IdentityMatch> match_identity(ChainWalk& walk, graph::ValueId value,
                                            graph::ValueId input) {
    IdentityMatch identity;
    if (const GateSite* site = walk.index().site_of_product(value);
        site != nullptr && value != input) {
        identity.excitation = walk.excitation(*site, value);
        if (!identity.excitation) return std::nullopt;
    }
    if (value == input) return identity;
    identity.convolution = walk.convolution(value);
    if (!identity.convolution) return std::nullopt;
    if (const graph::Operator* op = walk.at<graph::Pool>(value); op != nullptr && value != input) {
        const auto& pool = std::get<graph::Pool>(op->kind);
        if (!is_halving_mean(pool)) return std::nullopt;
        identity.pool_stride = pool.stride[0];
        walk.pass(value);
        value = op->inputs[0];
    }
    if (value != input) return std::nullopt;
    return identity;
}

/// The residual branch, from `value` back to the range's input.
bool match_branch(ChainWalk& walk, graph::ValueId value, graph::ValueId input, UnitMatch& unit) {
    const auto gate = [&](GatePosition position) {
        const GateSite* site = walk.index().site_of_product(value);
        if (site == nullptr) return true;
        if (unit.excitation) return false;
        unit.excitation = walk.excitation(*site, value);
        unit.position = position;
        return unit.excitation.has_value();
    };
    if (!gate(GatePosition::branch)) return false;
    while (true) {
        const auto conv = walk.convolution(value);
        if (!conv) return false;
        unit.convs.push_back(*conv);
        if (value == input) break;
        if (walk.index().site_of_product(value) != nullptr) {
            if (!gate(GatePosition::before_last)) return false;
            if (value == input) {
                unit.position = GatePosition::before_branch;
                break;
            }
            if (unit.convs.size() > 1) return false;
        }
        const bool is_scaled = unit.excitation && value == unit.excitation->site->place.scaled;
        if (!walk.is_read_once(value) && !is_scaled) return false;
        if (!walk.relu(value)) return false;
    }
    return unit.convs.size() >= 2;
}

/// `branch`: which of the two that are added is the residual branch.
std::optional<UnitMatch> match_unit(const NetworkIndex& index, const Range& range,
                                    std::size_t branch) {
    ChainWalk walk(index, range);
    UnitMatch unit;
    graph::ValueId value = range.output;
    if (const GateSite* site = index.site_of_product(value)) {
        unit.excitation = walk.excitation(*site, value);
        if (!unit.excitation) return std::nullopt;
        unit.position = GatePosition::sum;
    }
    if (!walk.relu(value)) return std::nullopt;
    const graph::Operator* sum = walk.at<graph::Binary>(value);
    if (sum == nullptr || sum->inputs.size() != 2 || !walk.is_read_once(value) ||
        std::get<graph::Binary>(sum->kind).kind != graph::BinaryKind::add) {
        return std::nullopt;
    }
    walk.pass(value);
    if (!match_branch(walk, sum->inputs[branch], range.input, unit)) return std::nullopt;
    auto identity = match_identity(walk, sum->inputs[1 - branch], range.input);
    if (!identity || (identity->excitation && unit.excitation)) return std::nullopt;
    if (identity->excitation) {
        unit.position = GatePosition::identity;
    }
    unit.identity = *identity;
    if (!walk.has_passed_all()) return std::nullopt;
    std::ranges::reverse(unit.convs);
    return unit;
}

}  // namespace

std::optional<StemMatch> match_stem(const NetworkIndex& index, const Range& range) {
    ChainWalk walk(index, range);
    graph::ValueId value = range.output;
    if (value == graph::kAbsent) return std::nullopt;
    const graph::Operator* op = walk.at<graph::Pool>(value);
    if (op == nullptr) return std::nullopt;
    const auto& pool = std::get<graph::Pool>(op->kind);
    if (!is_square_max(pool)) return std::nullopt;
    StemMatch stem;
    stem.pool = {pool.kernel[0], pool.stride[0], pool.padding[0], pool.ceil_mode};
    walk.pass(value);
    value = op->inputs[0];
    while (value != range.input) {
        if (!walk.is_read_once(value) || !walk.relu(value)) return std::nullopt;
        const auto conv = walk.convolution(value);
        if (!conv) return std::nullopt;
        stem.convs.push_back(*conv);
    }
    if (stem.convs.empty() || !walk.has_passed_all()) return std::nullopt;
    std::ranges::reverse(stem.convs);
    return stem;
}

std::optional<UnitMatch> match_residual_unit(const NetworkIndex& index, const Range& range) {
    if (range.output == graph::kAbsent) return std::nullopt;
    if (auto match = match_unit(index, range, 0)) return match;
    return match_unit(index, range, 1);
}

std::optional<HeadMatch> match_head(const NetworkIndex& index, const Range& range) {
    if (range.output == graph::kAbsent) return std::nullopt;
    ChainWalk walk(index, range);
    graph::ValueId value = range.output;
    const graph::Operator* linear = walk.at<graph::Linear>(value);
    if (linear == nullptr || std::get<graph::Linear>(linear->kind).transposed) return std::nullopt;
    walk.pass(value);
    value = linear->inputs[0];
    while (const graph::Operator* reshape = walk.at<graph::Reshape>(value)) {
        walk.pass(value);
        value = reshape->inputs[0];
    }
    const graph::Operator* pool = walk.at<graph::Reduce>(value);
    if (pool == nullptr) return std::nullopt;
    const auto& reduce = std::get<graph::Reduce>(pool->kind);
    if (reduce.kind != graph::ReduceKind::mean ||
        reduce.dimensions != std::vector<std::int64_t>{2, 3} || pool->inputs[0] != range.input) {
        return std::nullopt;
    }
    walk.pass(value);
    if (!walk.has_passed_all()) return std::nullopt;
    return HeadMatch{linear};
}

StemOp load(const StemMatch& match, const graph::Graph& graph, const StateDict& weights,
            at::Device device) {
    StemOp stem;
    stem.pool = match.pool;
    for (const ConvolutionMatch& conv : match.convs) {
        stem.convs.push_back(load(conv, graph, weights, device));
    }
    return stem;
}

ResidualUnit load(const UnitMatch& match, const graph::Graph& graph, const StateDict& weights,
                  at::Device device) {
    ResidualUnit unit;
    for (const ConvolutionMatch& conv : match.convs) {
        unit.convs.push_back(load(conv, graph, weights, device));
    }
    if (match.identity.convolution) {
        unit.shortcut = ShortcutOp{match.identity.pool_stride,
                                   load(*match.identity.convolution, graph, weights, device)};
    }
    const auto& excitation = match.excitation ? match.excitation : match.identity.excitation;
    if (excitation) {
        unit.excitation = load(*excitation, graph, weights, device);
        unit.position = match.position;
        unit.site = static_cast<std::size_t>(excitation->site->order);
    }
    return unit;
}

HeadOp load(const HeadMatch& match, const graph::Graph& graph, const StateDict& weights,
            at::Device device) {
    const GraphWeights tensors(weights, device);
    HeadOp head;
    const auto& inputs = match.linear->inputs;
    head.weight = tensors.tensor(graph.value(inputs[1]));
    if (inputs[2] != graph::kAbsent) {
        head.bias = tensors.tensor(graph.value(inputs[2]));
    }
    return head;
}

}  // namespace sescope
