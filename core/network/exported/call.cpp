// SPDX-License-Identifier: GPL-3.0-or-later
// What a row of the operator table sees of its node: arguments by name.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/checkpoint/printable.h"
#include "core/network/exported/import.h"
#include "core/network/exported/symbolic_numbers.h"

namespace sescope {

using graph::ValueId;
using nlohmann::json;

namespace {

constexpr std::size_t kMostListed = 100'000;

// Infinity and its like are texts, since JSON has none.
std::optional<double> number_in(const json& value) {
    if (value.is_number()) return value.get<double>();
    if (value == "Infinity") return std::numeric_limits<double>::infinity();
    if (value == "-Infinity") return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

}  // namespace

Call::Call(Import& import, const ExportedNode& node, std::string_view name)
    : import_(import), node_(node), name_(name) {
    const auto dot = node.target.rfind('.');
    overload_ = node.target.substr(dot + 1);
    const auto take = [&](const json& tensor) {
        outputs_.push_back(tensor.at("name").get_ref<const std::string&>());
    };
    for (const auto& output : *node.outputs) {
        if (output.contains("as_tensor")) {
            take(output.at("as_tensor"));
        } else if (output.contains("as_tensors")) {
            for (const auto& tensor : output.at("as_tensors")) take(tensor);
        } else if (!output.contains("as_none")) {
            throw refused("gives what is no tensor", kHowToExport);
        }
    }
}

const json* Call::argument(std::string_view name) const {
    for (const auto& input : *node_.inputs) {
        if (input.at("name").get_ref<const std::string&>() == name) return &input.at("arg");
    }
    return nullptr;
}

const json& Call::required(std::string_view name) const {
    const auto* found = argument(name);
    if (found == nullptr || !found->is_object()) {
        throw refused("lacks its argument " + printable(name));
    }
    return *found;
}

bool Call::has(std::string_view name) const {
    const auto* found = argument(name);
    return found != nullptr && !found->contains("as_none");
}

bool Call::is_tensor(std::string_view name) const {
    const auto* found = argument(name);
    return found != nullptr &&
           (found->contains("as_tensor") || found->contains("as_optional_tensor"));
}

ValueId Call::tensor(std::string_view name) const {
    const json* value = &required(name);
    if (value->contains("as_optional_tensor")) value = &value->at("as_optional_tensor");
    if (!value->contains("as_tensor")) {
        throw refused("has an argument " + printable(name) + " that is no tensor");
    }
    const auto& tensor = value->at("as_tensor").at("name").get_ref<const std::string&>();
    return import_.cells_[import_.cell_of(tensor, &node_)].value;
}

ValueId Call::tensor_or_absent(std::string_view name) const {
    if (!has(name)) return graph::kAbsent;
    const json& value = required(name);
    if (value.contains("as_optional_tensor") &&
        value.at("as_optional_tensor").contains("as_none")) {
        return graph::kAbsent;
    }
    return tensor(name);
}

std::vector<ValueId> Call::tensors(std::string_view name) const {
    std::vector<ValueId> values;
    for (const auto& tensor : required(name).at("as_tensors")) {
        const auto& of = tensor.at("name").get_ref<const std::string&>();
        values.push_back(import_.cells_[import_.cell_of(of, &node_)].value);
    }
    if (values.empty()) throw refused("has an empty list " + printable(name));
    return values;
}

std::pair<std::size_t, ValueId> Call::only_index(std::string_view name) const {
    const json& value = required(name);
    if (value.contains("as_tensors")) {
        const auto values = tensors(name);
        if (values.size() == 1) return {0, values[0]};
        throw refused("has several tensors in " + printable(name) + ", which is not read");
    }
    std::optional<std::pair<std::size_t, ValueId>> found;
    const json& list = value.at("as_optional_tensors");
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].contains("as_none")) continue;
        if (found)
            throw refused("has several tensors in " + printable(name) + ", which is not read");
        const auto& of = list[i].at("as_tensor").at("name").get_ref<const std::string&>();
        found = {i, import_.cells_[import_.cell_of(of, &node_)].value};
    }
    if (!found) throw refused("has no tensor in " + printable(name));
    return *found;
}

Extent Call::extent_of(const json& argument, std::string_view name) const {
    if (!argument.contains("as_int") && !argument.contains("as_sym_int") &&
        !argument.contains("as_name")) {
        throw refused("has an argument " + printable(name) + " that is no whole number");
    }
    return number_of(argument, import_.program_, import_.numbers_);
}

