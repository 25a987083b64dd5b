// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of fields are those of onnx.proto.
#include "core/network/onnx/write/write_onnx.h"

#include <nlohmann/json.hpp>
#include <protozero/pbf_writer.hpp>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/base/version.h"
#include "core/network/onnx/write/emission.h"
#include "core/network/onnx/write/file_tensors.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using namespace onnx;

constexpr std::int64_t kOpset = 17;
constexpr std::int64_t kFormat = 8;  ///< ir_version, as PyTorch writes it for that opset

class Writer {
  public:
    Writer(const Network& network, const StateDict& weights)
        : network_(network), weights_(weights), graph_(network.graph) {
        const std::vector<graph::Shape> one{network.input_shape(1)};
        shapes_ = graph::infer_shapes(graph_, one);
        if (!network.one_image_at_a_time) {
            const std::vector<graph::Shape> two{network.input_shape(2)};
            shapes_of_two_ = graph::infer_shapes(graph_, two);
        } else {
            shapes_of_two_ = shapes_;
        }
        name_values();
    }

    Pieces graph(ExternalData& data, bool beside) {
        for (const auto& op : graph_.operators) emit(op);
        add_outputs();
        add_weights();
        Pieces made;
        for (const NewNode& node : written_.nodes) made.field(1, encoded(node));
        made.field(2, network_.architecture.empty() ? "network" : network_.architecture);
        for (const NewTensor& tensor : written_.tensors) {
            constexpr std::size_t worth_it = 1024;
            if (beside && tensor.bytes.size() >= worth_it) {
                const auto offset = data.add(tensor.bytes, tensor.owner);
                made.field(5, encoded_beside(tensor, data.location(), offset));
            } else {
                made.field(5, encoded(tensor));
            }
        }
        for (const graph::ValueId id : graph_.inputs) made.field(11, declared(id, names_of_[id]));
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            made.field(12, declared(graph_.outputs[i], outputs_[i]));
        }
        return made;
    }

    /// Bytes of the weights, as they are written.
    std::uint64_t weight_bytes() const {
        std::uint64_t bytes = 0;
        for (const auto& value : graph_.values) {
            if (value.kind != graph::ValueKind::weight) continue;
            const TensorEntry& tensor = weights_.at(value.name);
            const std::size_t size = sescope::is_floating(tensor.dtype) ? 4 : size_of(tensor.dtype);
            bytes += static_cast<std::uint64_t>(tensor.numel()) * size;
        }
        return bytes;
    }

  private:
    void name_values() {
        for (std::size_t i = 0; i < graph_.values.size(); ++i) {
            const auto id = static_cast<graph::ValueId>(i);
            names_of_[id] = names_.fresh(graph_.values[i].name);
        }
        const graph::ValueId first = graph_.outputs.front();
        if (network_.head && graph_.value(first).kind == graph::ValueKind::computed) {
            names_of_[first] = names_.fresh("logits");
        }
    }

    void emit(const graph::Operator& op) {
        Writing writing{graph_, op, shapes_, weights_, {}, {}};
        for (const graph::ValueId id : op.inputs) {
            writing.inputs.push_back(id == graph::kAbsent ? std::string() : names_of_[id]);
        }
        for (const graph::ValueId id : op.outputs) writing.outputs.push_back(names_of_[id]);
        write_operator(writing, {kOpset, names_, node_names_, written_});
    }

    // An output has a name that nothing else has: what is given twice, or not computed, is passed
    // on.
    void add_outputs() {
        std::set<graph::ValueId> given;
        for (const graph::ValueId id : graph_.outputs) {
            const bool is_own =
                graph_.value(id).kind == graph::ValueKind::computed && given.insert(id).second;
            outputs_.push_back(is_own ? names_of_[id] : names_.fresh(names_of_[id] + "/output"));
            if (!is_own) {
                written_.nodes.push_back(
                    {"Identity", {names_of_[id]}, {outputs_.back()}, {}, outputs_.back()});
            }
        }
    }

    void add_weights() {
        std::set<std::string_view> read;
        for (const NewNode& node : written_.nodes) {
            read.insert(node.inputs.begin(), node.inputs.end());
        }
        for (std::size_t i = 0; i < graph_.values.size(); ++i) {
            const auto& value = graph_.values[i];
            const auto& name = names_of_[static_cast<graph::ValueId>(i)];
            if (value.kind != graph::ValueKind::weight || !read.contains(name)) continue;
            written_.tensors.push_back(new_tensor(weights_.at(value.name), name, ElementType::f32));
        }
    }

    std::string declared(graph::ValueId id, const std::string& name) const {
        graph::Shape extents = shapes_[static_cast<std::size_t>(id)];
        const auto& of_two = shapes_of_two_[static_cast<std::size_t>(id)];
        std::vector<std::string_view> symbols(extents.size());
        for (std::size_t i = 0; i < extents.size(); ++i) {
            if (extents[i] == of_two[i]) continue;
            const bool is_batch = of_two[i] == 2 * extents[i] && extents[i] == 1;
            extents[i] = -1;
            symbols[i] = is_batch ? "batch" : "";
        }
        return encoded_declaration(name, ElementType::f32, extents, symbols);
    }

    const Network& network_;
    const StateDict& weights_;
    const graph::Graph& graph_;
    std::vector<graph::Shape> shapes_, shapes_of_two_;
    std::unordered_map<graph::ValueId, std::string> names_of_;
    std::vector<std::string> outputs_;
    Names names_, node_names_;
    Written written_;
};

std::string class_names(const Network& network) {
    nlohmann::ordered_json names = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < network.label_names.size(); ++i) {
        names[std::to_string(i)] = network.label_names[i];
    }
    return names.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Document written_onnx(const Network& network, const StateDict& weights, const fs::path& target) {
    // What else is in the file is small.
    constexpr std::uint64_t most = (std::uint64_t{1} << 31) - (std::uint64_t{1} << 26);
    Writer writer(network, weights);
    ExternalData data(data_name_of(target));
    const Pieces graph = writer.graph(data, writer.weight_bytes() > most);
    Document document;
    std::string head;
    protozero::pbf_writer to(head);
    to.add_int64(1, kFormat);
    to.add_string(2, "SE Scope");
    to.add_string(3, kVersion.data(), kVersion.size());
    document.model.own(std::move(head));
    document.model.field(7, graph);
    std::string tail;
    {
        protozero::pbf_writer model(tail);
        protozero::pbf_writer version(model, 8);
        version.add_string(1, "");
        version.add_int64(2, kOpset);
    }
    if (!network.label_names.empty()) {
        protozero::pbf_writer model(tail);
        protozero::pbf_writer property(model, 14);
        property.add_string(1, "names");
        property.add_string(2, class_names(network));
    }
    document.model.own(std::move(tail));
    document.data = data.bytes();
    return document;
}

}  // namespace sescope
