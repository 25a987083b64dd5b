// SPDX-License-Identifier: GPL-3.0-or-later
// A product of two values, held against the rule of gates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/network/gates/unit.h"

namespace sescope::gates {

/// A product that is a gate's: U * expand(g).
struct Candidate {
    std::size_t product = 0;  ///< the operator
    ValueId scaled = graph::kAbsent;
    ValueId factor = graph::kAbsent;
    Bounding bounding;
    Unit unit;
    std::int64_t channels = 0;
    std::size_t channel_dimension = 1;  ///< of the product
    int branch = -1;                    ///< of a competitive unit, from 0
    int branches = 0;
    std::optional<std::size_t> branch_dimension;  ///< of the product, where branches are stacked
    bool of_one_map = false;  ///< of a competitive unit: its branches are parts of one map
};

/// What became of a product.
struct Verdict {
    std::vector<Candidate> gates;  ///< one, or one a branch
    Text near_miss;                ///< why it is none, where it looks like one
};

/// Which dimensions of the product a factor runs along, batch aside.
struct Variation {
    std::vector<std::size_t> along;    ///< dimensions of the product, ascending
    std::vector<std::size_t> extents;  ///< all those with more than one element
    Axes factor;                       ///< by dimension of the product, in terms of the gate
};
std::optional<Variation> variation_of(const SearchedGraph& g, ValueId gate, ValueId factor,
                                      ValueId product);

/// The verdict on an operator that multiplies two values which hang on the images.
Verdict judged(const SearchedGraph& g, std::size_t product);

/// Why one gate per channel is not what `variation` describes; empty where it is. Sets `channel`.
Text fault_of(const Variation& variation, const Shape& product, std::size_t& channel);

/// Whether the map's own channels are along `dimension` of its root, as far as its producer tells.
bool may_be_channels(const SearchedGraph& g, ValueId root, int dimension);

}  // namespace sescope::gates
