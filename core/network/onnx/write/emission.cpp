// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/write/emission.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/tensor_layout.h"

namespace sescope::onnx {

std::string Names::fresh(std::string wished) {
    std::string name = wished.empty() ? "value" : wished;
    for (std::size_t i = 1; !taken_.insert(name).second; ++i)
        name = fmt::format("{}_{}", wished, i);
    return name;
}

bool Emission::has(std::size_t input) const {
    return writing_.op.input(input) != graph::kAbsent;
}

std::string Emission::in(std::size_t input) const {
    return input < writing_.inputs.size() ? writing_.inputs[input] : std::string();
}

const graph::Shape& Emission::shape(std::size_t input) const {
    return writing_.shapes[static_cast<std::size_t>(writing_.op.inputs.at(input))];
}

const graph::Shape& Emission::out_shape(std::size_t output) const {
    return writing_.shapes[static_cast<std::size_t>(writing_.op.outputs.at(output))];
}

std::string Emission::transposed(std::size_t input) {
    const auto& value = writing_.graph.value(writing_.op.inputs.at(input));
    if (value.kind != graph::ValueKind::weight) {
        return add("Transpose", {in(input)}, {{"perm", std::vector<std::int64_t>{1, 0}}});
    }
    TensorEntry entry = writing_.weights.at(value.name);
    std::swap(entry.shape.at(0), entry.shape.at(1));
    std::swap(entry.strides.at(0), entry.strides.at(1));
    std::string name = target_.names.fresh(value.name + "/transposed");
    target_.written.tensors.push_back(new_tensor(entry, name, writing_.type));
    return name;
}

std::string Emission::reshaped(std::size_t input, std::vector<std::int64_t> extents) {
    const auto& value = writing_.graph.value(writing_.op.inputs.at(input));
    if (value.kind != graph::ValueKind::weight) {
        return add("Reshape", {in(input), list(std::move(extents))});
    }
    std::string name = target_.names.fresh(value.name + "/reshaped");
    NewTensor tensor = new_tensor(writing_.weights.at(value.name), name, writing_.type);
    tensor.dims = std::move(extents);
    target_.written.tensors.push_back(std::move(tensor));
    return name;
}

const graph::ArgumentValue* Emission::argument(std::string_view name) const {
    for (const auto& argument : kind<graph::AtenCall>().arguments) {
        const bool is_none = std::holds_alternative<std::monostate>(argument.value);
        if (argument.name == name && !is_none) return &argument.value;
    }
    return nullptr;
}

const graph::InputArgument& Emission::tensor_argument(std::string_view name) const {
    const auto* value = argument(name);
    const auto* tensor = value ? std::get_if<graph::InputArgument>(value) : nullptr;
    if (tensor == nullptr) refuse(fmt::format("its argument '{}' is no tensor", name));
    return *tensor;
}

std::string Emission::tensor(std::string_view name) const {
    return argument(name) == nullptr ? std::string() : in(tensor_argument(name).input);
}

const graph::Shape& Emission::tensor_shape(std::string_view name) const {
    return shape(tensor_argument(name).input);
}

std::int64_t Emission::integer(std::string_view name, std::int64_t otherwise) const {
    const auto* value = argument(name);
    if (value == nullptr) return otherwise;
    if (const auto* one = std::get_if<std::int64_t>(value)) return *one;
    if (const auto* many = std::get_if<std::vector<std::int64_t>>(value)) {
        if (many->size() == 1) return many->front();
    }
    refuse(fmt::format("its argument '{}' is no whole number", name));
}

double Emission::number(std::string_view name, double otherwise) const {
    const auto* value = argument(name);
    if (value == nullptr) return otherwise;
    if (const auto* real = std::get_if<double>(value)) return *real;
    return static_cast<double>(integer(name, 0));
}

bool Emission::flag(std::string_view name, bool otherwise) const {
    const auto* value = argument(name);
    if (value == nullptr) return otherwise;
    const auto* flag = std::get_if<bool>(value);
    if (flag == nullptr) refuse(fmt::format("its argument '{}' is neither true nor false", name));
    return *flag;
}

std::vector<std::int64_t> Emission::integers(std::string_view name) const {
    const auto* value = argument(name);
    if (value == nullptr) return {};
    if (const auto* many = std::get_if<std::vector<std::int64_t>>(value)) return *many;
    return {integer(name, 0)};
}

std::string Emission::node_name(const std::string& type) {
    // As PyTorch's exporter writes them, so that the module can be read from them again.
    std::string name = writing_.op.module.empty()
                           ? (writing_.op.name.empty() ? type : writing_.op.name)
                           : fmt::format("/{}/{}", writing_.op.module, type);
    return target_.node_names.fresh(std::move(name));
}

std::string Emission::add(const std::string& type, std::vector<std::string> inputs,
                          std::vector<NewAttribute> attributes) {
    const std::string base = writing_.outputs.empty() ? type : writing_.outputs.front();
    std::string output = target_.names.fresh(fmt::format("{}/{}", base, type));
    target_.written.nodes.push_back(
        {type, std::move(inputs), {output}, std::move(attributes), node_name(type)});
    return output;
}

void Emission::give(const std::string& type, std::vector<std::string> inputs,
                    std::vector<NewAttribute> attributes, std::size_t output) {
    target_.written.nodes.push_back({type,
                                     std::move(inputs),
                                     {writing_.outputs.at(output)},
                                     std::move(attributes),
                                     node_name(type)});
}

std::string Emission::constant(double value) {
    return constants(std::span(&value, 1), {});
}

std::string Emission::constants(std::span<const double> values, std::vector<std::int64_t> dims) {
    std::string name = target_.names.fresh(writing_.outputs.front() + "/constant");
    target_.written.tensors.push_back(new_tensor(values, std::move(dims), name, writing_.type));
    return name;
}

std::string Emission::floats(std::span<const double> values, std::vector<std::int64_t> dims) {
    std::string name = target_.names.fresh(writing_.outputs.front() + "/numbers");
    target_.written.tensors.push_back(new_tensor(values, std::move(dims), name, ElementType::f32));
    return name;
}

std::string Emission::list(std::vector<std::int64_t> values) {
    std::string name = target_.names.fresh(writing_.outputs.front() + "/numbers");
    const auto count = static_cast<std::int64_t>(values.size());
    target_.written.tensors.push_back(new_tensor(std::span(values), {count}, name));
    return name;
}

void Emission::need(std::int64_t opset) const {
    if (target_.opset >= opset) return;
    refuse(fmt::format("opset {} has no operator for it, opset {} has", target_.opset, opset));
}

void Emission::refuse(const std::string& why) const {
    throw Error(ErrorKind::usage,
                text("{} cannot be written as ONNX: {}", graph::described(writing_.op), why), {},
                "write another format");
}

}  // namespace sescope::onnx
