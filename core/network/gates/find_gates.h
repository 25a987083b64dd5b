// SPDX-License-Identifier: GPL-3.0-or-later
// Gates are found by structure, once, for every source.
#pragma once

#include <span>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/gate_site.h"

namespace sescope {

struct FoundGates {
    std::vector<GateSite> sites;  ///< in the order in which the network computes their products
    std::vector<NearMiss> near_misses;
};

/// The gate sites of a graph, for inputs of these shapes (batch included; strides and with them
/// stages follow from the extents of the maps). A site is a product U * expand(g) where (1) g comes
/// from a bounded or one-sided function, (2) going back from g every path stays at spatial size 1
/// (or, without squeeze, runs through pointwise layers only) until a pool over all positions, (3)
/// that pool reads U, or U through operators that only change shape, (4) g has a value per channel
/// of U. Maps may be channels-first or channels-last. Throws as `infer_shapes`.
FoundGates find_gates(const graph::Graph& graph, std::span<const graph::Shape> inputs);

}  // namespace sescope
