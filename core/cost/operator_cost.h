// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"

namespace sescope {

/// Throws Error{usage} beyond 63 bits.
std::int64_t counted_product(std::span<const std::int64_t> factors);

/// A graph whose shapes are known.
struct ShapedGraph {
    const graph::Graph& graph;
    std::span<const graph::Shape> shapes;  ///< by ValueId

    const graph::Shape& shape(graph::ValueId id) const {
        return shapes[static_cast<std::size_t>(id)];
    }
    const graph::Shape& output_shape(const graph::Operator& op) const {
        return shape(op.outputs.front());
    }
    std::int64_t elements(graph::ValueId id) const { return counted_product(shape(id)); }
    bool is_weight(graph::ValueId id) const {
        return id != graph::kAbsent && graph.value(id).kind == graph::ValueKind::weight;
    }
};

/// Multiply-accumulates of convolutions, linear layers and products with weights; else 0.
std::int64_t multiply_accumulates(const ShapedGraph& network, const graph::Operator& op);
/// What fvcore counts beside those, but for pooling by means.
std::int64_t fvcore_extra(const ShapedGraph& network, const graph::Operator& op);
/// Whether the operator is a mean, maximum, .. over all positions of a feature map.
bool pools_all_positions(const ShapedGraph& network, const graph::Operator& op);
/// "conv", "linear", "norm", "pool" or "other".
std::string_view kind_of_layer(const ShapedGraph& network, const graph::Operator& op);

/// Batch norms of residual branches that a ReLU follows, by operator: between an addition and the
/// value where its sides part. A product of a gate is passed to what it scales: `scaled` by
/// operator, kAbsent for other operators.
std::vector<bool> inner_norms(const graph::Graph& graph, std::span<const graph::ValueId> scaled);

}  // namespace sescope
