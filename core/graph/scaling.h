// SPDX-License-Identifier: GPL-3.0-or-later
// Where a factor of each channel can go.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/graph/graph.h"

namespace sescope::graph {

/// Factors along one dimension of a value.
struct ChannelFactors {
    std::vector<double> factors;
    std::size_t dimension = 1;
};

/// A weight to be multiplied: element i by the factor of input (i / inner % extent) of its group;
/// a group has `rows` rows of extent x inner elements.
struct Scaling {
    ValueId weight = kAbsent;
    std::vector<double> factors;
    std::size_t inner = 1;
    std::size_t extent = 1;
    std::size_t rows = 0;  ///< 0: there are no groups

    double factor(std::size_t i) const {
        const std::size_t group = rows == 0 ? 0 : i / (inner * extent) / rows;
        return factors[group * extent + i / inner % extent];
    }
};

/// Readers, producers and shapes of a graph, where an operator's weights may be scaled.
struct ScalingSite {
    const Graph& graph;
    std::vector<std::vector<std::size_t>> readers;
    std::vector<std::int64_t> producers;
    std::vector<Shape> shapes;

    ScalingSite(const Graph& of, std::vector<Shape> inferred)
        : graph(of),
          readers(readers_of(of)),
          producers(producers_of(of)),
          shapes(std::move(inferred)) {}

    const Shape& shape(ValueId id) const { return shapes[static_cast<std::size_t>(id)]; }
    const std::vector<std::size_t>& readers_at(ValueId id) const {
        return readers[static_cast<std::size_t>(id)];
    }
    bool is_output(ValueId id) const;
    /// A weight that one operator reads, once.
    bool is_own_weight(ValueId id) const;
};

/// Weights to multiply so that the value is multiplied, and nothing else is; nothing where there is
/// no way. `direct`: only by what computes the value.
std::optional<std::vector<Scaling>> scale_before(const ScalingSite& site, ValueId value,
                                                 const ChannelFactors& channels, bool direct);
/// Weights to multiply so that all who read the value compute what they would if it were
/// multiplied.
std::optional<std::vector<Scaling>> scale_behind(const ScalingSite& site, ValueId value,
                                                 const ChannelFactors& channels);

}  // namespace sescope::graph
