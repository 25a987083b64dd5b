// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/squeeze.h"

#include <algorithm>

#include "core/network/gates/bounding.h"
#include "core/network/gates/pointwise.h"

namespace sescope::gates {
namespace {

constexpr std::size_t kMostSummands = 64;

// The leaves of a tree of additions, or of a sum over what was stacked; their roots, ascending.
std::vector<ValueId> leaves_of(const SearchedGraph& g, ValueId value,
                               std::vector<std::size_t>& operators) {
    std::vector<ValueId> leaves;
    std::vector<ValueId> open{value};
    while (!open.empty() && leaves.size() + open.size() <= kMostSummands) {
        const auto id = open.back();
        open.pop_back();
        const auto at = g.root(id);
        const auto op = g.producer(at);
        const auto* binary = op ? std::get_if<graph::Binary>(&g.at(*op).kind) : nullptr;
        if (binary == nullptr || binary->kind != graph::BinaryKind::add || binary->scalar) {
            leaves.push_back(at);
            continue;
        }
        operators.push_back(*op);
        open.insert(open.end(), g.at(*op).inputs.begin(), g.at(*op).inputs.end());
    }
    std::ranges::sort(leaves);
    return leaves;
}

std::optional<Squeeze> kind_of(const Operator& op) {
    if (const auto* reduce = std::get_if<graph::Reduce>(&op.kind)) {
        if (reduce->kind == graph::ReduceKind::min) return std::nullopt;
        return reduce->kind == graph::ReduceKind::max ? Squeeze::max : Squeeze::mean;
    }
    if (const auto* pool = std::get_if<graph::Pool>(&op.kind)) {
        return pool->kind == graph::PoolKind::max ? Squeeze::max : Squeeze::mean;
    }
    if (const auto* pool = std::get_if<graph::AdaptivePool>(&op.kind)) {
        return pool->kind == graph::PoolKind::max ? Squeeze::max : Squeeze::mean;
    }
    return std::nullopt;
}

// A depthwise convolution whose kernel is as large as the map.
bool weighs_the_map(const SearchedGraph& g, const Operator& op) {
    const auto* convolution = std::get_if<graph::Convolution>(&op.kind);
    if (convolution == nullptr || convolution->same != graph::SamePadding::none) return false;
    const auto& map = g.shape(op.inputs[0]);
    const auto& kernel = g.shape(op.inputs[1]);
    if (map.size() != kernel.size() || map.size() < 3) return false;
    if (convolution->groups != map[1] || kernel[0] != map[1]) return false;
    const bool padded = std::ranges::any_of(convolution->padding, [](auto n) { return n != 0; });
    return !padded && std::equal(map.begin() + 2, map.end(), kernel.begin() + 2) &&
           elements_of(Shape(map.begin() + 2, map.end())) > 1;
}

// The chain of pools and reshapes that ends at `value`, last first, and where it begins.
struct Chain {
    std::vector<std::size_t> operators;
    ValueId begin = graph::kAbsent;
    std::optional<Squeeze> kind;
    bool mixed = false;
};

Chain chain_to(const SearchedGraph& g, ValueId value, ValueId root) {
    Chain chain;
    while (value != root && chain.operators.size() < kLongestWalk) {
        const auto op = g.producer(value);
        if (!op) break;
        const auto& at = g.at(*op);
        if (!only_reshapes(at)) {
            const auto kind = kind_of(at);
            if (!kind || pooled_dimensions(g, at).empty()) break;
            chain.mixed = chain.mixed || (chain.kind && *chain.kind != *kind);
            chain.kind = kind;
        }
        chain.operators.push_back(*op);
        value = at.inputs.front();
    }
    chain.begin = value;
    return chain;
}

std::optional<Axes> along(const SearchedGraph& g, const Chain& chain) {
    auto axes = std::optional(axes_of(g.shape(chain.begin)));
    for (auto op = chain.operators.rbegin(); op != chain.operators.rend() && axes; ++op) {
        axes = through(g, g.at(*op), *axes);
    }
    return axes;
}

Pooled pooled_along(const SearchedGraph& g, const Chain& chain, const Scaled& scaled) {
    Pooled pooled;
    pooled.squeeze = chain.kind.value_or(Squeeze::mean);
    pooled.operators = chain.operators;
    pooled.source = chain.begin;
    const auto axes = along(g, chain);
    if (!axes || chain.mixed) return pooled;
    pooled.kept = coverage(*axes);
    pooled.positions = elements_of_an_image(g.shape(chain.begin)) /
                       std::max<std::int64_t>(1, elements_of(pooled.kept));
    if (chain.begin == scaled.root) {
        pooled.of_scaled = true;
    } else if (!scaled.summands.empty()) {
        std::vector<std::size_t> sums;
        if (leaves_of(g, chain.begin, sums) == scaled.summands) {
            pooled.of_scaled = true;
            pooled.operators.insert(pooled.operators.end(), sums.begin(), sums.end());
        }
    }
    return pooled;
}

// Softmax over as many elements as there are positions, which follows from U by pointwise layers.
bool weighs_positions(const SearchedGraph& g, ValueId weights, std::int64_t positions,
                      const Scaled& scaled, std::vector<std::size_t>& operators) {
    const auto source = without_shape(g, weights, &operators);
    const auto op = g.producer(source);
    if (!op || !std::holds_alternative<graph::Softmax>(g.at(*op).kind)) return false;
    if (elements_of_an_image(g.shape(source)) != positions) return false;
    operators.push_back(*op);
    const auto walk = pointwise_from(g, g.at(*op).inputs.front(), scaled.root);
    operators.insert(operators.end(), walk.operators.begin(), walk.operators.end());
    return walk.ends_at_root;
}

// The weighted mean whose factors are `map` (U, reshaped) and `weights`; `contracted` is the
// dimension of `map` that is summed over.
std::optional<Pooled> weighted(const SearchedGraph& g, ValueId map, std::size_t contracted,
                               ValueId weights, const Scaled& scaled) {
    if (g.root(map) != scaled.root) return std::nullopt;
    auto axes = traced(g, scaled.root, map);
    if (!axes || contracted >= axes->size()) return std::nullopt;
    Pooled pooled;
    pooled.squeeze = Squeeze::weighted;
    pooled.attended = true;
    pooled.positions = g.shape(map)[contracted];
    (*axes)[contracted].clear();
    pooled.kept = coverage(*axes);
    if (!weighs_positions(g, weights, pooled.positions, scaled, pooled.operators)) {
        return std::nullopt;
    }
    without_shape(g, map, &pooled.operators);
    pooled.of_scaled = true;
    return pooled;
}

std::optional<Pooled> by_product(const SearchedGraph& g, std::size_t op, const Scaled& scaled) {
    const auto& inputs = g.at(op).inputs;
    const auto ranks = std::pair(g.shape(inputs[0]).size(), g.shape(inputs[1]).size());
    if (ranks.first < 2 || ranks.second < 2) return std::nullopt;
    auto found = weighted(g, inputs[0], ranks.first - 1, inputs[1], scaled);
    if (!found) found = weighted(g, inputs[1], ranks.second - 2, inputs[0], scaled);
    if (found) found->operators.push_back(op);
    return found;
}

// sum over positions of U * softmax(..)
std::optional<Pooled> by_sum(const SearchedGraph& g, std::size_t op, const Scaled& scaled) {
    const auto& reduce = std::get<graph::Reduce>(g.at(op).kind);
    const auto product = g.producer(g.at(op).inputs.front());
    if (reduce.kind != graph::ReduceKind::sum || !product) return std::nullopt;
    const auto* binary = std::get_if<graph::Binary>(&g.at(*product).kind);
    if (binary == nullptr || binary->kind != graph::BinaryKind::multiply || binary->scalar) {
        return std::nullopt;
    }
    for (const int first : {0, 1}) {
        const auto map = g.at(*product).inputs[static_cast<std::size_t>(first)];
        const auto weights = g.at(*product).inputs[static_cast<std::size_t>(1 - first)];
        if (g.root(map) != scaled.root) continue;
        auto axes = traced(g, scaled.root, map);
        if (!axes || g.shape(map) != g.shape(g.at(*product).outputs.front())) continue;
        Pooled pooled;
        pooled.squeeze = Squeeze::weighted;
        pooled.attended = true;
        for (const auto dimension : reduce.dimensions) {
            pooled.positions *= g.shape(map)[static_cast<std::size_t>(dimension)];
            (*axes)[static_cast<std::size_t>(dimension)].clear();
        }
        pooled.kept = coverage(*axes);
        if (!weighs_positions(g, weights, pooled.positions, scaled, pooled.operators)) continue;
        pooled.of_scaled = true;
        without_shape(g, map, &pooled.operators);
        pooled.operators.insert(pooled.operators.end(), {*product, op});
        return pooled;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Pooled> pool_of(const SearchedGraph& g, ValueId value, const Scaled& scaled) {
    const auto op = g.producer(value);
    if (!op) return std::nullopt;
    const auto& at = g.at(*op);
    if (std::holds_alternative<graph::MatMul>(at.kind)) return by_product(g, *op, scaled);
    if (weighs_the_map(g, at)) {
        Pooled pooled;
        pooled.squeeze = Squeeze::weighted;
        pooled.operators = {*op};
        pooled.source = at.inputs[0];
        const auto& shape = g.shape(at.inputs[0]);
        pooled.positions = elements_of(Shape(shape.begin() + 2, shape.end()));
        const auto axes = traced(g, g.root(at.inputs[0]), at.inputs[0]);
        pooled.of_scaled = g.root(at.inputs[0]) == scaled.root && axes;
        if (axes) pooled.kept = coverage((*axes)[1]);
        return pooled;
    }
    if (pooled_dimensions(g, at).empty() || !kind_of(at)) return std::nullopt;
    if (std::holds_alternative<graph::Reduce>(at.kind)) {
        if (auto found = by_sum(g, *op, scaled)) return found;
    }
    auto pooled = pooled_along(g, chain_to(g, value, scaled.root), scaled);
    return pooled;
}

}  // namespace sescope::gates
