// SPDX-License-Identifier: GPL-3.0-or-later
// A graph of the catalogue, made to fit the weights of a file.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/architectures/key_set.h"

namespace sescope {

/// What an architecture is beside its graph.
struct BindingRules {
    std::string name;  ///< for messages: "timm/efficientnet_b0"
    FreeExtents free;
    std::array<std::int64_t, 3> input{3, 224, 224};  ///< channels, height, width it was made for
};

struct BoundGraph {
    graph::Graph graph;         ///< shapes of weights are those of the file
    bool without_head = false;  ///< the file has none: the outputs are features
    bool other_widths = false;  ///< shapes differ from the architecture's own (free extents apart)
};

/// The graph with the shapes of `tensors` (sorted by key) for its weights; weights that are not
/// among them are constants, and stay. Groups of convolutions follow from the shapes. Throws
/// Error{model} saying why where the widths are others than the architecture's and the graph holds
/// numbers that could be wrong for them, or where the shapes do not fit each other.
BoundGraph bind(graph::Graph graph, const BindingRules& rules, std::span<const KeyShape> tensors);

/// The graph without its classifiers (modules whose weights belong to `head`): what they read is
/// put out instead. Throws Error{model} where there is none that only the outputs hang on.
graph::Graph without_head(const graph::Graph& graph, std::span<const std::string> head,
                          const std::string& name);

}  // namespace sescope
