// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/write/file_nodes.h"

#include <functional>
#include <queue>
#include <utility>

#include "core/network/onnx/captured_names.h"

namespace sescope::onnx {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kAttribute = 5;  // of a node

/// Messages of which tensors that lie beside the file are written into another one.
class TensorMoving {
  public:
    TensorMoving(TensorReader& reader, ExternalData& data) : reader_(reader), data_(data) {}

    std::optional<Pieces> attribute(std::string_view message, const NewTensor* values,
                                    int depth = 0) const {
        return with_fields(message, [&](const RawField& field) -> std::optional<Pieces> {
            switch (field.number) {
                case 5:  // a tensor
                    if (values == nullptr) return tensor(field.content);
                    return tensor_of_values(parse_tensor(field.content, reader_.path()), *values,
                                            data_);
                case 10:  // tensors
                    return tensor(field.content);
                case 6:   // a graph
                case 11:  // graphs
                    return graph(field.content, depth + 1);
                default:
                    return std::nullopt;
            }
        });
    }

  private:
    std::optional<Pieces> tensor(std::string_view message) const {
        const Tensor tensor = parse_tensor(message, reader_.path());
        if (!tensor.is_external) return std::nullopt;
        return kept_tensor(tensor, reader_, data_);
    }

    std::optional<Pieces> graph(std::string_view message, int depth) const {
        constexpr std::uint32_t node = 1;
        constexpr std::uint32_t initializer = 5;
        require_shallow(depth, reader_.path());
        return with_fields(message, [&](const RawField& field) -> std::optional<Pieces> {
            if (field.number == initializer) return tensor(field.content);
            if (field.number != node) return std::nullopt;
            return with_fields(field.content, [&](const RawField& part) -> std::optional<Pieces> {
                if (part.number != kAttribute) return std::nullopt;
                return attribute(part.content, nullptr, depth);
            });
        });
    }

    TensorReader& reader_;
    ExternalData& data_;
};

std::unordered_map<std::string, std::size_t> givers_of(std::span<const FileNode> nodes) {
    std::unordered_map<std::string, std::size_t> givers;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const auto& name : nodes[i].gives) {
            if (!name.empty()) givers.emplace(name, i);
        }
    }
    return givers;
}

ElementType constant_type(const Node& node, const fs::path& path) {
    for (const auto message : node.attributes) {
        const Attribute attribute = parse_attribute(message, path);
        if (attribute.has_tensor) return parse_tensor(attribute.tensor, path).type;
        if (attribute.name == "value_int" || attribute.name == "value_ints") {
            return ElementType::i64;
        }
    }
    return ElementType::f32;
}

ElementType type_given(const Node& node, const fs::path& path,
                       const std::unordered_map<std::string_view, ElementType>& types) {
    const auto of_input = [&](std::size_t i) {
        const auto found = i < node.inputs.size() ? types.find(node.inputs[i]) : types.end();
        return found == types.end() ? ElementType::undefined : found->second;
    };
    if (node.type == "Constant") return constant_type(node, path);
    if (node.type == "Shape" || node.type == "Size" || node.type == "ArgMax" ||
        node.type == "ArgMin" || node.type == "NonZero") {
        return ElementType::i64;
    }
    if (node.type == "CastLike" || node.type == "Where") return of_input(1);
    for (const auto message : node.attributes) {
        const Attribute attribute = parse_attribute(message, path);
        if (node.type == "Cast" && attribute.name == "to") {
            return static_cast<ElementType>(attribute.integer);
        }
    }
    return of_input(0);
}

}  // namespace

FileNode file_node(const Node& node, std::string_view message, const fs::path& path) {
    FileNode made;
    made.from = message;
    made.reads.assign(node.inputs.begin(), node.inputs.end());
    for (const auto name : captured_names(node, path)) made.reads.emplace_back(name);
    made.gives.assign(node.outputs.begin(), node.outputs.end());
    made.original = &node;
    return made;
}

FileNode file_node(const NewNode& node) {
    FileNode made;
    made.message.own(encoded(node));
    made.reads = node.inputs;
    made.gives = node.outputs;
    return made;
}

void rename_inputs(FileNode& node, const std::unordered_map<std::string, std::string>& names) {
    for (std::size_t i = 0; i < node.original->inputs.size(); ++i) {
        const auto other = names.find(node.reads[i]);
        if (other != names.end()) node.reads[i] = other->second;
    }
}

Pieces message_of(const FileNode& node, const NewTensor* values, TensorReader& reader,
                  ExternalData& data) {
    if (node.original == nullptr) return node.message;
    constexpr std::uint32_t input = 1;
    const TensorMoving moving(reader, data);
    std::size_t i = 0;
    auto changed = with_fields(node.from, [&](const RawField& field) -> std::optional<Pieces> {
        if (field.number == kAttribute) return moving.attribute(field.content, values);
        if (field.number != input) return std::nullopt;
        const std::string& name = node.reads[i++];
        if (field.content == name) return std::nullopt;
        Pieces other;
        other.own(name);
        return other;
    });
    if (changed) return std::move(*changed);
    Pieces whole;
    whole.view(node.from);
    return whole;
}

std::vector<bool> reached_nodes(std::span<const FileNode> nodes,
                                std::span<const std::string> outputs) {
    const auto givers = givers_of(nodes);
    std::vector<bool> reached(nodes.size(), false);
    std::vector<std::string> open(outputs.begin(), outputs.end());
    while (!open.empty()) {
        const auto giver = givers.find(open.back());
        open.pop_back();
        if (giver == givers.end() || reached[giver->second]) continue;
        reached[giver->second] = true;
        const auto& reads = nodes[giver->second].reads;
        open.insert(open.end(), reads.begin(), reads.end());
    }
    return reached;
}

std::vector<FileNode> in_order(std::vector<FileNode> nodes) {
    const auto givers = givers_of(nodes);
    std::vector<std::size_t> waits(nodes.size(), 0);
    std::vector<std::vector<std::size_t>> followers(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const auto& name : nodes[i].reads) {
            const auto giver = givers.find(name);
            if (giver == givers.end() || giver->second == i) continue;
            followers[giver->second].push_back(i);
            ++waits[i];
        }
    }
    // The earliest that is ready.
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (waits[i] == 0) ready.push(i);
    }
    std::vector<FileNode> ordered;
    ordered.reserve(nodes.size());
    while (!ready.empty()) {
        const std::size_t i = ready.top();
        ready.pop();
        for (const auto follower : followers[i]) {
            if (--waits[follower] == 0) ready.push(follower);
        }
        ordered.push_back(std::move(nodes[i]));
    }
    if (ordered.size() != nodes.size()) {
        throw Error(ErrorKind::internal, "the nodes of the network would read what hangs on them");
    }
    return ordered;
}

std::unordered_map<std::string_view, ElementType> element_types(const GraphMessage& graph,
                                                                const fs::path& path) {
    std::unordered_map<std::string_view, ElementType> types;
    for (const auto& input : graph.inputs) types[input.name] = input.type;
    for (const auto& tensor : graph.initializers) types[tensor.name] = tensor.type;
    for (const Node& node : graph.nodes) {
        const ElementType type = type_given(node, path, types);
        for (const auto name : node.outputs) types.emplace(name, type);
    }
    return types;
}

}  // namespace sescope::onnx
