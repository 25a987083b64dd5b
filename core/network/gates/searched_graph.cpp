// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/searched_graph.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sescope::gates {
namespace {

bool is_identity(const graph::Binary& binary) {
    if (!binary.scalar) return false;
    switch (binary.kind) {
        case graph::BinaryKind::add:
        case graph::BinaryKind::subtract:
            return *binary.scalar == 0;
        case graph::BinaryKind::multiply:
        case graph::BinaryKind::divide:
        case graph::BinaryKind::power:
            return *binary.scalar == 1;
        default:
            return false;
    }
}

bool copies(const graph::AtenCall& call) {
    static constexpr std::array<std::string_view, 7> kCopies{
        "aten::alias",           "aten::clone", "aten::contiguous", "aten::detach",
        "aten::lift_fresh_copy", "aten::to",    "aten::_to_copy"};
    return std::ranges::find(kCopies, call.name) != kCopies.end();
}

std::vector<ValueId> roots_of(const graph::Graph& graph) {
    std::vector<ValueId> roots(graph.values.size());
    for (std::size_t i = 0; i < roots.size(); ++i) roots[i] = static_cast<ValueId>(i);
    for (const auto& op : graph.operators) {
        if (!only_reshapes(op)) continue;
        roots[static_cast<std::size_t>(op.outputs.front())] =
            roots[static_cast<std::size_t>(op.inputs.front())];
    }
    return roots;
}

std::vector<bool> hanging_on_images(const graph::Graph& graph) {
    std::vector<bool> hangs(graph.values.size(), false);
    for (const auto id : graph.inputs) hangs[static_cast<std::size_t>(id)] = true;
    for (const auto& op : graph.operators) {
        const bool any = std::ranges::any_of(op.inputs, [&](ValueId id) {
            return id != graph::kAbsent && hangs[static_cast<std::size_t>(id)];
        });
        for (const auto id : op.outputs) hangs[static_cast<std::size_t>(id)] = any;
    }
    return hangs;
}

std::vector<bool> outputs_of(const graph::Graph& graph) {
    std::vector<bool> is_output(graph.values.size(), false);
    for (const auto id : graph.outputs) is_output[static_cast<std::size_t>(id)] = true;
    return is_output;
}

}  // namespace

std::optional<std::size_t> SearchedGraph::producer(ValueId id) const {
    if (id == graph::kAbsent) return std::nullopt;
    const auto op = producers[static_cast<std::size_t>(id)];
    if (op < 0) return std::nullopt;
    return static_cast<std::size_t>(op);
}

const Operator* SearchedGraph::computing(ValueId id) const {
    const auto op = producer(id);
    return op ? &graph.operators[*op] : nullptr;
}

SearchedGraph searched(const graph::Graph& graph, std::span<const Shape> inputs) {
    return {graph,
            graph::infer_shapes(graph, inputs),
            graph::producers_of(graph),
            graph::readers_of(graph),
            roots_of(graph),
            hanging_on_images(graph),
            outputs_of(graph)};
}

bool only_reshapes(const Operator& op) {
    if (op.inputs.empty() || op.inputs.front() == graph::kAbsent) return false;
    if (std::holds_alternative<graph::Reshape>(op.kind)) return true;
    if (std::holds_alternative<graph::Permute>(op.kind)) return true;
    if (const auto* binary = std::get_if<graph::Binary>(&op.kind)) return is_identity(*binary);
    if (const auto* call = std::get_if<graph::AtenCall>(&op.kind)) {
        return op.inputs.size() == 1 && op.outputs.size() == 1 && copies(*call);
    }
    return false;
}

bool only_repeats(const SearchedGraph& g, const Operator& op) {
    if (std::holds_alternative<graph::Expand>(op.kind)) return true;
    if (!std::holds_alternative<graph::Resize>(op.kind)) return false;
    const auto& shape = g.shape(op.inputs.front());
    return shape.size() > 2 &&
           std::all_of(shape.begin() + 2, shape.end(), [](std::int64_t n) { return n == 1; });
}

std::int64_t elements_of(const Shape& shape) {
    std::int64_t product = 1;
    for (const auto extent : shape) product *= extent;
    return product;
}

std::int64_t elements_of_an_image(const Shape& shape) {
    return shape.empty() ? 1 : elements_of(Shape(shape.begin() + 1, shape.end()));
}

}  // namespace sescope::gates
