// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of fields are those of onnx.proto.
#include "core/network/onnx/messages.h"

#include <array>
#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/checkpoint/containers.h"
#include "core/checkpoint/tensor_layout.h"

namespace sescope::onnx {
namespace {

namespace fs = std::filesystem;
using Reader = protozero::pbf_reader;

std::string_view text_of(Reader& reader) {
    const auto view = reader.get_view();
    return {view.data(), view.size()};
}

[[noreturn]] void too_many(const char* what, std::size_t most) {
    throw std::length_error(std::string("has more than ") + std::to_string(most) + " " + what);
}

// Repeated numbers stand in one packed field, or (from old writers) in a field each.
template <class Numbers, class Packed, class One>
void append(Reader& reader, Numbers& numbers, protozero::pbf_wire_type one_by_one,
            const Packed& packed, const One& one, std::size_t most, const char* what) {
    if (reader.wire_type() == one_by_one) {
        numbers.push_back(one(reader));
    } else if (reader.wire_type() != protozero::pbf_wire_type::length_delimited) {
        throw protozero::unknown_pbf_wire_type_exception();
    } else {
        for (const auto number : packed(reader)) {
            numbers.push_back(number);
            if (numbers.size() > most) too_many(what, most);
        }
    }
    if (numbers.size() > most) too_many(what, most);
}

void append_integers(Reader& reader, std::vector<std::int64_t>& numbers, std::size_t most,
                     const char* what) {
    append(
        reader, numbers, protozero::pbf_wire_type::varint,
        [](Reader& r) { return r.get_packed_int64(); }, [](Reader& r) { return r.get_int64(); },
        most, what);
}

template <class Visit>
void for_each_field(std::string_view message, const Visit& visit) {
    Reader reader(message.data(), message.size());
    while (reader.next()) {
        if (!visit(reader)) reader.skip();
    }
}

// Numbers inside of texts: wire types are checked by protozero in debug builds only.
bool is(const Reader& reader, std::uint32_t tag, protozero::pbf_wire_type type) {
    if (reader.tag() != tag) return false;
    if (reader.wire_type() != type) throw protozero::unknown_pbf_wire_type_exception();
    return true;
}
bool is_message(const Reader& reader, std::uint32_t tag) {
    return is(reader, tag, protozero::pbf_wire_type::length_delimited);
}
bool is_number(const Reader& reader, std::uint32_t tag) {
    return is(reader, tag, protozero::pbf_wire_type::varint);
}

Property property_in(std::string_view message) {
    Property property;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) return property.key = text_of(r), true;
        if (is_message(r, 2)) return property.value = text_of(r), true;
        return false;
    });
    return property;
}

Tensor tensor_in(std::string_view message) {
    Tensor tensor;
    tensor.message = message;
    for_each_field(message, [&](Reader& r) {
        if (r.tag() == 1) return append_integers(r, tensor.dims, kMostAxes, "axes"), true;
        if (is_number(r, 2)) {
            return tensor.type = static_cast<ElementType>(r.get_int32()), true;
        }
        if (is_message(r, 8)) return tensor.name = text_of(r), true;
        if (is_message(r, 9)) return tensor.raw = text_of(r), tensor.has_raw = true;
        if (is_message(r, 13)) {
            const Property entry = property_in(text_of(r));
            if (entry.key == "location") tensor.location = entry.value;
            if (entry.key == "offset") tensor.offset = entry.value;
            if (entry.key == "length") tensor.length = entry.value;
            return true;
        }
        if (is_number(r, 14)) return tensor.is_external = r.get_int32() == 1, true;
        return false;
    });
    return tensor;
}

Attribute attribute_in(std::string_view message) {
    constexpr std::size_t most = 1'000'000;  // a constant list of that many is no shape any more
    Attribute found;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) return found.name = text_of(r), true;
        if (is(r, 2, protozero::pbf_wire_type::fixed32)) {
            return found.number = static_cast<double>(r.get_float()), true;
        }
        if (is_number(r, 3)) return found.integer = r.get_int64(), true;
        if (is_message(r, 4)) return found.text = text_of(r), true;
        if (is_message(r, 5)) return found.tensor = text_of(r), found.has_tensor = true;
        if (is_message(r, 6)) return found.graph = text_of(r), found.has_graph = true;
        if (r.tag() == 7) {
            append(
                r, found.numbers, protozero::pbf_wire_type::fixed32,
                [](Reader& from) { return from.get_packed_float(); },
                [](Reader& from) { return from.get_float(); }, most, "numbers in one attribute");
            return true;
        }
        if (r.tag() == 8) {
            append_integers(r, found.integers, most, "numbers in one attribute");
            return true;
        }
        if (is_message(r, 9)) return ++found.texts, r.skip(), true;
        if (is_number(r, 20)) return found.type = r.get_int32(), true;
        if (is_message(r, 21)) return found.is_reference = true, r.skip(), true;
        if (is_message(r, 22)) return found.is_sparse = true, r.skip(), true;
        return false;
    });
    return found;
}

void append_text(std::vector<std::string_view>& texts, Reader& reader) {
    texts.push_back(text_of(reader));
    if (texts.size() > kMostOfNode) {
        too_many("inputs, outputs or attributes at one node", kMostOfNode);
    }
}

Node node_in(std::string_view message) {
    Node node;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) return append_text(node.inputs, r), true;
        if (is_message(r, 2)) return append_text(node.outputs, r), true;
        if (is_message(r, 3)) return node.name = text_of(r), true;
        if (is_message(r, 4)) return node.type = text_of(r), true;
        if (is_message(r, 5)) return append_text(node.attributes, r), true;
        if (is_message(r, 7)) return node.domain = text_of(r), true;
        if (is_message(r, 9)) {
            const Property entry = property_in(text_of(r));
            if (entry.key == "pkg.torch.onnx.name_scopes") node.name_scopes = entry.value;
            if (entry.key == "namespace") node.namespaces = entry.value;
            return true;
        }
        return false;
    });
    return node;
}

