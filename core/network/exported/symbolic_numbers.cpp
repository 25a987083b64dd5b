// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/symbolic_numbers.h"

#include <algorithm>
#include <array>

#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

using nlohmann::json;

struct NumberRow {
    std::string_view target;
    ExtentOperation operation;
};
constexpr std::array kRows{
    NumberRow{"_operator.add", ExtentOperation::add},
    NumberRow{"_operator.sub", ExtentOperation::subtract},
    NumberRow{"_operator.mul", ExtentOperation::multiply},
    NumberRow{"_operator.floordiv", ExtentOperation::floor_divide},
    NumberRow{"_operator.mod", ExtentOperation::remainder},
    NumberRow{"torch.sym_max", ExtentOperation::maximum},
    NumberRow{"torch.sym_min", ExtentOperation::minimum},
};

// The name that a node gives its number.
const std::string* number_name(const ExportedNode& node) {
    if (node.outputs->size() != 1) return nullptr;
    const auto found = node.outputs->at(0).find("as_sym_int");
    if (found == node.outputs->at(0).end()) return nullptr;
    const auto name = found->find("as_name");
    return name != found->end() ? &name->get_ref<const std::string&>() : nullptr;
}

const json& argument_at(const ExportedNode& node, std::size_t index) {
    return node.inputs->at(index).at("arg");
}

}  // namespace

Extent number_of(const json& argument, const ExportedProgram& program,
                 const std::unordered_map<std::string_view, Extent>& numbers) {
    const json& number = argument.contains("as_sym_int") ? argument.at("as_sym_int") : argument;
    if (const auto fixed = number.find("as_int"); fixed != number.end()) {
        return Extent::fixed(fixed->get<std::int64_t>());
    }
    const std::string& name = number.at("as_name").get_ref<const std::string&>();
    const auto found = numbers.find(name);
    if (found == numbers.end()) {
        throw program.refused("uses the number " + printable(name) + ", which nothing gives");
    }
    return found->second;
}

bool read_number(const ExportedNode& node, const ExportedProgram& program,
                 std::unordered_map<std::string_view, Extent>& numbers,
                 const std::function<Extents(std::string_view)>& shape_of) {
    const auto* name = number_name(node);
    if (name == nullptr) {
        // Comparisons of sizes that only guard: their results are read by assertions alone.
        return node.outputs->size() == 1 && node.outputs->at(0).contains("as_sym_bool");
    }
    const auto unread = [&] {
        return program.refused(
            "computes a size with " + printable(node.target) + ", which is not read", kHowToExport);
    };
    if (node.target == "torch.ops.aten.sym_size.int") {
        const auto& tensor = argument_at(node, 0).at("as_tensor").at("name");
        const auto shape = shape_of(tensor.get_ref<const std::string&>());
        const auto dimension = argument_at(node, 1).at("as_int").get<std::int64_t>();
        const auto at =
            dimension < 0 ? dimension + static_cast<std::int64_t>(shape.size()) : dimension;
        if (at < 0 || at >= static_cast<std::int64_t>(shape.size())) throw unread();
        numbers[*name] = shape[static_cast<std::size_t>(at)];
        return true;
    }
    const auto* row = std::ranges::find(kRows, node.target, &NumberRow::target);
    if (row == kRows.end() || node.inputs->size() != 2) throw unread();
    const auto value = combined(row->operation, number_of(argument_at(node, 0), program, numbers),
                                number_of(argument_at(node, 1), program, numbers));
    if (!value) throw unread();
    numbers[*name] = *value;
    return true;
}

}  // namespace sescope
