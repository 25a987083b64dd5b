// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of fields are those of onnx.proto.
#include "core/network/onnx/write/rewrite_onnx.h"

#include <protozero/exception.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/mapped_file.h"
#include "core/network/onnx/write/file_tensors.h"
#include "core/network/onnx/write/rewriting.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using namespace onnx;

constexpr std::uint32_t kGraph = 7;
constexpr std::uint32_t kNode = 1;
constexpr std::uint32_t kInitializer = 5;
constexpr std::uint32_t kInput = 11;
constexpr std::uint32_t kValueInfo = 13;

std::vector<graph::Shape> shapes_of(const graph::Graph& graph, InputSize size) {
    std::vector<graph::Shape> inputs;
    for (const graph::ValueId id : graph.inputs) {
        graph::Shape shape = graph.value(id).shape;
        shape.at(0) = 1;
        shape.at(2) = size.height;
        shape.at(3) = size.width;
        inputs.push_back(std::move(shape));
    }
    return graph::infer_shapes(graph, inputs);
}

// Names of the file whose values have another shape than they had.
std::set<std::string> reshaped_names(const TracedFile& file, InputSize size,
                                     const graph::Graph& after,
                                     const std::vector<graph::Shape>& shapes) {
    const auto shapes_before = shapes_of(file.graph, size);
    std::unordered_map<std::string_view, const graph::Shape*> was;
    for (std::size_t i = 0; i < shapes_before.size(); ++i) {
        was[file.graph.values[i].name] = &shapes_before[i];
    }
    std::unordered_map<std::string_view, const graph::Shape*> is;
    for (std::size_t i = 0; i < shapes.size(); ++i) is[after.values[i].name] = &shapes[i];
    std::set<std::string> names;
    for (const auto& [name, value] : file.trace.values) {
        const auto before = was.find(value);
        const auto now = is.find(value);
        if (before == was.end() || now == is.end() || *before->second == *now->second) continue;
        names.emplace(name);
    }
    return names;
}

std::string_view text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Name of a ValueInfoProto or a TensorProto.
std::string_view name_in(std::string_view message, std::uint32_t field) {
    for (const RawField& part : raw_fields(message)) {
        if (part.number == field) return part.content;
    }
    return {};
}

class GraphRewriting {
  public:
    GraphRewriting(const FileMap& map, const Plan& plan, NewNodes nodes, ExternalData& data)
        : map_(map), plan_(plan), nodes_(std::move(nodes)), data_(data) {
        for (const FileNode& node : nodes_.nodes) {
            read_.insert(node.reads.begin(), node.reads.end());
            given_.insert(node.gives.begin(), node.gives.end());
        }
        for (const Node& node : map.file().model->graph.nodes) {
            was_read_.insert(node.inputs.begin(), node.inputs.end());
            was_given_.insert(node.outputs.begin(), node.outputs.end());
        }
    }

    Pieces graph(std::string_view message, const std::set<std::string>& other_shapes) {
        Pieces made;
        bool has_nodes = false;
        for (const RawField& field : raw_fields(message)) {
            if (field.number == kNode) {
                if (!has_nodes) append_nodes(made);
                has_nodes = true;
            } else if (field.number == kInitializer) {
                append_tensor(made, field.content);
            } else if (field.number == kInput) {
                if (!is_gone(name_in(field.content, 1))) made.view(field.whole);
            } else if (field.number == kValueInfo) {
                const auto name = name_in(field.content, 1);
                const bool lost = was_given_.contains(name) && !given_.contains(std::string(name));
                if (!lost && !is_gone(name) && !other_shapes.contains(std::string(name))) {
                    made.view(field.whole);
                }
            } else {
                made.view(field.whole);
            }
        }
        append_new_tensors(made);
        return made;
    }

  private:
    // A tensor that was read, and is not.
    bool is_gone(std::string_view name) const {
        return map_.initializer(name) != nullptr && was_read_.contains(name) &&
               !read_.contains(std::string(name)) && !map_.is_fixed(std::string(name));
    }

