// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX files for tests, field by field. Numbers of fields are those of onnx.proto.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <protozero/pbf_writer.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/network/onnx/read_onnx.h"

namespace sescope::test {

using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

inline constexpr int kFloat = 1;
inline constexpr int kInt64 = 7;

/// A TensorProto with raw data.
template <class Element>
std::string raw_tensor(const std::string& name, const Integers& dims, int type,
                       const std::vector<Element>& values) {
    std::string data(values.size() * sizeof(Element), '\0');
    if (!values.empty()) std::memcpy(data.data(), values.data(), data.size());
    std::string bytes;
    protozero::pbf_writer tensor(bytes);
    tensor.add_packed_int64(1, dims.begin(), dims.end());
    tensor.add_int32(2, type);
    tensor.add_string(8, name);
    tensor.add_bytes(9, data);
    return bytes;
}

inline std::string float_tensor(const std::string& name, const Integers& dims,
                                std::vector<float> values = {}) {
    std::size_t count = 1;
    for (const auto extent : dims) count *= static_cast<std::size_t>(extent);
    if (values.empty()) values.assign(count, 0.5F);
    return raw_tensor(name, dims, kFloat, values);
}
inline std::string integer_tensor(const std::string& name, const Integers& values) {
    return raw_tensor(name, {std::ssize(values)}, kInt64, values);
}

/// Attributes of a node.
class Attributes {
  public:
    Attributes&& integer(const std::string& name, std::int64_t value) && {
        return std::move(*this).add(name, 2, [&](auto& a) { a.add_int64(3, value); });
    }
    Attributes&& number(const std::string& name, float value) && {
        return std::move(*this).add(name, 1, [&](auto& a) { a.add_float(2, value); });
    }
    Attributes&& text(const std::string& name, const std::string& value) && {
        return std::move(*this).add(name, 3, [&](auto& a) { a.add_bytes(4, value); });
    }
    Attributes&& integers(const std::string& name, const Integers& values) && {
        return std::move(*this).add(
            name, 7, [&](auto& a) { a.add_packed_int64(8, values.begin(), values.end()); });
    }
    Attributes&& tensor(const std::string& name, const std::string& message) && {
        return std::move(*this).add(name, 4, [&](auto& a) { a.add_message(5, message); });
    }
    Attributes&& graph(const std::string& name, const std::string& message) && {
        return std::move(*this).add(name, 5, [&](auto& a) { a.add_message(6, message); });
    }
    const Texts& messages() const { return messages_; }

  private:
    template <class Fill>
    Attributes&& add(const std::string& name, int type, const Fill& fill) && {
        std::string bytes;
        protozero::pbf_writer attribute(bytes);
        attribute.add_string(1, name);
        fill(attribute);
        attribute.add_int32(20, type);
        messages_.push_back(std::move(bytes));
        return std::move(*this);
    }
    Texts messages_;
};

/// A model of one graph. `x` [n, 3, 32, 32] is its input unless another is given.
class ModelBuilder {
  public:
    std::int64_t opset = 17;
    Texts input_messages;

    ModelBuilder& input(const std::string& name, const Integers& dims, int type = kFloat) {
        input_messages.push_back(value_info(name, dims, type));
        return *this;
    }
    ModelBuilder& initializer(std::string tensor) {
        initializers_.push_back(std::move(tensor));
        return *this;
    }
    ModelBuilder& floats(const std::string& name, const Integers& dims,
                         std::vector<float> values = {}) {
        return initializer(float_tensor(name, dims, std::move(values)));
    }
    ModelBuilder& integers(const std::string& name, const Integers& values) {
        return initializer(integer_tensor(name, values));
    }
    /// A node that is called "the TYPE NUMBER".
    ModelBuilder& node(const std::string& type, const Texts& inputs, const Texts& outputs,
                       const Attributes& attributes = {}, const Texts& more = {}) {
        std::string bytes;
        protozero::pbf_writer node(bytes);
        for (const auto& name : inputs) node.add_string(1, name);
        for (const auto& name : outputs) node.add_string(2, name);
        node.add_string(3, more.empty() ? type + std::to_string(nodes_.size()) : more[0]);
        node.add_string(4, type);
        for (const auto& attribute : attributes.messages()) node.add_message(5, attribute);
        if (more.size() > 1) node.add_string(7, more[1]);
        nodes_.push_back(std::move(bytes));
        return *this;
    }
    ModelBuilder& output(const std::string& name) {
        outputs_.push_back(value_info(name, {}, 0));
        return *this;
    }
    ModelBuilder& metadata(const std::string& key, const std::string& value) {
        metadata_.push_back({key, value});
        return *this;
    }

