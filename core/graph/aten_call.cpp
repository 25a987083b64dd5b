// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/aten_call.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/checkpoint/printable.h"

namespace sescope::graph {
namespace {

[[noreturn]] void refuse(std::string_view name) {
    throw Misfit(fmt::format("its argument {} is missing or no such thing", name));
}

}  // namespace

const ArgumentValue* CallShapes::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(call.arguments, name, &Argument::name);
    if (found == call.arguments.end()) return nullptr;
    return std::holds_alternative<std::monostate>(found->value) ? nullptr : &found->value;
}

const Shape& CallShapes::tensor(std::string_view name) const {
    const auto* value = find(name);
    const auto* argument = value ? std::get_if<InputArgument>(value) : nullptr;
    if (!argument) refuse(name);
    return *in[argument->input];
}

const Shape& CallShapes::first() const {
    for (const auto& argument : call.arguments) {
        if (const auto* input = std::get_if<InputArgument>(&argument.value)) {
            return *in[input->input];
        }
    }
    throw Misfit("it has no tensor among its arguments");
}

std::vector<Shape> CallShapes::tensors(std::string_view name) const {
    const auto* value = find(name);
    const auto* list = value ? std::get_if<std::vector<InputArgument>>(value) : nullptr;
    if (!list || list->empty()) refuse(name);
    std::vector<Shape> shapes;
    for (const auto& input : *list) shapes.push_back(*in[input.input]);
    return shapes;
}

std::optional<Shape> CallShapes::integers(std::string_view name) const {
    const auto* value = find(name);
    if (!value) return std::nullopt;
    if (const auto* one = std::get_if<std::int64_t>(value)) return Shape{*one};
    const auto* several = std::get_if<Shape>(value);
    if (!several) refuse(name);
    return *several;
}

std::int64_t CallShapes::integer(std::string_view name) const {
    const auto* value = find(name);
    const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
    if (!number) refuse(name);
    return *number;
}

std::int64_t CallShapes::integer(std::string_view name, std::int64_t otherwise) const {
    return find(name) ? integer(name) : otherwise;
}

double CallShapes::number(std::string_view name, double otherwise) const {
    const auto* value = find(name);
    if (!value) return otherwise;
    if (const auto* real = std::get_if<double>(value)) return *real;
    return static_cast<double>(integer(name));
}

bool CallShapes::flag(std::string_view name) const {
    const auto* value = find(name);
    if (!value) return false;
    if (const auto* integer = std::get_if<std::int64_t>(value)) return *integer != 0;
    const auto* flag = std::get_if<bool>(value);
    if (!flag) refuse(name);
    return *flag;
}

std::size_t CallShapes::tensor_count() const noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(call.arguments, [](const auto& argument) {
        return std::holds_alternative<InputArgument>(argument.value);
    }));
}

std::vector<Shape> shapes_of_call(const Operator& op, InputShapes in) {
    const auto& call = std::get<AtenCall>(op.kind);
    const auto rows = aten_rows();
    const auto row =
        std::ranges::lower_bound(rows, std::string_view(call.name), {}, &AtenRow::name);
    if (row == rows.end() || row->name != call.name) {
        throw Misfit("it is not among the operators that may be called");
    }
    return row->rule({call, in, op.outputs.size()});
}

}  // namespace sescope::graph