    void append_nodes(Pieces& made) const {
        TensorReader& reader = *map_.file().tensors;
        for (const FileNode& node : nodes_.nodes) {
            made.field(kNode, message_of(node, new_values(node), reader, data_));
        }
    }

    // Of a constant node.
    const NewTensor* new_values(const FileNode& node) const {
        const bool is_constant = node.original != nullptr && node.original->type == "Constant";
        if (!is_constant || node.gives.empty()) return nullptr;
        const auto edited = plan_.tensors.find(node.gives.front());
        return edited == plan_.tensors.end() ? nullptr : &edited->second;
    }

    void append_tensor(Pieces& made, std::string_view message) {
        const Tensor tensor = parse_tensor(message, map_.path());
        if (is_gone(tensor.name)) return;
        const auto edited = plan_.tensors.find(std::string(tensor.name));
        made.field(kInitializer, edited == plan_.tensors.end()
                                     ? kept_tensor(tensor, *map_.file().tensors, data_)
                                     : tensor_of_values(tensor, edited->second, data_));
    }

    void append_new_tensors(Pieces& made) const {
        constexpr std::int64_t free_initializers = 4;  // since this version of the format
        for (const NewTensor& tensor : nodes_.tensors) {
            if (!read_.contains(tensor.name)) continue;
            made.field(kInitializer, encoded(tensor));
            if (map_.file().model->ir_version >= free_initializers) continue;
            made.field(kInput, encoded_declaration(tensor.name, tensor.type, tensor.dims, {}));
        }
    }

    const FileMap& map_;
    const Plan& plan_;
    NewNodes nodes_;
    ExternalData& data_;
    std::set<std::string> read_, given_;
    std::set<std::string_view> was_read_, was_given_;
};

// The weights of the original are read while the new ones are written, and still belong to it then.
void require_other_data(const TracedFile& file, const fs::path& target) {
    const fs::path data = target.parent_path() / data_name_of(target);
    std::error_code unknown;
    for (const auto& known : file.tensors->external_files()) {
        if (!fs::equivalent(data, known, unknown) && !fs::equivalent(target, known, unknown)) {
            continue;
        }
        throw Error(ErrorKind::output, "holds the weights of the network that is pruned", known,
                    "write into another folder");
    }
}

Document rewritten(const TracedFile& file, InputSize size, const graph::Graph& after,
                   const StateDict& weights, const fs::path& target) {
    const fs::path& path = file.tensors->path();
    const std::string_view all = text(file.file.bytes);
    std::string_view graph;
    for (const RawField& field : raw_fields(all)) {
        if (field.number != kGraph) continue;
        if (!graph.empty()) throw broken_file(path, "has two graphs");
        graph = field.content;
    }
    std::vector<std::string_view> messages;
    for (const RawField& field : raw_fields(graph)) {
        if (field.number == kNode) messages.push_back(field.content);
    }
    const FileMap map(file);
    const Plan plan = plan_rewriting(map, after, weights);
    const auto shapes = shapes_of(after, size);
    NewNodes nodes = rewritten_nodes(map, plan, after, shapes, weights, messages);
    const auto other_shapes = reshaped_names(file, size, after, shapes);
    ExternalData data(data_name_of(target));
    GraphRewriting rewriting(map, plan, std::move(nodes), data);
    const Pieces changed = rewriting.graph(graph, other_shapes);
    require_other_data(file, target);
    Document document;
    for (const RawField& field : raw_fields(all)) {
        if (field.number == kGraph) {
            document.model.field(kGraph, changed);
        } else {
            document.model.view(field.whole);
        }
    }
    document.data = data.bytes();
    document.source = file.file.owner;
    return document;
}

}  // namespace

Document rewritten_onnx(const fs::path& source, InputSize size, const graph::Graph& after,
                        const StateDict& weights, const fs::path& target) {
    const TracedFile file = read_traced(source, size);
    try {
        Document document = rewritten(file, size, after, weights, target);
        require_unchanged(file.file.owner);
        return document;
    } catch (const protozero::exception&) {
        throw broken_file(source, "is a broken ONNX file");
    }
}

}  // namespace sescope
