// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/import.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"

namespace sescope::onnx {
namespace {

// Numbers of shapes are few; a file with more is made to keep us busy.
constexpr std::size_t kMostEvaluated = 1'000'000;

template <class Element>
TensorEntry owned_tensor(const Numbers& numbers, DType dtype) {
    const auto bytes =
        std::make_shared<std::vector<std::byte>>(numbers.values.size() * sizeof(Element));
    for (std::size_t i = 0; i < numbers.values.size(); ++i) {
        const double value = numbers.values[i].at[0];
        Element element{};
        if constexpr (std::is_same_v<Element, float>) {
            element = static_cast<float>(value);
        } else {
            element = to_integer(value);
        }
        std::memcpy(bytes->data() + i * sizeof(Element), &element, sizeof(Element));
    }
    TensorEntry entry;
    entry.dtype = dtype;
    entry.shape = numbers.shape;
    entry.strides = contiguous_strides(entry.shape);
    entry.bytes = *bytes;
    entry.owner = bytes;
    return entry;
}

bool same_view(const TensorEntry& a, const TensorEntry& b) {
    return a.shape == b.shape && a.strides == b.strides && a.bytes.data() == b.bytes.data() &&
           a.dtype == b.dtype;
}

}  // namespace

Bound bound_constant(TensorEntry entry, bool is_parameter) {
    Bound bound;
    bound.extents = literal_extents(entry.shape);
    bound.is_parameter = is_parameter;
    bound.constant = std::make_shared<const TensorEntry>(std::move(entry));
    return bound;
}

Bound bound_numbers(Numbers numbers) {
    Bound bound;
    bound.extents = literal_extents(numbers.shape);
    bound.numbers = std::make_shared<const Numbers>(std::move(numbers));
    return bound;
}

Import::Import(TensorReader& reader, std::int64_t opset, bool single_images)
    : reader_(&reader), opset_(opset), single_images_(single_images) {}

const Bound* Import::find(std::string_view name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? nullptr : &found->second;
}

void Import::bind(std::string_view name, Bound bound) {
    if (bound.value != graph::kAbsent) trace.values[name] = graph.value(bound.value).name;
    if (!names_.try_emplace(name, std::move(bound)).second) {
        throw broken_file(path(), text("gives the name \"{}\" to two things", printable(name)));
    }
}

Bound Import::add_images(const std::string& name, std::int64_t channels, InputSize size) {
    const std::int64_t batch = single_images_ ? 1 : 2;
    const std::int64_t other = single_images_ ? 1 : 3;
    Bound images;
    images.extents = {{{batch, other, batch}},
                      {{channels, channels, channels}},
                      {{size.height, size.height, 2 * size.height}},
                      // Of another ratio, so that no height passes for a width.
                      {{size.width, size.width, 3 * size.width}}};
    images.of_images = true;
    images.value = graph.add_input(name, {-1, channels, -1, -1});
    return images;
}

std::string Import::key_for(const Bound& bound) {
    const TensorEntry& entry = *bound.constant;
    std::string key = entry.name.empty() ? "constant" : entry.name;
    if (key.size() > kLongestName || !is_plain_text(key)) {
        throw broken_file(path(), text("names a tensor \"{}\", which no network's names are like",
                                       printable(key)));
    }
    // Another view of the same tensor, or a node of the same name, gets a key of its own.
    const std::string base = key;
    for (std::size_t i = 1;; ++i) {
        const TensorEntry* known = weights.find(key);
        if (known != nullptr ? same_view(*known, entry) : graph.find(key) == graph::kAbsent) break;
        key = base + "_" + std::to_string(i == 1 ? 1 : weights.size() + i);
    }
    return key;
}

Bound Import::as_tensor(const Bound& bound, bool as_integers) {
    if (!bound.constant) {
        for (const auto& number : bound.numbers->values) literal(number);
        const bool integers = as_integers && bound.numbers->kind == NumberKind::integer;
        return bound_constant(integers ? owned_tensor<std::int64_t>(*bound.numbers, DType::i64)
                                       : owned_tensor<float>(*bound.numbers, DType::f32),
                              false);
    }
    // Of a view that shows one element everywhere, one is converted.
    TensorEntry one = *bound.constant;
    const bool repeats =
        std::ranges::all_of(one.strides, [](std::int64_t stride) { return stride == 0; });
    if (repeats) one.shape.assign(one.shape.size(), 1);
    TensorEntry floats = StateDict::make_tensor(one.name, one.shape, to_float32(one));
    if (repeats) {
        floats.shape = bound.constant->shape;
        floats.strides = bound.constant->strides;
    }
    return bound_constant(std::move(floats), false);
}

graph::ValueId Import::value_of(const Bound& bound, bool as_integers) {
    if (bound.value != graph::kAbsent) return bound.value;
    const bool is_tensor =
        bound.constant && (as_integers || sescope::is_floating(bound.constant->dtype));
    const Bound* known = &bound;
    if (!is_tensor) {
        // Once for all that read it.
        auto& made = made_tensors_[as_integers ? 1 : 0];
        const void* source = bound.constant ? static_cast<const void*>(bound.constant.get())
                                            : static_cast<const void*>(bound.numbers.get());
        const auto [at, is_new] = made.try_emplace(source);
        if (is_new) at->second = {as_tensor(bound, as_integers), bound};
        known = &at->second.first;
    }
    const std::string key = key_for(*known);
    if (is_tensor) trace.tensors[key] = known->constant->name;
    if (!weights.contains(key)) {
        TensorEntry entry = *known->constant;
        entry.name = key;
        weights.add(std::move(entry));
    }
    return graph.add_weight(key, known->constant->shape, !known->is_parameter);
}

Extents Import::infer(const graph::Operator& op, const std::vector<const Bound*>& inputs) {
    graph::Graph alone;
    graph::Operator copy = op;
    copy.inputs.clear();
    for (const Bound* input : inputs) {
        if (input == nullptr) {
            copy.inputs.push_back(graph::kAbsent);
            continue;
        }
        const graph::Shape any(input->rank(), -1);
        copy.inputs.push_back(alone.add_input(std::to_string(copy.inputs.size()), any));
    }
    copy.outputs = {alone.add_value({"y", graph::ValueKind::computed, {}})};
    alone.operators.push_back(std::move(copy));
    alone.outputs = alone.operators.back().outputs;
    graph::validate(alone);  // fields of a file may be anything
    const auto result = static_cast<std::size_t>(alone.outputs.front());
    const auto inferred = [&](std::size_t probe) {
        std::vector<graph::Shape> shapes;
        for (const Bound* input : inputs) {
            if (input != nullptr) shapes.push_back(shape_at(input->extents, probe));
        }
        return graph::infer_shapes(alone, shapes)[result];
    };
    Extents extents = literal_extents(inferred(0));
    const auto put = [&](std::size_t probe) {
        const graph::Shape shape = inferred(probe);
        if (shape.size() != extents.size()) throw BatchMatters{"the rank changes"};
        for (std::size_t i = 0; i < shape.size(); ++i) extents[i].at[probe] = shape[i];
    };
    if (!single_images_) put(kOtherBatch);
    // Once a number of the size stands in the graph, another size says nothing any more.
    if (only_this_size_) return extents;
    try {
        put(kOtherSize);
        // Where a larger image makes more rows in place of more images, the file wants its own
        // size.
        for (const auto& extent : extents) {
            if (extent.of_batch() && extent.of_size()) takes_other_size_ = false;
        }
    } catch (const Error&) {
        takes_other_size_ = false;
    } catch (const BatchMatters&) {
        takes_other_size_ = false;
    }
    note_size(!takes_other_size_);
    return extents;
}

Bound Import::emit(graph::OperatorKind kind, const std::vector<const Bound*>& inputs,
                   const std::string& module, const std::string& name) {
    std::vector<graph::ValueId> ids;
    ids.reserve(inputs.size());
    for (const Bound* input : inputs) {
        ids.push_back(input == nullptr ? graph::kAbsent : value_of(*input));
    }
    Bound made;
    for (const Bound* input : inputs) {
        made.of_images = made.of_images || (input != nullptr && input->of_images);
    }
    made.extents = infer({kind, {}, {}, name, module}, inputs);
    made.value = graph.add(std::move(kind), std::move(ids), module, name);
    made.made_by = graph.operators.size() - 1;
    return made;
}

void Import::note_node(const Bound& made, const Node& node) {
    trace.nodes[graph.value(made.value).name].push_back(&node);
}

std::int64_t Import::literal(const Number& number) {
    if (number.of_batch()) throw BatchMatters{"a number that is computed from the batch"};
    note_size(number.of_size());
    return to_integer(number.at[0]);
}

void Import::spend(std::size_t numbers) {
    evaluated_ += numbers;
    if (evaluated_ <= kMostEvaluated) return;
    throw broken_file(path(), "computes more numbers from shapes than any network needs",
                      "simplify it first (onnxsim)");
}

void Import::assume(Assumption assumption) {
    for (const auto& known : assumptions) {
        if (known == assumption) return;
    }
    assumptions.push_back(std::move(assumption));
}

}  // namespace sescope::onnx
