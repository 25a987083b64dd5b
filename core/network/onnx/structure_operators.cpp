// SPDX-License-Identifier: GPL-3.0-or-later
// Constants, names for what is there, and branches.
#include <array>

#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/nodes.h"
#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

void same(Call& call) {
    call.give(call.input(0));
}

// Paddle keeps its parameters in Constant nodes, "conv_0.w_0"; other constants without axes, or of
// one number, are literals of the code.
bool is_learned(std::string_view name, const TensorEntry& entry) {
    if (!is_floating(entry.dtype) || entry.shape.empty()) return false;
    if (entry.numel() > 1) return true;
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) return false;
    const auto ending = name.substr(dot);
    return ending.starts_with(".w_") || ending.starts_with(".b_");
}

Numbers list_of(const std::vector<double>& values) {
    Numbers numbers{NumberKind::real, {std::ssize(values)}, {}};
    for (const double value : values) numbers.values.push_back(literal(value));
    return numbers;
}

Numbers list_of(const std::vector<std::int64_t>& values) {
    Numbers numbers{NumberKind::integer, {std::ssize(values)}, {}};
    for (const auto value : values) numbers.values.push_back(literal(static_cast<double>(value)));
    return numbers;
}

void constant(Call& call) {
    Import& import = call.import();
    if (const Attribute* value = call.attribute("value"); value != nullptr && value->has_tensor) {
        TensorEntry entry = import.reader().read(parse_tensor(value->tensor, import.path()));
        const auto name = call.node().outputs.front();
        const bool learned = is_learned(name, entry);
        entry.name = std::string(name);
        call.give(bound_constant(std::move(entry), learned));
    } else if (call.has_attribute("value_float")) {
        call.give(bound_numbers({NumberKind::real, {}, {literal(call.number("value_float", 0))}}));
    } else if (call.has_attribute("value_int")) {
        const auto number = static_cast<double>(call.integer("value_int", 0));
        call.give(bound_numbers({NumberKind::integer, {}, {literal(number)}}));
    } else if (const Attribute* numbers = call.attribute("value_floats")) {
        import.spend(numbers->numbers.size());
        call.give(bound_numbers(list_of(numbers->numbers)));
    } else if (const Attribute* list = call.attribute("value_ints")) {
        import.spend(list->integers.size());
        call.give(bound_numbers(list_of(list->integers)));
    } else {
        call.refuse("holds a text or a sparse tensor, which is not read here");
    }
}

// Everything is computed in one precision, which is chosen when the network runs.
void cast(Call& call) {
    const auto to = static_cast<ElementType>(call.integer("to", 0));
    const Bound& x = call.input(0);
    if (is_floating(to)) {
        call.give(x);
    } else if (x.constant && !is_floating(x.constant->dtype) && to != ElementType::boolean) {
        call.give(x);
    } else {
        call.refuse("makes " + name_of(to) + " of computed values, which is not read here");
    }
}

void dropout(Call& call) {
    if (call.gives(1) && call.import().readers.contains(call.node().outputs[1])) {
        call.refuse("gives its mask, which is not computed");
    }
    bool training = false;
    if (call.has(2)) {
        const auto known = call.required(2, "training_mode");
        training = known->values.size() == 1 && known->values.front().at[0] != 0;
    }
    if (training) {
        call.import().assume({"dropout", "left out", "the file has dropout in training mode", ""});
    }
    call.give(call.input(0));
}

// The branch that the condition takes is read as if it stood in the node's place.
void branch(Call& call) {
    Import& import = call.import();
    const auto known = call.required(0, "condition");
    if (known->values.size() != 1) call.refuse("its condition is not one value");
    const Number& condition = known->values.front();
    if (condition.of_batch()) throw BatchMatters{"a branch by the batch"};
    import.note_size(condition.of_size());
    const Attribute* taken = call.attribute(condition.at[0] != 0 ? "then_branch" : "else_branch");
    if (taken == nullptr || !taken->has_graph) call.refuse("lacks the branch that it takes");
    const GraphMessage graph = parse_graph(taken->graph, import.path());
    if (!graph.inputs.empty() || graph.outputs.size() < call.node().outputs.size()) {
        call.refuse("its branch does not give what the node gives");
    }
    const auto nodes = nodes_in_order(graph, import.path(), import.readers);
    require_operators(nodes, import.path());
    bind_initializers(import, graph);
    import_nodes(import, nodes);
    for (std::size_t i = 0; i < call.node().outputs.size(); ++i) {
        const auto name = graph.outputs[i].name;
        const Bound* bound = import.find(name);
        if (bound == nullptr) call.refuse("its branch does not give what the node gives");
        if (name != call.node().outputs[i]) call.give(*bound, i);
    }
}

constexpr std::array kRows = std::to_array<OperatorRow>({{"Identity", same},
                                                         {"Cast", cast, evaluate_cast},
                                                         {"CastLike", same},
                                                         {"Dropout", dropout},
                                                         {"Constant", constant},
                                                         {"If", branch}});

}  // namespace

std::span<const OperatorRow> structure_operators() {
    return kRows;
}

}  // namespace sescope::onnx
