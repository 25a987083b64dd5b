// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/spelled_activation.h"

#include <algorithm>
#include <vector>

namespace sescope::gates {
namespace {

constexpr std::size_t kLongestActivation = 24;

bool is_elementwise(const SearchedGraph& g, const Operator& op) {
    if (std::holds_alternative<graph::Activation>(op.kind)) return true;
    if (std::holds_alternative<graph::Binary>(op.kind)) return true;
    return std::holds_alternative<graph::AtenCall>(op.kind) && op.outputs.size() == 1 &&
           !op.inputs.empty() && op.inputs.front() != graph::kAbsent &&
           g.shape(op.inputs.front()) == g.shape(op.outputs.front());
}

// The value before what only adds and multiplies numbers.
ValueId without_scalars(const SearchedGraph& g, ValueId value) {
    for (std::size_t steps = 0; steps < kLongestActivation; ++steps) {
        value = g.root(value);
        const auto* op = g.computing(value);
        const auto* binary = op == nullptr ? nullptr : std::get_if<graph::Binary>(&op->kind);
        if (binary == nullptr || !binary->scalar) return value;
        value = op->inputs.front();
    }
    return value;
}

}  // namespace

bool is_spelled_activation(const SearchedGraph& g, ValueId factor, ValueId scaled) {
    const auto base = without_scalars(g, scaled);
    std::vector<ValueId> seen;
    std::vector<ValueId> open{factor};
    bool reached = false;
    while (!open.empty()) {
        const auto id = g.root(open.back());
        open.pop_back();
        if (id == base) {
            reached = true;
            continue;
        }
        if (!g.hangs_on_images(id)) continue;
        const auto* op = g.computing(id);
        if (op == nullptr || !is_elementwise(g, *op)) return false;
        if (std::ranges::find(seen, id) != seen.end()) continue;
        seen.push_back(id);
        if (seen.size() > kLongestActivation) return false;
        std::ranges::copy_if(op->inputs, std::back_inserter(open),
                             [](ValueId input) { return input != graph::kAbsent; });
    }
    return reached;
}

}  // namespace sescope::gates
