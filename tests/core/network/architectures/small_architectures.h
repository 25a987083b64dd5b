// SPDX-License-Identifier: GPL-3.0-or-later
// A catalogue of a few small architectures, for tests.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/architectures/catalogue_file.h"

namespace sescope::test {

inline graph::Convolution small_convolution(std::int64_t stride, std::int64_t padding,
                                            std::int64_t groups = 1) {
    return {.stride = {stride, stride},
            .padding = {padding, padding, padding, padding},
            .dilation = {1, 1},
            .groups = groups};
}

struct SmallOptions {
    std::int64_t channels = 4;      ///< of the stem and the depthwise convolution
    std::int64_t stem_padding = 1;  ///< what no shape tells
    bool sliced = false;            ///< a slice to the literal 4 before the pool
};

/// stem 3x3 -> depthwise 3x3 -> SE -> mean -> fc (5 classes).
inline graph::Graph small_graph(const SmallOptions& options = {}) {
    using namespace graph;
    Graph g;
    const auto c = options.channels;
    const auto w = [&](const std::string& key, Shape shape) {
        return g.add_weight(key, std::move(shape));
    };
    auto x = g.add_input("images", {-1, 3, -1, -1});
    x = g.add(small_convolution(2, options.stem_padding), {x, w("stem.weight", {c, 3, 3, 3})},
              "stem");
    x = g.add(small_convolution(1, 1, c), {x, w("dw.weight", {c, 1, 3, 3})}, "dw");
    auto s = g.add(Reduce{ReduceKind::mean, {2, 3}, true}, {x}, "se");
    s = g.add(small_convolution(1, 0), {s, w("se.fc1.weight", {2, c, 1, 1}), w("se.fc1.bias", {2})},
              "se.fc1");
    s = g.add(small_convolution(1, 0), {s, w("se.fc2.weight", {c, 2, 1, 1}), w("se.fc2.bias", {c})},
              "se.fc2");
    s = g.add(Activation{ActivationKind::sigmoid}, {s}, "se.gate");
    x = g.add(Binary{BinaryKind::multiply}, {x, s}, "se");
    if (options.sliced) x = g.add(Slice{.dimension = 1, .begin = 0, .end = 4}, {x}, "tail");
    x = g.add(Reduce{ReduceKind::mean, {2, 3}, false}, {x}, "pool");
    x = g.add(Linear{}, {x, w("fc.weight", {5, c}), w("fc.bias", {5})}, "fc");
    g.outputs = {x};
    return g;
}

/// Tensors of the shapes that the graph reads.
inline std::vector<KeyShape> shapes_of(const graph::Graph& graph) {
    std::vector<KeyShape> tensors;
    for (const auto& value : graph.values) {
        if (value.kind == graph::ValueKind::weight) tensors.push_back({value.name, value.shape});
    }
    std::ranges::sort(tensors, {}, &KeyShape::key);
    return tensors;
}

/// Ones of these shapes.
inline StateDict state_dict(const std::vector<KeyShape>& tensors) {
    StateDict weights;
    weights.file = "weights.safetensors";
    for (const auto& [key, shape] : tensors) {
        std::int64_t count = 1;
        for (const auto extent : shape) count *= extent;
        weights.add(StateDict::make_tensor(key, shape,
                                           std::vector<float>(static_cast<std::size_t>(count), 1)));
    }
    return weights;
}

/// An entry of this graph, with head "fc" and stem "stem.weight".
inline CatalogueEntry entry_of(const std::string& name, const graph::Graph& graph,
                               std::size_t number) {
    CatalogueEntry entry;
    entry.name = name;
    entry.package = "timm";
    entry.version = "1.0";
    entry.input = {3, 16, 16};
    entry.preprocessing.size = 16;
    entry.preprocessing.preset = entry.full_name();
    entry.classes = 5;
    entry.free = {{"fc"}, "stem.weight"};
    entry.graph = entry.keys = number;
    auto tensors = shapes_of(graph);
    entry.hash_of_keys = hash_of_keys(tensors);
    entry.hash_of_shapes = hash_of_shapes(tensors, entry.free);
    std::erase_if(tensors, [&](const auto& t) { return belongs_to(t.key, entry.free.head); });
    entry.hash_of_keys_without_head = hash_of_keys(tensors);
    entry.hash_of_shapes_without_head = hash_of_shapes(tensors, entry.free);
    return entry;
}

inline void add_architecture(CatalogueContents& contents, const std::string& name,
                             const graph::Graph& graph, std::vector<TensorEntry> constants = {}) {
    contents.entries.push_back(entry_of(name, graph, contents.graphs.size()));
    contents.graphs.push_back({graph::to_text(graph), std::move(constants)});
    auto& keys = contents.keys.emplace_back();
    for (const auto& tensor : shapes_of(graph)) keys.push_back(tensor.key);
}

}  // namespace sescope::test
