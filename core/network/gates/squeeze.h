// SPDX-License-Identifier: GPL-3.0-or-later
// Pools over all positions of a map: what a gate may read of it.
#pragma once

#include <optional>
#include <vector>

#include "core/network/gate_site.h"
#include "core/network/gates/axes.h"
#include "core/network/gates/searched_graph.h"

namespace sescope::gates {

/// What a gate scales: one map, or the branches of one.
struct Scaled {
    ValueId root = graph::kAbsent;  ///< U without what only reshapes it
    std::vector<ValueId> summands;  ///< of a competitive unit whose branches are added: their
                                    ///< roots, ascending; else empty
};

struct Pooled {
    Squeeze squeeze = Squeeze::mean;
    bool attended = false;               ///< whether a softmax weighs the positions
    bool of_scaled = false;              ///< whether it is a pool of U (or of its branches' sum)
    std::vector<AxisPart> kept;          ///< what is left of U's dimensions, as `coverage`
    std::vector<std::size_t> operators;  ///< from U to the pooled value
    ValueId source = graph::kAbsent;     ///< where the pools begin
    std::int64_t positions = 1;          ///< how many were pooled into each element
};

/// The pool of which `value` is the output, if it is one: means, sums, maxima (in one step or
/// more), windows as large as the map, a depthwise convolution as large as the map, and means
/// weighted by a softmax over positions that itself follows from U.
std::optional<Pooled> pool_of(const SearchedGraph& g, ValueId value, const Scaled& scaled);

}  // namespace sescope::gates
