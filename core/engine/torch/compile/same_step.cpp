// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "core/engine/torch/compile/steps.h"

namespace sescope {
namespace {

bool same_tensor(const TensorEntry* a, const TensorEntry* b) {
    // A key that one lacks is no match: opening that network will say what is wrong.
    if (a == nullptr || b == nullptr) return false;
    if (a->dtype != b->dtype || a->shape != b->shape) return false;
    if (a->bytes.data() == b->bytes.data() && a->bytes.size() == b->bytes.size() &&
        a->strides == b->strides) {
        return true;
    }
    if (a->contiguous() && b->contiguous()) return std::ranges::equal(a->bytes, b->bytes);
    return to_contiguous_bytes(*a) == to_contiguous_bytes(*b);
}

/// A network, its weights and a range of its operators.
struct Side {
    const Network& network;
    const StateDict& weights;
    const Range& range;

    const graph::Operator& op(std::size_t at) const {
        return network.graph.operators[range.begin + at];
    }
    const graph::Value& value(graph::ValueId id) const { return network.graph.value(id); }
};

}  // namespace

bool same_step(const Network& a, const StateDict& weights_a, const PlannedStep& step_a,
               const Network& b, const StateDict& weights_b, const PlannedStep& step_b) {
    const Side left{a, weights_a, step_a.range};
    const Side right{b, weights_b, step_b.range};
    const std::size_t count = step_a.range.end - step_a.range.begin;
    if (step_a.match.index() != step_b.match.index()) return false;
    if (count != step_b.range.end - step_b.range.begin) return false;
    std::map<graph::ValueId, graph::ValueId> twins{{step_a.range.input, step_b.range.input}};
    for (std::size_t at = 0; at < count; ++at) {
        const graph::Operator& ours = left.op(at);
        const graph::Operator& theirs = right.op(at);
        if (ours.kind != theirs.kind || ours.inputs.size() != theirs.inputs.size() ||
            ours.outputs.size() != theirs.outputs.size()) {
            return false;
        }
        for (std::size_t i = 0; i < ours.inputs.size(); ++i) {
            const graph::ValueId mine = ours.inputs[i];
            const graph::ValueId yours = theirs.inputs[i];
            if ((mine == graph::kAbsent) != (yours == graph::kAbsent)) return false;
            if (mine == graph::kAbsent) continue;
            const bool weight = left.value(mine).kind == graph::ValueKind::weight;
            if (weight != (right.value(yours).kind == graph::ValueKind::weight)) return false;
            const bool same = weight ? same_tensor(weights_a.find(left.value(mine).name),
                                                   weights_b.find(right.value(yours).name))
                                     : twins.contains(mine) && twins[mine] == yours;
            if (!same) return false;
        }
        for (std::size_t i = 0; i < ours.outputs.size(); ++i) {
            twins[ours.outputs[i]] = theirs.outputs[i];
        }
    }
    const graph::ValueId output = step_a.range.output;
    return output == graph::kAbsent ? step_b.range.output == graph::kAbsent
                                    : twins[output] == step_b.range.output;
}

}  // namespace sescope
