// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/bind.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/architectures/width_free.h"

namespace sescope {
namespace {

using namespace graph;

std::string shown(const Shape& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

const KeyShape* find(std::span<const KeyShape> tensors, const std::string& key) {
    const auto at = std::ranges::lower_bound(tensors, key, {}, &KeyShape::key);
    return at == tensors.end() || at->key != key ? nullptr : &*at;
}

struct Difference {
    KeyShape own;
    Shape found;
};

// Sets the shapes of weights; gives the first that differs beyond the free extents.
std::optional<Difference> take_shapes(Graph& graph, const FreeExtents& free,
                                      std::span<const KeyShape> tensors) {
    std::optional<Difference> first;
    for (auto& value : graph.values) {
        if (value.kind != ValueKind::weight) continue;
        const auto* const tensor = find(tensors, value.name);
        if (tensor == nullptr) continue;
        const KeyShape own{value.name, value.shape};
        if (!first && shape_without_free(own, free) != shape_without_free(*tensor, free)) {
            first = Difference{own, tensor->shape};
        }
        value.shape = tensor->shape;
    }
    return first;
}

[[noreturn]] void refuse_widths(const std::string& name, const Difference& difference,
                                const std::string& why) {
    throw Error(
        ErrorKind::model,
        text("has the keys of {}, but other shapes: '{}' is {} rather than {}, and {}", name,
             difference.own.key, shown(difference.found), shown(difference.own.shape), why),
        {}, "export the network with torch.export or to ONNX, and open that file");
}

// Extents beyond the first two are those of kernels, from which paddings follow.
void require_own_kernels(const Graph& own, std::span<const KeyShape> tensors,
                         const BindingRules& rules) {
    for (const auto& value : own.values) {
        if (value.kind != ValueKind::weight) continue;
        const auto* const tensor = find(tensors, value.name);
        if (tensor == nullptr) continue;
        const Difference difference{{value.name, value.shape}, tensor->shape};
        if (tensor->shape.size() != value.shape.size()) {
            refuse_widths(rules.name, difference, "the number of its dimensions is fixed");
        }
        for (std::size_t i = 2; i < value.shape.size(); ++i) {
            if (tensor->shape[i] != value.shape[i]) {
                refuse_widths(rules.name, difference,
                              "the paddings follow from the size of its kernels");
            }
        }
    }
}

Shape declared_input(const BindingRules& rules, std::span<const KeyShape> tensors) {
    Shape input{2, rules.input[0], rules.input[1], rules.input[2]};
    const auto* const stem = find(tensors, rules.free.stem);
    if (stem != nullptr && stem->shape.size() > 1) input[1] = stem->shape[1];
    return input;
}

// What the graph makes of two images must be of two images.
void require_shapes_fit(const Graph& graph, const BindingRules& rules, const Shape& input) {
    const std::vector<Shape> inputs(graph.inputs.size(), input);
    const auto shapes = infer_shapes(graph, inputs);
    for (const auto id : graph.outputs) {
        const auto& shape = shapes[static_cast<std::size_t>(id)];
        if (shape.empty() || shape[0] != input[0]) {
            throw Error(ErrorKind::internal,
                        fmt::format("{} makes {} of {}", rules.name, shown(shape), shown(input)));
        }
    }
}

bool has_head(std::span<const KeyShape> tensors, const std::vector<std::string>& head) {
    return std::ranges::any_of(tensors,
                               [&](const auto& tensor) { return belongs_to(tensor.key, head); });
}

// The classifier among the operators: reads a weight that belongs to the head.
std::size_t classifier(const Graph& graph, std::span<const std::string> head) {
    const auto found = std::ranges::find_if(graph.operators, [&](const Operator& op) {
        return op.inputs.size() > 1 && op.inputs[1] != kAbsent &&
               graph.value(op.inputs[1]).kind == ValueKind::weight &&
               belongs_to(graph.value(op.inputs[1]).name, head);
    });
    return static_cast<std::size_t>(found - graph.operators.begin());
}

}  // namespace

Graph without_head(const Graph& graph, std::span<const std::string> head, const std::string& name) {
    Graph changed = graph;
    bool any = false;
    for (auto at = classifier(changed, head); at < changed.operators.size();
         at = classifier(changed, head)) {
        const auto& op = changed.operators[at];
        changed = replaced(changed, op.outputs[0], op.inputs[0]);
        any = true;
    }
    if (!any) {
        throw Error(ErrorKind::model,
                    text("has the keys of {} without its classifier, which cannot be left out of "
                         "this architecture",
                         name),
                    {}, "save the whole state dict");
    }
    return changed;
}

BoundGraph bind(Graph graph, const BindingRules& rules, std::span<const KeyShape> tensors) {
    BoundGraph bound;
    bound.without_head = !rules.free.head.empty() && !has_head(tensors, rules.free.head);
    if (bound.without_head) graph = without_head(graph, rules.free.head, rules.name);
    const auto input = declared_input(rules, tensors);
    for (const auto id : graph.inputs) {
        auto& shape = graph.values[static_cast<std::size_t>(id)].shape;
        if (shape.size() > 1) shape[1] = input[1];
    }
    const auto own = graph;
    if (const auto difference = take_shapes(graph, rules.free, tensors)) {
        bound.other_widths = true;
        require_own_kernels(own, tensors, rules);
        if (const auto* const op = tied_to_widths(graph)) {
            refuse_widths(rules.name, *difference,
                          fmt::format("{} holds numbers that are right for the architecture's own "
                                      "widths only",
                                      described(*op)));
        }
        derive_groups(graph, input);
    }
    require_shapes_fit(graph, rules, input);
    bound.graph = std::move(graph);
    return bound;
}

}  // namespace sescope