std::int64_t extent_in(std::string_view dimension) {
    std::int64_t extent = -1;
    for_each_field(dimension, [&](Reader& r) {
        if (is_number(r, 1)) return extent = r.get_int64(), true;
        return false;
    });
    return extent < 1 ? -1 : extent;
}

void read_tensor_type(std::string_view message, ValueInfo& info) {
    info.is_tensor = true;
    for_each_field(message, [&](Reader& r) {
        if (is_number(r, 1)) return info.type = static_cast<ElementType>(r.get_int32()), true;
        if (!is_message(r, 2)) return false;
        info.has_shape = true;
        for_each_field(text_of(r), [&](Reader& dims) {
            if (!is_message(dims, 1)) return false;
            info.dims.push_back(extent_in(text_of(dims)));
            if (info.dims.size() > kMostAxes) too_many("axes", kMostAxes);
            return true;
        });
        return true;
    });
}

ValueInfo value_info_in(std::string_view message) {
    ValueInfo info;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) return info.name = text_of(r), true;
        if (!is_message(r, 2)) return false;
        for_each_field(text_of(r), [&](Reader& type) {
            if (is_message(type, 1)) return read_tensor_type(text_of(type), info), true;
            return false;
        });
        return true;
    });
    return info;
}

std::string_view sparse_name(std::string_view message) {
    std::string_view name;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) return name = tensor_in(text_of(r)).name, true;
        return false;
    });
    return name;
}

template <class Item>
void bounded(std::vector<Item>& items, Item item, std::size_t most, const char* what) {
    if (items.size() >= most) too_many(what, most);
    items.push_back(std::move(item));
}

GraphMessage graph_in(std::string_view message) {
    GraphMessage graph;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) {
            return bounded(graph.nodes, node_in(text_of(r)), kMostNodes, "nodes"), true;
        }
        if (is_message(r, 5)) {
            bounded(graph.initializers, tensor_in(text_of(r)), kMostTensors, "tensors");
            return true;
        }
        if (is_message(r, 11)) {
            bounded(graph.inputs, value_info_in(text_of(r)), kMostTensors, "inputs");
            return true;
        }
        if (is_message(r, 12)) {
            bounded(graph.outputs, value_info_in(text_of(r)), kMostOfNode, "outputs");
            return true;
        }
        if (is_message(r, 15)) {
            bounded(graph.sparse_initializers, sparse_name(text_of(r)), kMostTensors, "tensors");
            return true;
        }
        return false;
    });
    return graph;
}

void read_opset(std::string_view message, Model& model) {
    std::string_view domain;
    std::int64_t version = 0;
    for_each_field(message, [&](Reader& r) {
        if (is_message(r, 1)) return domain = text_of(r), true;
        if (is_number(r, 2)) return version = r.get_int64(), true;
        return false;
    });
    if (domain.empty() || domain == "ai.onnx") model.opset = version;
}

Model model_in(std::string_view message) {
    Model model;
    for_each_field(message, [&](Reader& r) {
        if (is_number(r, 1)) return model.ir_version = r.get_int64(), true;
        if (is_message(r, 2)) return model.producer = text_of(r), true;
        if (is_message(r, 3)) return model.producer_version = text_of(r), true;
        if (is_message(r, 7)) return model.graph = graph_in(text_of(r)), true;
        if (is_message(r, 8)) return read_opset(text_of(r), model), true;
        if (is_message(r, 14)) {
            bounded(model.metadata, property_in(text_of(r)), kMostOfNode, "entries of metadata");
            return true;
        }
        if (is_message(r, 25)) return model.has_functions = true, r.skip(), true;
        return false;
    });
    return model;
}

// What protozero throws says too little for a person.
template <class Parse>
auto parsed(std::string_view message, const fs::path& path, const Parse& parse) {
    try {
        return parse(message);
    } catch (const protozero::end_of_buffer_exception&) {
        throw broken_file(
            path, "is a truncated or broken ONNX file: a field is longer than what is left");
    } catch (const protozero::exception&) {
        throw broken_file(path, "is a broken ONNX file: a field is of a kind that it cannot be");
    } catch (const std::length_error& error) {
        throw broken_file(path, error.what(), "no network has so many; the file is broken");
    }
}

}  // namespace

std::string name_of(ElementType type) {
    constexpr std::array<const char*, 17> names{
        "undefined", "float32", "uint8",     "int8",       "uint16",  "int16",
        "int32",     "int64",   "string",    "bool",       "float16", "float64",
        "uint32",    "uint64",  "complex64", "complex128", "bfloat16"};
    const auto number = static_cast<std::size_t>(type);
    return number < names.size() ? names[number] : "type " + std::to_string(static_cast<int>(type));
}

bool is_floating(ElementType type) noexcept {
    return type == ElementType::f32 || type == ElementType::f16 || type == ElementType::f64 ||
           type == ElementType::bf16;
}

Model parse_model(std::span<const std::byte> file, const fs::path& path) {
    return parsed({reinterpret_cast<const char*>(file.data()), file.size()}, path, model_in);
}

GraphMessage parse_graph(std::string_view message, const fs::path& path) {
    return parsed(message, path, graph_in);
}

Attribute parse_attribute(std::string_view message, const fs::path& path) {
    return parsed(message, path, attribute_in);
}

Tensor parse_tensor(std::string_view message, const fs::path& path) {
    return parsed(message, path, tensor_in);
}

}  // namespace sescope::onnx
