// SPDX-License-Identifier: GPL-3.0-or-later
// Where the results of a row of the operator table go.

#include <utility>

#include "core/network/exported/import.h"
#include "core/network/exported/scalar_types.h"

namespace sescope {

using graph::ValueId;
using nlohmann::json;

Extents Call::shape(ValueId value) const {
    return import_.shapes_.at(static_cast<std::size_t>(value));
}

const graph::Graph& Call::graph() const {
    return import_.network_.graph;
}

const graph::Operator* Call::producer(ValueId value) const {
    const auto found = import_.producers_.find(value);
    return found != import_.producers_.end() ? &graph().operators[found->second] : nullptr;
}

ValueId Call::before_expand(ValueId value) const {
    const auto found = import_.expanded_.find(value);
    return found != import_.expanded_.end() ? found->second : value;
}

bool Call::depends_on_images(ValueId value) const {
    return import_.from_images_.at(static_cast<std::size_t>(value));
}

bool Call::takes_float(std::string_view name) const {
    const json& tensor = required(name).at("as_tensor").at("name");
    return is_schema_float(import_.program_.dtype(tensor.get_ref<const std::string&>()));
}

bool Call::gives_float(std::size_t result) const {
    return result < outputs_.size() && is_schema_float(import_.program_.dtype(outputs_[result]));
}

void Call::remember_expanded(ValueId from, ValueId to) {
    import_.expanded_[to] = before_expand(from);
}

Extents Call::stated_shape(std::size_t result) const {
    if (result >= outputs_.size()) throw refused("gives too few tensors");
    return import_.program_.shape(outputs_[result]);
}

ValueId Call::add_named(graph::OperatorKind kind, std::vector<ValueId> inputs, Extents shape,
                        std::string name) {
    auto& graph = import_.network_.graph;
    const auto value = graph.add(std::move(kind), std::move(inputs), node_.module, std::move(name));
    import_.computed(value, std::move(shape));
    return value;
}

ValueId Call::add(graph::OperatorKind kind, std::vector<ValueId> inputs, Extents shape,
                  std::size_t result) {
    if (result >= outputs_.size()) throw refused("gives too few tensors");
    return add_named(std::move(kind), std::move(inputs), std::move(shape),
                     std::string(outputs_[result]));
}

ValueId Call::add_step(graph::OperatorKind kind, std::vector<ValueId> inputs, Extents shape) {
    if (outputs_.empty()) throw refused("gives nothing");
    return add_named(std::move(kind), std::move(inputs), std::move(shape),
                     std::string(outputs_[0]) + ".step");
}

void Call::give(ValueId value, Sharing sharing, std::size_t result) {
    if (result >= outputs_.size()) throw refused("gives too few tensors");
    auto& cells = import_.cells_of_names_;
    const auto name = outputs_[result];
    if (sharing == Sharing::none) {
        cells[name] = import_.new_cell(value);
        return;
    }
    const auto* first = argument(has("self") ? "self" : "input");
    if (first == nullptr || !first->contains("as_tensor")) throw refused("has no input");
    const auto& source = first->at("as_tensor").at("name").get_ref<const std::string&>();
    const auto cell = import_.cell_of(source, &node_);
    if (sharing == Sharing::alias) {
        cells[name] = cell;
    } else {
        cells[name] = import_.new_cell(value, import_.cells_[cell].storage);
    }
}

void Call::give(graph::OperatorKind kind, std::vector<ValueId> inputs, Sharing sharing) {
    give(add(std::move(kind), std::move(inputs), stated_shape()), sharing);
}

void Call::give_aten_call(graph::AtenCall call, std::vector<ValueId> inputs) {
    if (outputs_.empty()) throw refused("gives nothing");
    auto& graph = import_.network_.graph;
    const auto values = graph.add_call(std::move(call), std::move(inputs), outputs_.size(),
                                       node_.module, std::string(outputs_[0]));
    for (std::size_t i = 0; i < values.size(); ++i) {
        // Of results that nothing reads the program need not say what they are.
        const bool stated = import_.program_.has_tensor(outputs_[i]);
        import_.computed(values[i], stated ? stated_shape(i) : Extents{});
        give(values[i], Sharing::none, i);
    }
}

void Call::give_first_of_call(graph::AtenCall call, std::vector<ValueId> inputs) {
    give(add(std::move(call), std::move(inputs), stated_shape()));
}

void Call::assume(Text what, Text value, Text why) {
    import_.assume({std::move(what), std::move(value), std::move(why), {}});
}

void Call::only_this_size() {
    import_.network_.only_this_size = true;
}

}  // namespace sescope
