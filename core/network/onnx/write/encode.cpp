// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of fields are those of onnx.proto.
#include "core/network/onnx/write/encode.h"

#include <cmath>
#include <cstring>
#include <protozero/pbf_writer.hpp>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/float_formats.h"
#include "core/checkpoint/printable.h"
#include "core/network/onnx/element_types.h"

namespace sescope::onnx {
namespace {

using Writer = protozero::pbf_writer;

// AttributeProto::AttributeType.
constexpr int kFloat = 1;
constexpr int kInteger = 2;
constexpr int kText = 3;
constexpr int kIntegers = 7;

struct AttributeWriter {
    Writer& to;
    int operator()(std::int64_t value) const { return to.add_int64(3, value), kInteger; }
    int operator()(double value) const {
        return to.add_float(2, static_cast<float>(value)), kFloat;
    }
    int operator()(const std::string& value) const { return to.add_bytes(4, value), kText; }
    int operator()(const std::vector<std::int64_t>& values) const {
        // One field each: an empty list of packed ones would be no field at all.
        for (const auto value : values) to.add_int64(8, value);
        return kIntegers;
    }
};

void write_head(Writer& to, const NewTensor& tensor) {
    // A dimension each, as the Python package of ONNX writes them.
    for (const auto extent : tensor.dims) to.add_int64(1, extent);
    to.add_int32(2, static_cast<std::int32_t>(tensor.type));
    to.add_string(8, tensor.name);
}

void write_entry(Writer& to, std::uint32_t field, std::string_view key, std::string_view value) {
    Writer entry(to, field);
    entry.add_string(1, key.data(), key.size());
    entry.add_string(2, value.data(), value.size());
}

template <class Element>
NewTensor owned(std::vector<Element> values, std::vector<std::int64_t> dims, std::string name,
                ElementType type) {
    auto kept = std::make_shared<const std::vector<Element>>(std::move(values));
    const auto bytes = std::as_bytes(std::span(*kept));
    return {std::move(name), std::move(dims), type, bytes, std::move(kept)};
}

template <class Element, class Narrow>
std::vector<Element> narrowed(std::span<const float> values, const Narrow& narrow,
                              const std::string& name, float largest) {
    std::vector<Element> result;
    result.reserve(values.size());
    for (const float value : values) {
        if (std::isfinite(value) && std::fabs(value) > largest) {
            throw Error(ErrorKind::model,
                        text("the tensor '{}' gets numbers that are too large for the type that it "
                             "has in the file",
                             printable(name)),
                        {}, "prune the network in float32");
        }
        result.push_back(narrow(value));
    }
    return result;
}

NewTensor of_floats(std::span<const float> values, std::vector<std::int64_t> dims, std::string name,
                    ElementType type) {
    constexpr float largest_f16 = 65504;
    constexpr float largest_bf16 = 0x1.FEp127F;
    if (type == ElementType::f16) {
        auto halves = narrowed<std::uint16_t>(values, narrow_f16, name, largest_f16);
        return owned(std::move(halves), std::move(dims), std::move(name), type);
    }
    if (type == ElementType::bf16) {
        auto halves = narrowed<std::uint16_t>(values, narrow_bf16, name, largest_bf16);
        return owned(std::move(halves), std::move(dims), std::move(name), type);
    }
    if (type == ElementType::f64) {
        return owned(std::vector<double>(values.begin(), values.end()), std::move(dims),
                     std::move(name), type);
    }
    return owned(std::vector<float>(values.begin(), values.end()), std::move(dims), std::move(name),
                 ElementType::f32);
}

}  // namespace

std::string encoded(const NewNode& node) {
    std::string bytes;
    Writer to(bytes);
    for (const auto& input : node.inputs) to.add_string(1, input);
    for (const auto& output : node.outputs) to.add_string(2, output);
    if (!node.name.empty()) to.add_string(3, node.name);
    to.add_string(4, node.type);
    for (const auto& attribute : node.attributes) {
        Writer field(to, 5);
        field.add_string(1, attribute.name);
        field.add_int32(20, std::visit(AttributeWriter{field}, attribute.value));
    }
    return bytes;
}

Pieces encoded(const NewTensor& tensor) {
    std::string head;
    Writer to(head);
    write_head(to, tensor);
    Pieces pieces;
    pieces.own(std::move(head));
    Pieces values;
    values.view(tensor.bytes, tensor.owner);
    pieces.field(9, values);
    return pieces;
}

std::string encoded_beside(const NewTensor& tensor, const std::string& location,
                           std::uint64_t offset) {
    std::string bytes;
    Writer to(bytes);
    write_head(to, tensor);
    write_entry(to, 13, "location", location);
    write_entry(to, 13, "offset", std::to_string(offset));
    write_entry(to, 13, "length", std::to_string(tensor.bytes.size()));
    to.add_int32(14, 1);
    return bytes;
}

ElementType element_type_of(const TensorEntry& tensor) {
    if (const auto type = element_type_of(tensor.dtype)) return *type;
    throw Error(ErrorKind::model,
                text("the tensor '{}' is of {}, which is not written as ONNX",
                     printable(tensor.name), name_of(tensor.dtype)),
                {}, "save the network in float32");
}

NewTensor new_tensor(const TensorEntry& tensor, std::string name, ElementType type) {
    const bool floats = sescope::is_floating(tensor.dtype);
    const bool is_small = tensor.dtype == DType::f8_e4m3 || tensor.dtype == DType::f8_e5m2;
    if (!floats || (!is_small && element_type_of(tensor) == type)) {
        const ElementType own = element_type_of(tensor);
        if (tensor.contiguous()) {
            return {std::move(name), tensor.shape, own, tensor.bytes, tensor.owner};
        }
        return owned(to_contiguous_bytes(tensor), tensor.shape, std::move(name), own);
    }
    return of_floats(to_float32(tensor), tensor.shape, std::move(name), type);
}

NewTensor new_tensor(std::span<const double> values, std::vector<std::int64_t> dims,
                     std::string name, ElementType type) {
    if (type == ElementType::f64) {
        return owned(std::vector<double>(values.begin(), values.end()), std::move(dims),
                     std::move(name), type);
    }
    const std::vector<float> floats(values.begin(), values.end());
    return of_floats(floats, std::move(dims), std::move(name), type);
}

NewTensor new_tensor(std::span<const std::int64_t> values, std::vector<std::int64_t> dims,
                     std::string name) {
    return owned(std::vector<std::int64_t>(values.begin(), values.end()), std::move(dims),
                 std::move(name), ElementType::i64);
}

std::string encoded_declaration(const std::string& name, ElementType type,
                                std::span<const std::int64_t> extents,
                                std::span<const std::string_view> symbols) {
    std::string shape;
    Writer dims(shape);
    for (std::size_t i = 0; i < extents.size(); ++i) {
        Writer dimension(dims, 1);
        if (extents[i] >= 0) {
            dimension.add_int64(1, extents[i]);
        } else if (i < symbols.size()) {
            dimension.add_string(2, symbols[i].data(), symbols[i].size());
        }
    }
    std::string tensor;
    Writer of_tensor(tensor);
    of_tensor.add_int32(1, static_cast<std::int32_t>(type));
    of_tensor.add_message(2, shape);
    std::string of_type;
    Writer(of_type).add_message(1, tensor);
    std::string bytes;
    Writer to(bytes);
    to.add_string(1, name);
    to.add_message(2, of_type);
    return bytes;
}

}  // namespace sescope::onnx
