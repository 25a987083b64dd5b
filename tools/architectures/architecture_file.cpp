// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/architectures/architecture_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "core/network/architectures/bind.h"
#include "core/network/exported/exported.h"

namespace sescope {
namespace {

using nlohmann::json;

std::vector<std::byte> from_base64(const std::string& text) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::vector<std::byte> bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char digit : text) {
        if (digit == '=') break;
        bits = bits << 6U | static_cast<std::uint32_t>(kDigits.find(digit));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> count & 0xFFU));
    }
    return bytes;
}

TensorEntry constant_from(const std::string& key, const json& described) {
    TensorEntry tensor;
    tensor.name = key;
    described.at("shape").get_to(tensor.shape);
    const std::string type = described.at("dtype");
    const std::map<std::string, DType> types{{"float32", DType::f32},
                                             {"float64", DType::f64},
                                             {"int64", DType::i64},
                                             {"int32", DType::i32},
                                             {"bool", DType::boolean}};
    tensor.dtype = types.at(type);
    tensor.strides.assign(tensor.shape.size(), 1);
    for (std::size_t i = tensor.shape.size(); i-- > 1;) {
        tensor.strides[i - 1] = tensor.strides[i] * tensor.shape[i];
    }
    const auto bytes = std::make_shared<const std::vector<std::byte>>(
        from_base64(described.at("data").get<std::string>()));
    tensor.bytes = *bytes;
    tensor.keeper = bytes;
    return tensor;
}

// The same graph with nothing dead in it and no names of nodes, its values numbered and called as
// `add` does: the text is shortest then.
graph::Graph rebuilt(const graph::Graph& from) {
    const auto alive = graph::without_dead(from);
    graph::Graph made;
    std::vector<graph::ValueId> renamed(alive.values.size(), graph::kAbsent);
    const auto at = [&](graph::ValueId id) -> graph::ValueId& {
        return renamed[static_cast<std::size_t>(id)];
    };
    for (const auto id : alive.inputs) at(id) = made.add_input("images", alive.value(id).shape);
    for (const auto& op : alive.operators) {
        std::vector<graph::ValueId> inputs;
        for (const auto id : op.inputs) {
            if (id != graph::kAbsent && alive.value(id).kind == graph::ValueKind::weight) {
                const auto& weight = alive.value(id);
                at(id) = made.add_weight(weight.name, weight.shape, weight.buffer);
            }
            inputs.push_back(id == graph::kAbsent ? id : at(id));
        }
        if (op.outputs.size() == 1) {
            at(op.output()) = made.add(op.kind, inputs, op.module);
            continue;
        }
        const auto outputs =
            made.add_call(std::get<graph::AtenCall>(op.kind), inputs, op.outputs.size(), op.module);
        for (std::size_t i = 0; i < outputs.size(); ++i) at(op.outputs[i]) = outputs[i];
    }
    for (const auto id : alive.outputs) made.outputs.push_back(at(id));
    return made;
}

struct ReadGraph {
    graph::Graph graph;  ///< for images of any size
    bool only_this_size = false;
};

ReadGraph graph_of(const std::string& model, const std::filesystem::path& file,
                   std::int64_t channels) {
    const auto imported = graph_of_exported(model, file);
    if (imported.one_image_at_a_time) throw std::runtime_error("holds a literal of the batch");
    auto graph = rebuilt(imported.graph);
    if (graph.inputs.size() != 1) throw std::runtime_error("takes more than one input");
    graph.values[static_cast<std::size_t>(graph.inputs[0])].shape = {-1, channels, -1, -1};
    return {std::move(graph), imported.only_this_size};
}

// The convolution that reads the images, through a pad at most, where its weight is one of the file
// as it stands and its groups are one.
std::string stem_of(const graph::Graph& graph) {
    auto images = graph.inputs[0];
    for (const auto& op : graph.operators) {
        if (op.input(0) != images) continue;
        if (std::holds_alternative<graph::Pad>(op.kind)) images = op.output();
        const auto* const convolution = std::get_if<graph::Convolution>(&op.kind);
        if (convolution == nullptr) continue;
        const auto& weight = graph.value(op.inputs[1]);
        const bool plain = weight.kind == graph::ValueKind::weight && convolution->groups == 1;
        return plain ? weight.name : "";
    }
    return "";
}

