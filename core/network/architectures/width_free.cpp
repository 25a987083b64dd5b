// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/width_free.h"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

using namespace graph;

bool among(const std::vector<std::int64_t>& extents, std::initializer_list<std::int64_t> allowed) {
    return std::ranges::all_of(
        extents, [&](auto extent) { return std::ranges::find(allowed, extent) != allowed.end(); });
}

// With channels last, a dimension of the image stands where channels are otherwise.
bool pads_channels(const Pad& pad, bool permuted) {
    for (std::size_t i = 0; i < pad.begin.size(); ++i) {
        const bool image = i >= 2 && !permuted;
        if (!image && (pad.begin[i] != 0 || pad.end[i] != 0)) return true;
    }
    return false;
}

bool takes_all(const Slice& slice) {
    return slice.begin == 0 && slice.step == 1 &&
           slice.end == std::numeric_limits<std::int64_t>::max();
}

bool tied(const OperatorKind& kind, bool permuted) {
    return std::visit(
        [permuted](const auto& op) {
            using Kind = std::decay_t<decltype(op)>;
            if constexpr (std::is_same_v<Kind, Reshape>) return !among(op.extents, {0, -1, 1});
            if constexpr (std::is_same_v<Kind, Expand>) return !among(op.extents, {-1, 1});
            if constexpr (std::is_same_v<Kind, Slice>) return !takes_all(op);
            if constexpr (std::is_same_v<Kind, Pad>) return pads_channels(op, permuted);
            return std::is_same_v<Kind, AtenCall> || std::is_same_v<Kind, GroupNorm> ||
                   std::is_same_v<Kind, TransposedConvolution>;
        },
        kind);
}

// The operator alone, its computed inputs being inputs of the graph.
std::vector<Shape> output_shapes(const Graph& graph, const Operator& op,
                                 const std::vector<Shape>& known) {
    Graph single;
    std::vector<Shape> shapes;
    Operator copy = op;
    for (auto& id : copy.inputs) {
        if (id == kAbsent) continue;
        const auto& value = graph.value(id);
        const auto& shape = known[static_cast<std::size_t>(id)];
        const auto seen = static_cast<ValueId>(single.values.size());
        single.values.push_back({std::to_string(seen), value.kind, shape});
        if (value.kind != ValueKind::weight) {
            single.values.back().kind = ValueKind::input;
            single.inputs.push_back(seen);
            shapes.push_back(shape);
        }
        id = seen;
    }
    for (auto& id : copy.outputs) {
        const auto made = static_cast<ValueId>(single.values.size());
        single.values.push_back({std::to_string(made), ValueKind::computed, {}});
        id = made;
    }
    single.outputs = copy.outputs;
    single.operators.push_back(copy);
    const auto inferred = infer_shapes(single, shapes);
    std::vector<Shape> made;
    for (const auto id : copy.outputs) made.push_back(inferred[static_cast<std::size_t>(id)]);
    return made;
}

void derive_groups_of(const Graph& graph, Operator& op, const std::vector<Shape>& known) {
    auto* convolution = std::get_if<Convolution>(&op.kind);
    if (convolution == nullptr) return;
    const auto& x = known[static_cast<std::size_t>(op.inputs[0])];
    const auto& weight = known[static_cast<std::size_t>(op.inputs[1])];
    if (x.size() < 2 || weight.size() < 2 || weight[1] < 1 || x[1] % weight[1] != 0) {
        throw Error(ErrorKind::model,
                    text("the weight '{}' takes {} channels a group, and its input has {}",
                         graph.value(op.inputs[1]).name, weight.size() < 2 ? 0 : weight[1],
                         x.size() < 2 ? 0 : x[1]));
    }
    convolution->groups = x[1] / weight[1];
}

}  // namespace

const Operator* tied_to_widths(const Graph& graph) {
    const bool permuted = std::ranges::any_of(graph.operators, [](const Operator& op) {
        return std::holds_alternative<Permute>(op.kind);
    });
    const auto found = std::ranges::find_if(
        graph.operators, [permuted](const Operator& op) { return tied(op.kind, permuted); });
    return found == graph.operators.end() ? nullptr : &*found;
}

void derive_groups(Graph& graph, const Shape& input) {
    std::vector<Shape> known(graph.values.size());
    for (std::size_t i = 0; i < known.size(); ++i) known[i] = graph.values[i].shape;
    for (const auto id : graph.inputs) known[static_cast<std::size_t>(id)] = input;
    for (auto& op : graph.operators) {
        derive_groups_of(graph, op, known);
        auto made = output_shapes(graph, op, known);
        for (std::size_t i = 0; i < made.size(); ++i) {
            known[static_cast<std::size_t>(op.outputs[i])] = std::move(made[i]);
        }
    }
}

}  // namespace sescope
