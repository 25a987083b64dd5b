// SPDX-License-Identifier: GPL-3.0-or-later
// A graph with what every search in it asks: shapes, who computes and who reads a value, and what a
// value is without the operators that only change shape.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace sescope::gates {

using graph::Operator;
using graph::Shape;
using graph::ValueId;

/// Values over which a walk gives up: no unit of a gate is as long.
inline constexpr std::size_t kLongestWalk = 96;

struct SearchedGraph {
    const graph::Graph& graph;
    std::vector<Shape> shapes;                      ///< by ValueId
    std::vector<std::int64_t> producers;            ///< by ValueId; -1: input or weight
    std::vector<std::vector<std::size_t>> readers;  ///< by ValueId
    std::vector<ValueId> roots;     ///< by ValueId: the value before all that only reshapes it
    std::vector<bool> from_images;  ///< by ValueId: whether it hangs on an input
    std::vector<bool> is_output;    ///< by ValueId

    const Shape& shape(ValueId id) const { return shapes[static_cast<std::size_t>(id)]; }
    ValueId root(ValueId id) const { return roots[static_cast<std::size_t>(id)]; }
    bool hangs_on_images(ValueId id) const { return from_images[static_cast<std::size_t>(id)]; }
    /// Index of the operator that computes the value, if one does.
    std::optional<std::size_t> producer(ValueId id) const;
    /// The operator itself, or null.
    const Operator* computing(ValueId id) const;
    const Operator& at(std::size_t op) const { return graph.operators[op]; }
};

/// Throws as `graph::infer_shapes`.
SearchedGraph searched(const graph::Graph& graph, std::span<const Shape> inputs);

/// Whether the operator gives its first input's elements in another shape, or as they are: reshape,
/// permute, copies, x + 0, x * 1.
bool only_reshapes(const Operator& op);
/// Whether it repeats its first input along dimensions: Expand, and Resize of a single pixel.
bool only_repeats(const SearchedGraph& g, const Operator& op);

std::int64_t elements_of(const Shape& shape);
/// All but the first extent, multiplied: elements for one image.
std::int64_t elements_of_an_image(const Shape& shape);

}  // namespace sescope::gates