Preprocessing preprocessing_of(const json& config, const CatalogueEntry& entry) {
    Preprocessing preprocessing;
    config.at("mean").get_to(preprocessing.mean);
    config.at("std").get_to(preprocessing.std);
    config.at("crop_pct").get_to(preprocessing.crop_pct);
    const std::string interpolation = config.at("interpolation");
    const std::map<std::string, Interpolation> known{{"bilinear", Interpolation::bilinear},
                                                     {"bicubic", Interpolation::bicubic}};
    preprocessing.interpolation = known.at(interpolation);
    preprocessing.size = static_cast<int>(entry.input[1]);
    preprocessing.preset = entry.full_name();
    return preprocessing;
}

std::vector<KeyShape> tensors_of(const json& state_dict) {
    std::vector<KeyShape> tensors;
    for (const auto& [key, described] : state_dict.items()) {
        if (tells_architecture(key)) {
            tensors.push_back({key, described.at("shape").get<std::vector<std::int64_t>>()});
        }
    }
    std::ranges::sort(tensors, {}, &KeyShape::key);
    return tensors;
}

void hash_keys(CatalogueEntry& entry, const std::vector<KeyShape>& tensors) {
    entry.hash_of_keys = hash_of_keys(tensors);
    entry.hash_of_shapes = hash_of_shapes(tensors, entry.free);
    auto features = tensors;
    std::erase_if(features,
                  [&](const auto& tensor) { return belongs_to(tensor.key, entry.free.head); });
    entry.hash_of_keys_without_head = hash_of_keys(features);
    entry.hash_of_shapes_without_head = hash_of_shapes(features, entry.free);
}

// Every weight of the graph is in the state dict or a constant.
void require_known_weights(const graph::Graph& graph, const json& state_dict,
                           const json& constants) {
    for (const auto& value : graph.values) {
        if (value.kind != graph::ValueKind::weight) continue;
        if (!state_dict.contains(value.name) && !constants.contains(value.name)) {
            throw std::runtime_error("reads '" + value.name + "', which nothing holds");
        }
        if (!tells_architecture(value.name) && !constants.contains(value.name)) {
            throw std::runtime_error("reads '" + value.name + "', which is ignored in state dicts");
        }
    }
}

// Heads that cannot be taken off are none, so that files without them are not matched.
std::vector<std::string> heads_of(const json& config, const graph::Graph& graph) {
    auto head = config.at("head").get<std::vector<std::string>>();
    try {
        if (!head.empty()) without_head(graph, head, "it");
    } catch (const Error&) {
        head.clear();
    }
    return head;
}

}  // namespace

ArchitectureFile read_architecture(const std::filesystem::path& file) {
    std::ifstream in(file);
    const auto document = json::parse(in);
    const auto& config = document.at("config");
    ArchitectureFile result;
    auto& entry = result.entry;
    document.at("name").get_to(entry.name);
    document.at("package").get_to(entry.package);
    document.at("version").get_to(entry.version);
    config.at("input").get_to(entry.input);
    config.at("classes").get_to(entry.classes);
    entry.preprocessing = preprocessing_of(config, entry);
    auto [graph, only_this_size] = graph_of(document.at("model"), file, entry.input[0]);
    // Two exports at different sizes that are equal say more than a look at the literals of one.
    const auto& other = document.at("model_at_another_size");
    if (other.is_string() && other != "same") {
        only_this_size = graph_of(other, file, entry.input[0]).graph != graph;
    }
    entry.only_this_size = only_this_size;
    if (entry.only_this_size) {
        graph.values[static_cast<std::size_t>(graph.inputs[0])].shape = {
            -1, entry.input[0], entry.input[1], entry.input[2]};
    }
    entry.free = {heads_of(config, graph), stem_of(graph)};
    const auto& constants = document.at("constants");
    require_known_weights(graph, document.at("state_dict"), constants);
    const auto tensors = tensors_of(document.at("state_dict"));
    hash_keys(entry, tensors);
    for (const auto& tensor : tensors) result.keys.push_back(tensor.key);
    const auto bound = bind(graph, {entry.full_name(), entry.free, entry.input}, tensors);
    if (bound.other_widths) throw std::runtime_error("its own shapes are not those of its graph");
    result.graph.text = graph::to_text(graph);
    if (graph::from_text(result.graph.text) != graph) throw std::runtime_error("changes as text");
    for (const auto& [key, described] : constants.items()) {
        result.graph.constants.push_back(constant_from(key, described));
    }
    return result;
}

}  // namespace sescope
