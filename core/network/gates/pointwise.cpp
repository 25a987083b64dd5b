// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/pointwise.h"

#include <algorithm>

#include "core/network/gates/axes.h"

namespace sescope::gates {
namespace {

bool is_one_by_one(const SearchedGraph& g, const Operator& op) {
    const auto& convolution = std::get<graph::Convolution>(op.kind);
    const auto& kernel = g.shape(op.inputs[1]);
    return std::all_of(kernel.begin() + 2, kernel.end(), [](auto n) { return n == 1; }) &&
           std::ranges::all_of(convolution.stride, [](auto n) { return n == 1; }) &&
           std::ranges::all_of(convolution.padding, [](auto n) { return n == 0; });
}

bool is_pointwise(const SearchedGraph& g, const Operator& op) {
    if (std::holds_alternative<graph::Convolution>(op.kind)) return is_one_by_one(g, op);
    return only_reshapes(op) || std::holds_alternative<graph::Linear>(op.kind) ||
           std::holds_alternative<graph::BatchNorm>(op.kind) ||
           std::holds_alternative<graph::LayerNorm>(op.kind) ||
           std::holds_alternative<graph::Activation>(op.kind) ||
           std::holds_alternative<graph::Binary>(op.kind) ||
           (std::holds_alternative<graph::MatMul>(op.kind) && g.shape(op.inputs[1]).size() == 2 &&
            !g.hangs_on_images(op.inputs[1]));
}

}  // namespace

bool is_layer(const SearchedGraph& g, const Operator& op) {
    if (std::holds_alternative<graph::Convolution>(op.kind)) return true;
    if (std::holds_alternative<graph::TransposedConvolution>(op.kind)) return true;
    if (std::holds_alternative<graph::Linear>(op.kind)) return true;
    return std::holds_alternative<graph::MatMul>(op.kind) &&
           (!g.hangs_on_images(op.inputs[0]) || !g.hangs_on_images(op.inputs[1]));
}

PointwiseWalk pointwise_from(const SearchedGraph& g, ValueId value, ValueId root) {
    PointwiseWalk walk;
    const auto seen = [&](std::size_t op) {
        return std::ranges::find(walk.operators, op) != walk.operators.end();
    };
    std::vector<ValueId> open{value};
    bool reached = false;
    while (!open.empty()) {
        const auto id = open.back();
        open.pop_back();
        if (id == graph::kAbsent || !g.hangs_on_images(id)) continue;
        if (g.root(id) == root) {
            for (auto at = id; at != root; at = g.computing(at)->inputs.front()) {
                if (seen(*g.producer(at))) break;
                walk.operators.push_back(*g.producer(at));
            }
            reached = true;
            continue;
        }
        const auto op = g.producer(id);
        if (!op || walk.operators.size() >= kLongestWalk) return walk;
        if (seen(*op)) continue;
        const auto& at = g.at(*op);
        if (!is_pointwise(g, at)) {
            walk.looks_around = std::holds_alternative<graph::Convolution>(at.kind);
            walk.pools = !pooled_dimensions(g, at).empty();
            return walk;
        }
        walk.operators.push_back(*op);
        if (is_layer(g, at)) walk.layers.push_back(*op);
        open.insert(open.end(), at.inputs.begin(), at.inputs.end());
    }
    walk.ends_at_root = reached;
    return walk;
}

}  // namespace sescope::gates
