// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/call.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/checkpoint/printable.h"
#include "core/network/onnx/module_path.h"

namespace sescope::onnx {
namespace {

// Longer constants are weights, whatever they are used for.
constexpr std::int64_t kMostNumbers = 65'536;

}  // namespace

std::string described(const Node& node) {
    std::string text = printable(node.type);
    if (!node.domain.empty() && node.domain != "ai.onnx") {
        text = printable(node.domain) + "." + text;
    }
    if (!node.name.empty()) return text + ", node " + printable(node.name);
    if (!node.outputs.empty()) return text + ", the node of " + printable(node.outputs.front());
    return text;
}

Call::Call(Import& import, const Node& node)
    : import_(import), node_(node), first_operator_(import.graph.operators.size()) {
    attributes_.reserve(node.attributes.size());
    for (const auto message : node.attributes) {
        attributes_.push_back(parse_attribute(message, import.path()));
        if (attributes_.back().is_reference) refuse("refers to an attribute of a function");
    }
    module_ = module_path(node);
}

bool Call::has(std::size_t i) const {
    return i < node_.inputs.size() && !node_.inputs[i].empty();
}

const Bound& Call::input(std::size_t i) const {
    if (!has(i)) refuse("lacks its input " + std::to_string(i));
    const Bound* bound = import_.find(node_.inputs[i]);
    if (bound == nullptr) {
        refuse("reads \"" + printable(node_.inputs[i]) + "\", which nothing in the file gives");
    }
    return *bound;
}

const Bound* Call::optional(std::size_t i) const {
    return has(i) ? &input(i) : nullptr;
}

std::shared_ptr<const Numbers> Call::numbers(std::size_t i) const {
    const Bound& bound = input(i);
    if (bound.numbers || !bound.constant) return bound.numbers;
    if (bound.constant->numel() > kMostNumbers) return nullptr;
    auto numbers = numbers_of(*bound.constant);
    if (!numbers) return nullptr;
    import_.spend(numbers->values.size());
    return std::make_shared<const Numbers>(std::move(*numbers));
}

std::shared_ptr<const Numbers> Call::required(std::size_t i, std::string_view what) const {
    auto known = numbers(i);
    if (!known) {
        refuse("only running the network would tell its " + std::string(what),
               "export the network for one size of images, or simplify it (onnxsim)");
    }
    return known;
}

std::vector<std::int64_t> Call::required_integers(std::size_t i, std::string_view what) {
    std::vector<std::int64_t> result;
    const auto known = required(i, what);
    for (const auto& number : known->values) result.push_back(import_.literal(number));
    return result;
}

double Call::required_number(std::size_t i, std::string_view what) {
    const auto known = required(i, what);
    if (known->values.size() != 1) refuse("its " + std::string(what) + " is not one number");
    const Number& number = known->values.front();
    if (number.of_batch()) throw BatchMatters{std::string(what)};
    import_.note_size(number.of_size());
    return number.at[0];
}

const Attribute* Call::attribute(std::string_view name) const {
    const auto found = std::ranges::find(attributes_, name, &Attribute::name);
    return found == attributes_.end() ? nullptr : &*found;
}

std::int64_t Call::integer(std::string_view name, std::int64_t otherwise) const {
    const Attribute* found = attribute(name);
    return found == nullptr ? otherwise : found->integer;
}

double Call::number(std::string_view name, double otherwise) const {
    const Attribute* found = attribute(name);
    const double value = found == nullptr ? otherwise : found->number;
    if (std::isnan(value)) refuse("its " + std::string(name) + " is not a number");
    return value;
}

std::string Call::text(std::string_view name, std::string_view otherwise) const {
    const Attribute* found = attribute(name);
    return std::string(found == nullptr ? otherwise : found->text);
}

std::vector<std::int64_t> Call::integers(std::string_view name,
                                         std::vector<std::int64_t> otherwise) const {
    const Attribute* found = attribute(name);
    return found == nullptr ? std::move(otherwise) : found->integers;
}

std::optional<std::vector<std::int64_t>> Call::integers_of(std::size_t i, std::string_view name) {
    if (const Attribute* found = attribute(name)) return found->integers;
    if (!has(i)) return std::nullopt;
    return required_integers(i, name);
}

std::int64_t Call::axis_of(const Bound& x, std::int64_t axis) const {
    const auto rank = static_cast<std::int64_t>(x.rank());
    if (axis < -rank || axis >= rank) {
        refuse("names the axis " + std::to_string(axis) + " of a tensor that has " +
               std::to_string(rank));
    }
    return axis < 0 ? axis + rank : axis;
}

std::vector<std::int64_t> Call::axes_of(const Bound& x, std::vector<std::int64_t> axes) const {
    for (auto& axis : axes) axis = axis_of(x, axis);
    std::ranges::sort(axes);
    if (std::ranges::adjacent_find(axes) != axes.end()) refuse("names an axis twice");
    return axes;
}

void Call::keep_batch(const Bound& x, std::int64_t dimension) const {
    if (x.extents[static_cast<std::size_t>(dimension)].of_batch()) {
        throw BatchMatters{described(node_) + " works along the batch"};
    }
}

void Call::stand_in_module_of(const Bound& weight) {
    // Folding moves a convolution into the scope of its batch norm; keys of weights stay.
    constexpr std::string_view ending = ".weight";
    if (!weight.constant) return;
    const std::string& key = weight.constant->name;
    if (!key.ends_with(ending) || key.find_first_of("/:") != std::string::npos) return;
    module_ = key.substr(0, key.size() - ending.size());
}

Bound Call::emit(graph::OperatorKind kind, std::initializer_list<const Bound*> inputs) {
    return emit(std::move(kind), std::vector<const Bound*>(inputs));
}

Bound Call::emit(graph::OperatorKind kind, const std::vector<const Bound*>& inputs) {
    try {
        Bound made = import_.emit(std::move(kind), inputs, module_, std::string(node_.name));
        import_.note_node(made, node_);
        return made;
    } catch (const Error& error) {
        if (!error.file().empty()) throw;
        throw Error(error.kind(), error.said(), import_.path(), error.advice());
    }
}

Bound Call::call_aten(std::string name, const Bound& x) {
    return emit(graph::AtenCall{std::move(name), "", {{"self", graph::InputArgument{0}}}}, {&x});
}

bool Call::gives(std::size_t output) const {
    return output < node_.outputs.size() && !node_.outputs[output].empty();
}

void Call::give(Bound bound, std::size_t output) {
    // What only gets another name has other readers too.
    if (bound.made_by < first_operator_) bound.made_by = SIZE_MAX;
    if (gives(output)) import_.bind(node_.outputs[output], std::move(bound));
}

Error Call::refusal(const std::string& why, const std::string& hint) const {
    return {ErrorKind::model, described(node_) + ": " + why, import_.path(), hint};
}

void Call::refuse(const std::string& why, const std::string& hint) const {
    throw refusal(why, hint);
}

}  // namespace sescope::onnx
