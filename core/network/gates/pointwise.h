// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from a map at each position alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/network/gates/searched_graph.h"

namespace sescope::gates {

struct PointwiseWalk {
    bool ends_at_root = false;  ///< every path back ends at the map (at least one), or at weights
    std::vector<std::size_t> operators;
    std::vector<std::size_t> layers;  ///< those that mix channels
    bool looks_around = false;        ///< a kernel larger than 1 x 1 was met
    bool pools = false;               ///< a pool was met
};

/// Back from `value` to the map `root` through 1 x 1 convolutions, linear layers and functions of
/// single elements. Stops at the first operator that is none of these.
PointwiseWalk pointwise_from(const SearchedGraph& g, ValueId value, ValueId root);

/// Whether an operator mixes channels: convolutions, linear layers, products with a weight.
bool is_layer(const SearchedGraph& g, const Operator& op);

}  // namespace sescope::gates
