// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/network/onnx/captured_names.h"
#include "core/network/onnx/write/rewriting.h"

namespace sescope::onnx {

FileMap::FileMap(const TracedFile& file) : file_(&file) {
    const GraphMessage& graph = file.model->graph;
    for (const auto& tensor : graph.initializers) initializers_[tensor.name] = &tensor;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        places_[&node] = static_cast<std::int64_t>(i);
        for (const auto name : node.inputs) readers_[name].push_back(&node);
        if (node.type == "Constant" && !node.outputs.empty()) constants_[node.outputs[0]] = &node;
        for (const auto name : captured_names(node, path())) fixed_.emplace(name);
    }
    for (const auto& output : graph.outputs) fixed_.emplace(output.name);
    for (const auto& op : file.graph.operators) {
        const auto& value = file.graph.value(op.output()).name;
        for (const Node* node : nodes_of(value)) values_of_[node].push_back(value);
    }
    for (const auto& [key, tensor] : file.trace.tensors) {
        if (file.weights.contains(key)) ++weights_of_[tensor];
    }
    types_ = element_types(graph, path());
}

std::int64_t FileMap::place(const Node* node) const {
    const auto found = places_.find(node);
    return found == places_.end() ? -1 : found->second;
}

const std::vector<const Node*>& FileMap::nodes_of(const std::string& value) const {
    static const std::vector<const Node*> none;
    const auto found = file_->trace.nodes.find(value);
    return found == file_->trace.nodes.end() ? none : found->second;
}

const std::vector<std::string>& FileMap::values_of(const Node* node) const {
    static const std::vector<std::string> none;
    const auto found = values_of_.find(node);
    return found == values_of_.end() ? none : found->second;
}

std::string FileMap::name_of(const std::string& value) const {
    const auto is_value = [&](std::string_view name) {
        const auto found = file_->trace.values.find(name);
        return found != file_->trace.values.end() && found->second == value;
    };
    const auto& nodes = nodes_of(value);
    if (!nodes.empty()) {
        // Of several, the last has done the whole of it.
        if (place(nodes.back()) < 0) return {};
        const auto& outputs = nodes.back()->outputs;
        const auto found = std::ranges::find_if(outputs, is_value);
        return found == outputs.end() ? std::string() : std::string(*found);
    }
    for (const auto& input : file_->model->graph.inputs) {
        if (is_value(input.name)) return std::string(input.name);
    }
    return {};
}

std::string FileMap::name_read(const std::string& value,
                               const std::vector<const Node*>& nodes) const {
    for (const Node* node : nodes) {
        for (const auto name : node->inputs) {
            const auto found = file_->trace.values.find(name);
            if (found != file_->trace.values.end() && found->second == value) {
                return std::string(name);
            }
        }
    }
    return name_of(value);
}

bool FileMap::read_once(std::string_view name) const {
    const auto readers = readers_.find(name);
    return readers != readers_.end() && readers->second.size() == 1 && !is_fixed(std::string(name));
}

bool FileMap::serves_only(const std::string& tensor, const std::string& key) const {
    const auto own = file_->trace.tensors.find(key);
    const auto weights = weights_of_.find(tensor);
    if (own == file_->trace.tensors.end() || own->second != tensor) return false;
    if (weights == weights_of_.end() || weights->second != 1) return false;
    // Along nodes that only show it in another way, to the one that an operator does the work of.
    std::string_view name = tensor;
    for (std::size_t step = 0; step < file_->model->graph.nodes.size(); ++step) {
        if (!read_once(name)) return false;
        const Node* reader = readers_.at(name).front();
        if (!values_of(reader).empty()) return true;
        if (reader->outputs.size() != 1) return false;
        name = reader->outputs.front();
    }
    return false;
}

ElementType FileMap::type_of(const std::string& name) const {
    const auto found = types_.find(name);
    return found != types_.end() && is_floating(found->second) ? found->second : ElementType::f32;
}

const Tensor* FileMap::initializer(std::string_view name) const {
    const auto found = initializers_.find(name);
    return found == initializers_.end() ? nullptr : found->second;
}

const Node* FileMap::constant(std::string_view name) const {
    const auto found = constants_.find(name);
    return found == constants_.end() ? nullptr : found->second;
}

void FileMap::take_names(Names& values, Names& nodes) const {
    const GraphMessage& graph = file_->model->graph;
    for (const auto& input : graph.inputs) values.take(input.name);
    for (const auto& tensor : graph.initializers) values.take(tensor.name);
    for (const auto name : graph.sparse_initializers) values.take(name);
    for (const auto& name : fixed_) values.take(name);
    for (const Node& node : graph.nodes) {
        nodes.take(node.name);
        for (const auto name : node.outputs) values.take(name);
        for (const auto name : node.inputs) values.take(name);
    }
}

}  // namespace sescope::onnx