    /// The GraphProto; of a branch, without the input that models have.
    std::string graph(bool is_branch = false) const {
        std::string bytes;
        protozero::pbf_writer graph(bytes);
        for (const auto& node : nodes_) graph.add_message(1, node);
        for (const auto& tensor : initializers_) graph.add_message(5, tensor);
        if (input_messages.empty() && !is_branch) {
            graph.add_message(11, value_info("x", {-1, 3, 32, 32}, kFloat));
        }
        for (const auto& input : input_messages) graph.add_message(11, input);
        for (const auto& output : outputs_) graph.add_message(12, output);
        return bytes;
    }
    std::string bytes() const {
        std::string bytes;
        protozero::pbf_writer model(bytes);
        model.add_int64(1, 8);
        model.add_string(2, "by hand");
        model.add_message(7, graph());
        {
            protozero::pbf_writer version(model, 8);
            version.add_string(1, "");
            version.add_int64(2, opset);
        }
        for (const auto& [key, value] : metadata_) {
            protozero::pbf_writer property(model, 14);
            property.add_string(1, key);
            property.add_string(2, value);
        }
        return bytes;
    }

    static std::string value_info(const std::string& name, const Integers& dims, int type) {
        std::string bytes;
        protozero::pbf_writer info(bytes);
        info.add_string(1, name);
        if (type == 0) return bytes;
        protozero::pbf_writer of(info, 2);
        protozero::pbf_writer tensor(of, 1);
        tensor.add_int32(1, type);
        protozero::pbf_writer shape(tensor, 2);
        for (const auto extent : dims) {
            protozero::pbf_writer dimension(shape, 1);
            if (extent > 0) dimension.add_int64(1, extent);
            if (extent <= 0) dimension.add_string(2, "any");
        }
        return bytes;
    }

  private:
    Texts nodes_, initializers_, outputs_;
    std::vector<std::pair<std::string, std::string>> metadata_;
};

inline ImportedNetwork read_bytes(const std::string& bytes, std::optional<InputSize> size = {},
                                  const std::filesystem::path& path = "made.onnx") {
    const auto kept = std::make_shared<const std::string>(bytes);
    return read_onnx(std::as_bytes(std::span(*kept)), kept, path, size);
}
inline ImportedNetwork read(const ModelBuilder& model, std::optional<InputSize> size = {}) {
    return read_bytes(model.bytes(), size);
}

/// What reading throws, or an empty text.
inline std::string refusal(const std::string& bytes, std::optional<InputSize> size = {}) {
    try {
        read_bytes(bytes, size);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::model && !error.file().empty()
                   ? error.message()
                   : "an error of another kind: " + error.message();
    }
    return "";
}
inline std::string refusal(const ModelBuilder& model) {
    return refusal(model.bytes());
}

/// The only operator of a kind in the graph; throws where there is none.
template <class Kind>
const Kind& first(const graph::Graph& graph) {
    for (const auto& op : graph.operators) {
        if (const auto* kind = std::get_if<Kind>(&op.kind)) return *kind;
    }
    throw std::runtime_error("the graph has no such operator");
}
template <class Kind>
std::size_t count(const graph::Graph& graph) {
    std::size_t found = 0;
    for (const auto& op : graph.operators) found += std::holds_alternative<Kind>(op.kind) ? 1 : 0;
    return found;
}

/// The shape of the graph's first output for images of this shape.
inline graph::Shape output_shape(const graph::Graph& graph, const graph::Shape& images) {
    const std::vector<graph::Shape> given{images};
    return graph::infer_shapes(graph, given)[static_cast<std::size_t>(graph.outputs.at(0))];
}

}  // namespace sescope::test
