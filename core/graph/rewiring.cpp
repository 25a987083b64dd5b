// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "core/graph/graph.h"

namespace sescope::graph {
namespace {

std::size_t index_of(ValueId id) {
    return static_cast<std::size_t>(id);
}

// Operators that the values hang on.
std::vector<bool> needed_for(const Graph& graph, const std::vector<ValueId>& values) {
    const auto producers = producers_of(graph);
    std::vector<bool> needed(graph.operators.size(), false);
    std::vector<ValueId> open = values;
    while (!open.empty()) {
        const ValueId id = open.back();
        open.pop_back();
        if (id == kAbsent || producers[index_of(id)] < 0) continue;
        const auto at = static_cast<std::size_t>(producers[index_of(id)]);
        if (needed[at]) continue;
        needed[at] = true;
        const auto& inputs = graph.operators[at].inputs;
        open.insert(open.end(), inputs.begin(), inputs.end());
    }
    return needed;
}

// Operators in an order in which each reads what stands before it: as they are, but what is read
// too early is moved before its first reader.
std::vector<std::size_t> ordered(const Graph& graph) {
    const auto producers = producers_of(graph);
    std::vector<std::size_t> order;
    std::vector<bool> placed(graph.operators.size(), false);
    std::vector<std::size_t> open;
    for (std::size_t first = 0; first < graph.operators.size(); ++first) {
        open.push_back(first);
        while (!open.empty()) {
            const std::size_t at = open.back();
            const auto waiting = open.size();
            for (const ValueId id : graph.operators[at].inputs) {
                const auto by = id == kAbsent ? -1 : producers[index_of(id)];
                if (by >= 0 && !placed[static_cast<std::size_t>(by)] && !placed[at]) {
                    open.push_back(static_cast<std::size_t>(by));
                }
            }
            if (open.size() > waiting) continue;
            open.pop_back();
            if (!placed[at]) order.push_back(at);
            placed[at] = true;
        }
    }
    return order;
}

}  // namespace

Graph without_dead(const Graph& graph) {
    const auto needed = needed_for(graph, graph.outputs);
    std::vector<bool> kept(graph.values.size(), false);
    const auto keep = [&](const std::vector<ValueId>& ids) {
        for (const ValueId id : ids) {
            if (id != kAbsent) kept[index_of(id)] = true;
        }
    };
    keep(graph.inputs);
    keep(graph.outputs);
    for (std::size_t i = 0; i < graph.operators.size(); ++i) {
        if (!needed[i]) continue;
        keep(graph.operators[i].inputs);
        keep(graph.operators[i].outputs);
    }
    Graph alive;
    std::vector<ValueId> renumbered(graph.values.size(), kAbsent);
    for (std::size_t i = 0; i < graph.values.size(); ++i) {
        if (!kept[i]) continue;
        renumbered[i] = static_cast<ValueId>(alive.values.size());
        alive.values.push_back(graph.values[i]);
    }
    const auto renumber = [&](std::vector<ValueId>& ids) {
        for (auto& id : ids) id = id == kAbsent ? kAbsent : renumbered[index_of(id)];
    };
    for (std::size_t i = 0; i < graph.operators.size(); ++i) {
        if (!needed[i]) continue;
        auto& op = alive.operators.emplace_back(graph.operators[i]);
        renumber(op.inputs);
        renumber(op.outputs);
    }
    alive.inputs = graph.inputs;
    alive.outputs = graph.outputs;
    renumber(alive.inputs);
    renumber(alive.outputs);
    return alive;
}

Graph redirected(const Graph& graph, ValueId from, ValueId to) {
    const auto behind = needed_for(graph, {to});
    Graph changed = graph;
    for (std::size_t i = 0; i < changed.operators.size(); ++i) {
        if (!behind[i]) std::ranges::replace(changed.operators[i].inputs, from, to);
    }
    std::ranges::replace(changed.outputs, from, to);
    const auto order = ordered(changed);
    if (std::ranges::is_sorted(order)) return changed;
    std::vector<Operator> operators;
    operators.reserve(order.size());
    for (const std::size_t i : order) operators.push_back(std::move(changed.operators[i]));
    changed.operators = std::move(operators);
    return changed;
}

Graph replaced(const Graph& graph, ValueId from, ValueId to) {
    return without_dead(redirected(graph, from, to));
}

}  // namespace sescope::graph
