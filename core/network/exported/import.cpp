// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/import.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/checkpoint/printable.h"
#include "core/network/exported/operator_table.h"
#include "core/network/exported/settle.h"
#include "core/network/exported/symbolic_numbers.h"

namespace sescope {
namespace {

using graph::ValueId;

constexpr std::string_view kAten = "torch.ops.aten.";

graph::Shape example_shape(const Extents& extents) {
    graph::Shape shape;
    for (const auto& extent : extents) shape.push_back(extent.example());
    return shape;
}

// Operators that check or annotate, and give nothing.
bool only_checks(std::string_view target) {
    constexpr std::string_view names[]{
        "torch.ops.aten._assert_tensor_metadata.default", "torch.ops.aten._assert_async.msg",
        "torch.ops.aten._assert_scalar.default", "torch.ops.aten.sym_constrain_range.default",
        "torch.ops.aten.sym_constrain_range_for_size.default"};
    return std::ranges::find(names, target) != std::end(names);
}

// "conv2d" of "torch.ops.aten.conv2d.default".
std::string_view name_in(std::string_view target) {
    target.remove_prefix(kAten.size());
    return target.substr(0, target.find('.'));
}

// The operator that is the same but for where it writes: "relu" of "relu_".
struct Functional {
    std::string_view name;
    bool in_place = false;
};
Functional functional(std::string_view name) {
    if (!name.ends_with('_') || name.ends_with("__")) return {name, false};
    return {name.substr(0, name.size() - 1), true};
}

}  // namespace

Import::Import(const ExportedProgram& program) : program_(program) {}

std::size_t Import::new_cell(ValueId value, std::optional<std::size_t> storage) {
    if (!storage) {
        storage = versions_.size();
        versions_.push_back(0);
    }
    cells_.push_back({value, *storage, versions_[*storage]});
    return cells_.size() - 1;
}

std::size_t Import::cell_of(std::string_view name, const ExportedNode* reader) const {
    const auto by = reader != nullptr && !reader->module.empty()
                        ? " in " + printable(reader->module)
                        : std::string();
    const auto found = cells_of_names_.find(name);
    if (found == cells_of_names_.end()) {
        throw program_.refused("reads the tensor " + printable(name) + by +
                               ", which nothing before it gives");
    }
    const Cell& cell = cells_[found->second];
    if (cell.version != versions_[cell.storage]) {
        throw program_.refused("reads the tensor " + printable(name) + by +
                                   " after a part of it was overwritten in place",
                               "call run_decompositions() on the program before saving it");
    }
    return found->second;
}

void Import::set_shape(ValueId value, Extents shape, bool from_images) {
    const auto at = static_cast<std::size_t>(value);
    if (shapes_.size() <= at) {
        shapes_.resize(at + 1);
        from_images_.resize(at + 1, false);
    }
    shapes_[at] = std::move(shape);
    from_images_[at] = from_images;
}

void Import::computed(ValueId value, Extents shape) {
    const auto& op = network_.graph.operators.back();
    const bool from_images = std::ranges::any_of(op.inputs, [&](ValueId input) {
        return input != graph::kAbsent && from_images_[static_cast<std::size_t>(input)];
    });
    set_shape(value, std::move(shape), from_images);
    producers_[value] = network_.graph.operators.size() - 1;
}

void Import::assume(Assumption assumption) {
    auto& all = network_.assumptions;
    if (std::ranges::find(all, assumption) == all.end()) all.push_back(std::move(assumption));
}

void Import::add_inputs() {
    for (const auto& weight : program_.weights) {
        if (!program_.has_tensor(weight.name)) continue;
        auto shape = program_.shape(weight.name);
        const auto value = network_.graph.add_weight(std::string(weight.key), example_shape(shape),
                                                     weight.is_buffer);
        set_shape(value, std::move(shape), false);
        cells_of_names_[weight.name] = new_cell(value);
    }
    for (const auto name : program_.inputs) {
        auto extents = program_.shape(name);
        auto declared = example_shape(extents);
        if (!declared.empty()) declared[0] = -1;
        const auto value = network_.graph.add_input(std::string(name), std::move(declared));
        set_shape(value, std::move(extents), true);
        cells_of_names_[name] = new_cell(value);
    }
}

void Import::add_outputs() {
    for (const auto name : program_.outputs) {
        network_.graph.outputs.push_back(cells_[cell_of(name, nullptr)].value);
    }
    if (network_.graph.outputs.empty()) throw program_.refused("gives no tensor", kHowToExport);
}

void Import::convert(const ExportedNode& node) {
    if (only_checks(node.target)) return;
    if (read_number(node, program_, numbers_, [&](std::string_view tensor) {
            return shapes_[static_cast<std::size_t>(cells_[cell_of(tensor, &node)].value)];
        })) {
        return;
    }
    if (!node.target.starts_with(kAten)) {
        const bool higher = node.target.starts_with("torch.ops.higher_order");
        const auto in = node.module.empty() ? "" : " in " + printable(node.module);
        throw program_.refused(fmt::format("holds the {} {}{}, which is not read",
                                           higher ? "higher-order operator" : "custom operator",
                                           printable(node.target), in),
                               kHowToExport);
    }
    const auto [name, in_place] = functional(name_in(node.target));
    Call call(*this, node, name);
    std::optional<std::size_t> written;
    if (in_place) {
        const auto* first = call.argument(call.has("self") ? "self" : "input");
        if (first == nullptr || !first->contains("as_tensor")) throw call.refused("writes nothing");
        const auto& tensor = first->at("as_tensor").at("name").get_ref<const std::string&>();
        written = cell_of(tensor, &node);
    }
    if (const auto* row = row_of(name)) {
        row->read(call);
    } else if (!read_as_aten_call(call)) {
        throw call.refused("is not read", kHowToExport);
    }
    if (!written || call.results() == 0) return;
    // The name that was written to, and every alias of it, shows the result from now on.
    Cell& cell = cells_[*written];
    auto& result = cells_of_names_.at(call.outputs_[0]);
    if (result == *written) return;  // what it gives is what was there
    cell.value = cells_[result].value;
    cell.version = ++versions_[cell.storage];
    result = *written;
}

ImportedNetwork Import::run() {
    network_.source = "torch.export";
    network_.producer = program_.producer;
    add_inputs();
    for (const auto& node : program_.nodes) convert(node);
    add_outputs();
    if (program_.writes_buffers) {
        assume({"buffers that change while it runs", "left as they are in the file",
                "the program was exported in training mode", ""});
    }
    settle(network_, program_);
    return std::move(network_);
}

}  // namespace sescope