Extent Call::extent(std::string_view name, std::optional<std::int64_t> otherwise) const {
    if (otherwise && !has(name)) return Extent::fixed(*otherwise);
    return extent_of(required(name), name);
}

Extents Call::extents(std::string_view name) const {
    const json& value = required(name);
    Extents extents;
    if (const auto plain = value.find("as_ints"); plain != value.end()) {
        for (const auto& number : *plain)
            extents.push_back(Extent::fixed(number.get<std::int64_t>()));
    } else if (const auto symbolic = value.find("as_sym_ints"); symbolic != value.end()) {
        for (const auto& number : *symbolic) extents.push_back(extent_of(number, name));
    } else {
        extents.push_back(extent_of(value, name));
    }
    if (extents.size() > kMostListed) throw refused("has too many numbers in " + printable(name));
    return extents;
}

std::int64_t Call::used_number(const Extent& number, std::string_view name) const {
    if (number.varies_with_size()) import_.network_.only_this_size = true;
    const auto value = number.example();
    if (value < -kLargestNumber || value > kLargestNumber) {
        throw refused("has a number in " + printable(name) + " that cannot be");
    }
    return value;
}

std::int64_t Call::integer(std::string_view name, std::optional<std::int64_t> otherwise) const {
    const auto value = extent(name, otherwise);
    if (value.varies_with_batch()) {
        throw refused("has an argument " + printable(name) + " that depends on the batch",
                      kHowToExport);
    }
    return used_number(value, name);
}

std::vector<std::int64_t> Call::integers(std::string_view name,
                                         std::optional<std::vector<std::int64_t>> otherwise,
                                         std::size_t count) const {
    std::vector<std::int64_t> values;
    if (otherwise && !has(name)) {
        values = *otherwise;
    } else {
        for (const auto& value : extents(name)) {
            if (value.varies_with_batch()) {
                throw refused("has numbers " + printable(name) + " that depend on the batch",
                              kHowToExport);
            }
            values.push_back(used_number(value, name));
        }
    }
    if (count == 0 || values.size() == count) return values;
    if (values.size() != 1) {
        throw refused(
            fmt::format("has {} numbers in {}, not {}", values.size(), printable(name), count));
    }
    return std::vector(count, values[0]);
}

double Call::real(std::string_view name, std::optional<double> otherwise) const {
    if (otherwise && !has(name)) return *otherwise;
    const json& value = required(name);
    for (const auto* kind : {"as_float", "as_int"}) {
        const auto found = value.find(kind);
        if (found == value.end()) continue;
        if (const auto number = number_in(*found)) return *number;
    }
    throw refused("has an argument " + printable(name) + " that is no number");
}

std::vector<double> Call::reals(std::string_view name) const {
    const json& value = required(name);
    const auto found = value.find("as_floats");
    if (found == value.end()) return {};
    std::vector<double> numbers;
    for (const auto& item : *found) {
        const auto number = number_in(item);
        if (!number) throw refused("has numbers " + printable(name) + " that are none");
        numbers.push_back(*number);
    }
    return numbers;
}

bool Call::boolean(std::string_view name, std::optional<bool> otherwise) const {
    if (otherwise && !has(name)) return *otherwise;
    return required(name).at("as_bool").get<bool>();
}

std::string Call::text(std::string_view name, std::optional<std::string> otherwise) const {
    if (otherwise && !has(name)) return *otherwise;
    return required(name).at("as_string").get<std::string>();
}

std::size_t Call::dimension_at(std::int64_t dimension, std::size_t rank) const {
    const auto ranks = static_cast<std::int64_t>(rank);
    const auto at = dimension < 0 ? dimension + ranks : dimension;
    if (at < 0 || at >= ranks) {
        throw refused(fmt::format("takes dimension {} of a tensor that has {}", dimension, rank));
    }
    return static_cast<std::size_t>(at);
}

std::size_t Call::dimension(std::string_view name, std::size_t rank,
                            std::optional<std::int64_t> otherwise) const {
    return dimension_at(integer(name, otherwise), rank);
}

std::string Call::label() const {
    std::string text = fmt::format("aten.{}", printable(name_));
    if (!node_.module.empty()) text += " in " + printable(node_.module);
    if (!outputs_.empty()) text += fmt::format(" (node {})", printable(outputs_[0]));
    return text;
}

Error Call::refused(const std::string& why, const std::string& hint) const {
    return import_.program_.refused("the operator " + label() + " " + why, hint);
}

}  // namespace sescope
