// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_map>

#include "core/cost/operator_cost.h"

namespace sescope {
namespace {

using namespace graph;

// Residual branches are short; longer ways are given up, so that no graph takes long.
constexpr std::size_t kLongestBranch = 64;

class Branches {
  public:
    Branches(const Graph& graph, std::span<const ValueId> scaled)
        : graph_(graph), scaled_(scaled), producers_(producers_of(graph)) {}

    // Values from this one back, as long as each comes from one other; the last has several
    // sources, or is an input.
    std::vector<ValueId> way_back(ValueId value) const {
        std::vector<ValueId> way{value};
        while (way.size() < kLongestBranch) {
            const auto by = producers_[static_cast<std::size_t>(way.back())];
            if (by < 0) break;
            const ValueId before = source(static_cast<std::size_t>(by));
            if (before == kAbsent) break;
            way.push_back(before);
        }
        return way;
    }

    // Marks the batch norms whose ReLU stands on the way from `way` to where the other side begins.
    void mark(const std::vector<ValueId>& way, const std::vector<ValueId>& other,
              std::vector<bool>& inner) const {
        const auto parting = std::ranges::find_if(
            way, [&](ValueId value) { return std::ranges::find(other, value) != other.end(); });
        if (parting == way.end()) return;
        for (auto at = way.begin(); at != parting; ++at) {
            const auto by = static_cast<std::size_t>(producers_[static_cast<std::size_t>(*at)]);
            const auto* act = std::get_if<Activation>(&graph_.operators[by].kind);
            if (!act || act->kind != ActivationKind::relu || std::next(at) == parting) continue;
            const auto norm = producers_[static_cast<std::size_t>(*std::next(at))];
            if (norm < 0) continue;
            const auto& before = graph_.operators[static_cast<std::size_t>(norm)];
            if (std::holds_alternative<BatchNorm>(before.kind)) {
                inner[static_cast<std::size_t>(norm)] = true;
            }
        }
    }

  private:
    ValueId source(std::size_t by) const {
        if (scaled_[by] != kAbsent) return scaled_[by];
        ValueId only = kAbsent;
        for (const ValueId id : graph_.operators[by].inputs) {
            if (id == kAbsent || graph_.value(id).kind == ValueKind::weight) continue;
            if (only != kAbsent && only != id) return kAbsent;
            only = id;
        }
        return only;
    }

    const Graph& graph_;
    std::span<const ValueId> scaled_;
    std::vector<std::int64_t> producers_;
};

}  // namespace

std::vector<bool> inner_norms(const Graph& graph, std::span<const ValueId> scaled) {
    const Branches branches(graph, scaled);
    std::vector<bool> inner(graph.operators.size(), false);
    for (const auto& op : graph.operators) {
        const auto* binary = std::get_if<Binary>(&op.kind);
        if (!binary || binary->kind != BinaryKind::add || binary->scalar) continue;
        const auto left = branches.way_back(op.inputs[0]);
        const auto right = branches.way_back(op.inputs[1]);
        branches.mark(left, right, inner);
        branches.mark(right, left, inner);
    }
    return inner;
}

}  // namespace sescope
