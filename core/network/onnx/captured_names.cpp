// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/captured_names.h"

#include "core/checkpoint/containers.h"

namespace sescope::onnx {
namespace {

void append(const Node& node, const std::filesystem::path& path, int depth,
            std::vector<std::string_view>& names) {
    require_shallow(depth, path);
    for (const auto message : node.attributes) {
        const Attribute attribute = parse_attribute(message, path);
        if (!attribute.has_graph) continue;
        const GraphMessage inner = parse_graph(attribute.graph, path);
        for (const auto& output : inner.outputs) names.push_back(output.name);
        for (const auto& inside : inner.nodes) {
            names.insert(names.end(), inside.inputs.begin(), inside.inputs.end());
            append(inside, path, depth + 1, names);
        }
    }
}

}  // namespace

std::vector<std::string_view> captured_names(const Node& node, const std::filesystem::path& path) {
    std::vector<std::string_view> names;
    append(node, path, 0, names);
    return names;
}

void require_shallow(int depth, const std::filesystem::path& path) {
    if (depth <= kDeepestNesting) return;
    throw broken_file(path, "has graphs in graphs, nested deeper than any network needs");
}

}  // namespace sescope::onnx
