// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "core/network/network_value.h"

namespace sescope {

/// Operators [begin, end) of a graph, which read one value of those before them and give one.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    graph::ValueId input = graph::kAbsent;
    graph::ValueId output = graph::kAbsent;  ///< kAbsent: the graph's outputs, at its end
};

/// Cuts a graph wherever a single value passes from what is before to what is behind: the smallest
/// ranges that can be run one after the other. The last one gives `outputs`.
std::vector<Range> narrowest_ranges(const graph::Graph& graph, graph::ValueId input,
                                    std::span<const graph::ValueId> outputs);

/// What the matchers look up of a network, made once.
class NetworkIndex {
  public:
    explicit NetworkIndex(const Network& network);

    const graph::Graph& graph() const { return network_.graph; }
    const Network& network() const { return network_; }
    /// The operator that computes a value; null for inputs and weights.
    const graph::Operator* producer(graph::ValueId value) const;
    std::size_t producer_index(graph::ValueId value) const;
    const std::vector<std::size_t>& readers(graph::ValueId value) const;
    const std::vector<std::vector<std::size_t>>& readers() const { return readers_; }
    /// The site whose product this is, where it is the only one; or null.
    const GateSite* site_of_product(graph::ValueId value) const;

  private:
    const Network& network_;
    std::vector<std::int64_t> producers_;
    std::vector<std::vector<std::size_t>> readers_;
    std::map<graph::ValueId, std::vector<const GateSite*>> sites_;
};

}  // namespace sescope
