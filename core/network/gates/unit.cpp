// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/unit.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/network/gates/pointwise.h"

namespace sescope::gates {
namespace {

constexpr const char* kOtherPool = "its pool does not read what it scales";
constexpr const char* kUnpooled = "its gate reads what it scales without a pool over all positions";
constexpr const char* kOtherSource = "its gate also reads something else than what it scales";
constexpr const char* kTooLong = "its gate is too many operators away from a pool";
constexpr const char* kUnequalPools = "its pools keep different dimensions of what it scales";

// A value with at least two extents beside the batch: something that can be pooled.
bool is_map(const Shape& shape) {
    return shape.size() > 2 &&
           std::count_if(shape.begin() + 1, shape.end(), [](auto n) { return n > 1; }) > 1;
}

// Walks are short: looking through all of one is faster than a set.
bool contains(const std::vector<std::size_t>& operators, std::size_t op) {
    return std::ranges::find(operators, op) != operators.end();
}

void add(std::vector<std::size_t>& operators, const std::vector<std::size_t>& more) {
    for (const auto op : more) {
        if (!contains(operators, op)) operators.push_back(op);
    }
}

Squeeze together(const std::vector<Pooled>& pools) {
    bool mean = false;
    bool max = false;
    for (const auto& pool : pools) {
        if (pool.squeeze == Squeeze::weighted) return Squeeze::weighted;
        mean = mean || pool.squeeze == Squeeze::mean;
        max = max || pool.squeeze == Squeeze::max;
    }
    if (mean && max) return Squeeze::mean_and_max;
    return max ? Squeeze::max : Squeeze::mean;
}

std::int64_t width_of(const SearchedGraph& g, const Operator& op) {
    const auto& weight = g.shape(op.inputs[1]);
    if (std::holds_alternative<graph::Convolution>(op.kind)) return weight.front();
    if (const auto* linear = std::get_if<graph::Linear>(&op.kind)) {
        return linear->transposed ? weight.back() : weight.front();
    }
    return elements_of_an_image(g.shape(op.outputs.front()));
}

// Whether the convolution's own positions are the channels: its output still has some.
bool runs_along_channels(const SearchedGraph& g, const Operator& op) {
    const auto& shape = g.shape(op.outputs.front());
    return std::holds_alternative<graph::Convolution>(op.kind) &&
           std::any_of(shape.begin() + 2, shape.end(), [](auto n) { return n > 1; });
}

}  // namespace

UnitWalk unit_before(const SearchedGraph& g, ValueId input, const Scaled& scaled) {
    Unit unit;
    std::vector<Pooled> pools;
    std::vector<ValueId> open{input};
    while (!open.empty()) {
        const auto id = open.back();
        open.pop_back();
        if (id == graph::kAbsent || !g.hangs_on_images(id)) continue;
        const auto op = g.producer(id);
        if (op && contains(unit.operators, *op)) continue;
        if (auto pool = pool_of(g, id, scaled)) {
            if (pool->of_scaled) {
                add(unit.operators, pool->operators);
                unit.pooling.insert(unit.pooling.end(), pool->operators.begin(),
                                    pool->operators.end());
                pools.push_back(std::move(*pool));
                continue;
            }
            if (pool->source != graph::kAbsent && is_map(g.shape(pool->source))) {
                return {{}, kOtherPool};
            }
        }
        if (g.root(id) == scaled.root) return {{}, kUnpooled};
        if (!op) return {{}, kOtherSource};
        if (unit.operators.size() >= kLongestWalk)
            return {{}, pools.empty() ? kTooLong : kOtherSource};
        unit.operators.push_back(*op);
        open.insert(open.end(), g.at(*op).inputs.begin(), g.at(*op).inputs.end());
    }
    if (pools.empty()) return {{}, kOtherSource};
    unit.squeeze = together(pools);
    unit.kept = pools.front().kept;
    for (const auto& pool : pools) {
        unit.attended = unit.attended || pool.attended;
        if (pool.kept != unit.kept) return {{}, kUnequalPools};
    }
    describe_layers(g, unit, input);
    return {std::move(unit), {}};
}

UnitWalk unit_without_squeeze(const SearchedGraph& g, ValueId input, ValueId root, bool& plain) {
    const auto walk = pointwise_from(g, input, root);
    plain = walk.ends_at_root && walk.layers.empty();
    if (!walk.ends_at_root) {
        if (walk.pools) return {{}, "its gate has a value per position, and pools on the way"};
        if (walk.looks_around) {
            return {{}, "its gate looks at neighbouring positions: a kernel larger than 1 x 1"};
        }
        return {{}, "its gate does not follow from what it scales"};
    }
    if (plain) return {{}, "it is an activation of what it scales"};
    Unit unit;
    unit.squeeze = Squeeze::none;
    unit.operators = walk.operators;
    describe_layers(g, unit, input);
    return {std::move(unit), {}};
}

void describe_layers(const SearchedGraph& g, Unit& unit, ValueId input) {
    std::unordered_set<std::size_t> inside(unit.operators.begin(), unit.operators.end());
    for (const auto op : unit.pooling) inside.erase(op);
    std::unordered_map<std::size_t, bool> inner;  // of what was seen: whether a layer stands behind
    std::vector<std::pair<ValueId, bool>> open{{input, false}};
    while (!open.empty()) {
        const auto [id, behind] = open.back();
        open.pop_back();
        const auto op = g.producer(id);
        if (!op || !inside.contains(*op) || !inner.emplace(*op, behind).second) continue;
        const auto& at = g.at(*op);
        const bool layer = is_layer(g, at);
        const bool along = layer && unit.squeeze != Squeeze::none && runs_along_channels(g, at);
        unit.along_channels = unit.along_channels || along;
        unit.batch_norm = unit.batch_norm || std::holds_alternative<graph::BatchNorm>(at.kind);
        if (layer) {
            ++unit.layers;
            if (const auto* convolution = std::get_if<graph::Convolution>(&at.kind)) {
                const auto out = g.shape(at.inputs[1]).front();
                unit.grouped =
                    unit.grouped || (convolution->groups > 1 && convolution->groups < out);
            }
            if (behind && !along) {
                const auto width = width_of(g, at);
                unit.hidden = unit.hidden == 0 ? width : std::min(unit.hidden, width);
            }
        }
        for (const auto from : at.inputs) {
            if (from != graph::kAbsent) open.emplace_back(from, behind || layer);
        }
    }
}

}  // namespace sescope::gates
