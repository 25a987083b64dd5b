// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/image_input.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"

namespace sescope::onnx {
namespace {

namespace fs = std::filesystem;

std::string shape_text(const ValueInfo& info) {
    std::string text = "[";
    for (std::size_t i = 0; i < info.dims.size(); ++i) {
        if (i > 0) text += ", ";
        text += info.dims[i] < 0 ? "?" : std::to_string(info.dims[i]);
    }
    return text + "]";
}

std::string described(const ValueInfo& info) {
    std::string text = "'" + printable(info.name) + "'";
    if (info.type != ElementType::undefined) text += " " + name_of(info.type);
    return info.has_shape ? text + " " + shape_text(info) : text;
}

// Inputs that are no tensors of the file (which old versions list among them) and that are read.
std::vector<const ValueInfo*> true_inputs(const GraphMessage& graph,
                                          std::span<const Node* const> nodes) {
    std::unordered_set<std::string_view> tensors;
    for (const auto& tensor : graph.initializers) tensors.insert(tensor.name);
    std::unordered_set<std::string_view> reads;
    for (const Node* node : nodes) reads.insert(node->inputs.begin(), node->inputs.end());
    for (const auto& output : graph.outputs) reads.insert(output.name);
    std::vector<const ValueInfo*> inputs;
    for (const auto& input : graph.inputs) {
        if (!tensors.contains(input.name) && reads.contains(input.name)) inputs.push_back(&input);
    }
    return inputs;
}

bool turns_channels_forward(const Node& node, const fs::path& path) {
    if (node.type != "Transpose") return false;
    for (const auto message : node.attributes) {
        const Attribute attribute = parse_attribute(message, path);
        if (attribute.name == "perm") {
            return attribute.integers == std::vector<std::int64_t>{0, 3, 1, 2};
        }
    }
    return false;
}

// What the nodes behind the input tell: the channels of the first convolution, and whether they
// are turned forward before it.
struct Reading {
    std::int64_t channels = -1;
    bool turned = false;
};

std::int64_t channels_of(const Node& convolution, const GraphMessage& graph,
                         std::span<const Node* const> nodes, const fs::path& path) {
    std::int64_t groups = 1;
    for (const auto message : convolution.attributes) {
        const Attribute attribute = parse_attribute(message, path);
        if (attribute.name == "group") groups = attribute.integer;
    }
    const auto name = convolution.inputs.size() > 1 ? convolution.inputs[1] : std::string_view();
    std::vector<std::int64_t> dims;
    for (const auto& tensor : graph.initializers) {
        if (tensor.name == name) dims = tensor.dims;
    }
    for (const Node* node : nodes) {
        if (node->type != "Constant" || node->outputs.empty() || node->outputs[0] != name) continue;
        for (const auto message : node->attributes) {
            const Attribute attribute = parse_attribute(message, path);
            if (attribute.has_tensor) dims = parse_tensor(attribute.tensor, path).dims;
        }
    }
    constexpr std::int64_t most = 1 << 20;
    const bool fits =
        dims.size() > 1 && dims[1] > 0 && dims[1] < most && groups > 0 && groups < most;
    return fits ? dims[1] * groups : -1;
}

Reading follow(std::string_view name, const GraphMessage& graph, std::span<const Node* const> nodes,
               const fs::path& path) {
    constexpr std::size_t furthest = 64;
    std::unordered_set<std::string_view> reached{name};
    Reading reading;
    std::size_t steps = 0;
    for (const Node* node : nodes) {
        const bool follows = std::ranges::any_of(
            node->inputs, [&](std::string_view input) { return reached.contains(input); });
        if (!follows || node->type == "Shape") continue;
        if (node->type == "Conv") {
            reading.channels = channels_of(*node, graph, nodes, path);
            return reading;
        }
        reading.turned = reading.turned || turns_channels_forward(*node, path);
        reached.insert(node->outputs.begin(), node->outputs.end());
        if (++steps == furthest) break;
    }
    return reading;
}

}  // namespace

ImageInput image_input(const GraphMessage& graph, std::span<const Node* const> nodes,
                       const fs::path& path) {
    const auto inputs = true_inputs(graph, nodes);
    if (inputs.empty()) {
        throw broken_file(path, "computes its outputs from no input",
                          "give a network that takes images");
    }
    if (inputs.size() > 1) {
        std::string text =
            "takes " + std::to_string(inputs.size()) + " inputs instead of images alone: ";
        for (std::size_t i = 0; i < inputs.size() && i < 4; ++i) {
            text += (i > 0 ? ", " : "") + described(*inputs[i]);
        }
        throw broken_file(path, text, "export the part that takes one batch of images");
    }
    const ValueInfo& info = *inputs.front();
    const bool is_undeclared = info.type == ElementType::undefined;
    if (!is_undeclared && !is_floating(info.type)) {
        throw broken_file(
            path,
            text("takes its images as {} ({}), and only networks of floating point input are run",
                 name_of(info.type), described(info)),
            "export the network without the conversion to float");
    }
    if (info.has_shape && info.dims.size() != 4) {
        throw broken_file(path, text("takes {}, which is no batch of images", described(info)),
                          "give a network that takes images");
    }
    std::vector<std::int64_t> dims = info.dims;
    dims.resize(4, -1);
    const Reading reading = follow(info.name, graph, nodes, path);
    const auto like_channels = [](std::int64_t n) { return n == 1 || n == 3 || n == 4; };
    ImageInput found;
    found.name = info.name;
    found.batch = dims[0];
    const auto may_be_channels = [&](std::int64_t n) {
        return like_channels(n) || (n > 0 && n == reading.channels);
    };
    const bool first = may_be_channels(dims[1]);
    const bool is_square = dims[2] > 0 && dims[2] == dims[3];
    const bool last = may_be_channels(dims[3]) && !is_square;
    const bool only_last_is_read =
        dims[3] == reading.channels && dims[1] != reading.channels && reading.turned;
    found.channels_last = first ? last && only_last_is_read : last || reading.turned;
    if (found.channels_last) std::rotate(dims.begin() + 1, dims.begin() + 3, dims.end());
    found.channels = dims[1] > 0 ? dims[1] : reading.channels;
    found.channels_are_assumed = found.channels <= 0;
    if (found.channels_are_assumed) found.channels = 3;
    found.height = dims[2];
    found.width = dims[3];
    return found;
}

}  // namespace sescope::onnx
