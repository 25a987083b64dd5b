// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/site.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/network/gates/kinds.h"
#include "core/network/gates/site_names.h"

namespace sescope::gates {
namespace {

constexpr std::size_t kMean = 3;  // of a BatchNorm's inputs; its variance is the next

// Without what operators outside of the unit read: what goes when the product does.
std::vector<std::size_t> exclusive(const SearchedGraph& g, std::vector<std::size_t> all,
                                   std::size_t product) {
    std::set<std::size_t> kept(all.begin(), all.end());
    std::ranges::reverse(all);
    for (const auto op : all) {
        if (op == product) continue;
        const bool alone = std::ranges::all_of(g.at(op).outputs, [&](ValueId id) {
            const auto& readers = g.readers[static_cast<std::size_t>(id)];
            return !g.is_output[static_cast<std::size_t>(id)] &&
                   std::ranges::all_of(readers, [&](std::size_t r) { return kept.contains(r); });
        });
        if (!alone) kept.erase(op);
    }
    return {kept.begin(), kept.end()};
}

// Weights that the operators read, also through operators on weights alone; in order.
void list_weights(const SearchedGraph& g, GateSite& site) {
    std::unordered_set<ValueId> seen;
    const auto take = [&](ValueId id, bool learnable) {
        const auto& value = g.graph.value(id);
        if (value.kind != graph::ValueKind::weight || !seen.insert(id).second) return;
        site.weights.push_back(value.name);
        if (learnable && !value.buffer) site.parameters += elements_of(value.shape);
    };
    for (const auto op : site.place.operators) {
        const bool norm = std::holds_alternative<graph::BatchNorm>(g.at(op).kind);
        const auto& inputs = g.at(op).inputs;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            std::vector<ValueId> open{inputs[i]};
            for (std::size_t steps = 0; !open.empty() && steps < kLongestWalk; ++steps) {
                const auto id = open.back();
                open.pop_back();
                if (id == graph::kAbsent || g.hangs_on_images(id)) continue;
                take(id, !(norm && i >= kMean));
                if (const auto* before = g.computing(id)) {
                    open.insert(open.end(), before->inputs.begin(), before->inputs.end());
                }
            }
        }
    }
}

// What only reshapes may stand in the module before or behind.
std::string id_of(const SearchedGraph& g, std::vector<std::size_t> operators, std::size_t product) {
    std::erase_if(operators, [&](std::size_t op) { return only_reshapes(g.at(op)); });
    auto module = common_module(g, operators);
    if (!module.empty()) return module;
    return called(g, product);
}

}  // namespace

std::vector<std::size_t> operators_of(const SearchedGraph& g, const Candidate& candidate) {
    auto all = candidate.unit.operators;
    const auto& bounding = candidate.bounding;
    all.insert(all.end(), bounding.operators.begin(), bounding.operators.end());
    without_shape(g, candidate.factor, &all);
    for (const auto op : bounding.operators) {
        for (const auto input : g.at(op).inputs) {
            if (input != graph::kAbsent && input != bounding.input) without_shape(g, input, &all);
        }
    }
    all.push_back(candidate.product);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

GateSite site_of(const SearchedGraph& g, const Candidate& candidate) {
    const auto all = operators_of(g, candidate);
    GateSite site;
    site.id = id_of(g, all, candidate.product);
    site.channels = static_cast<int>(candidate.channels);
    site.hidden = static_cast<int>(candidate.unit.hidden);
    site.kind = kind_of(candidate);
    site.squeeze = candidate.unit.squeeze;
    site.curve = candidate.bounding.curve;
    site.range = candidate.bounding.range;
    site.branch = candidate.branch;
    auto& place = site.place;
    place.scaled = candidate.scaled;
    place.gate = candidate.bounding.gate;
    place.factor = candidate.factor;
    place.product = g.at(candidate.product).outputs.front();
    place.operators = exclusive(g, all, candidate.product);
    place.channel_dimension = static_cast<int>(candidate.channel_dimension);
    place.branch_dimension =
        candidate.branch_dimension ? static_cast<int>(*candidate.branch_dimension) : -1;
    list_weights(g, site);
    return site;
}

}  // namespace sescope::gates
