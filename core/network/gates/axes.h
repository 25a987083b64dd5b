// SPDX-License-Identifier: GPL-3.0-or-later
// Which dimensions of one value those of another are, through operators that change shape.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/network/gates/searched_graph.h"

namespace sescope::gates {

/// A part of dimension `dimension` of the value where a trace begins: its index / stride % extent.
/// Dimension -1: the elements are repeated along it.
struct AxisPart {
    int dimension = 0;
    std::int64_t stride = 1;
    std::int64_t extent = 1;
    bool operator==(const AxisPart&) const = default;
};

/// For each dimension of a value, what of the beginning's dimensions it runs over, major first.
using Axes = std::vector<std::vector<AxisPart>>;

Axes axes_of(const Shape& shape);

/// The axes of the operator's output, given those of its first input. Reduces and global pools take
/// parts away. Nothing where they cannot be told.
std::optional<Axes> through(const SearchedGraph& g, const Operator& op, const Axes& axes);

/// The axes of `to` in terms of `from`, which it is made of by operators that only reshape or
/// repeat. Nothing where that is not so.
std::optional<Axes> traced(const SearchedGraph& g, ValueId from, ValueId to);

/// What the parts cover in a form that can be compared: sorted, neighbours merged, without
/// repetitions, extents of 1 and dimension 0 (the batch).
std::vector<AxisPart> coverage(std::vector<AxisPart> parts);
std::vector<AxisPart> coverage(const Axes& axes);
/// How many elements such parts have.
std::int64_t elements_of(std::span<const AxisPart> parts);

/// Whether a dimension runs over more than one element, repetitions aside.
bool varies(const std::vector<AxisPart>& dimension);

/// The dimensions that an operator pools over to a single element (of Reduce, and of pools whose
/// window is the whole map); empty for any other.
std::vector<std::int64_t> pooled_dimensions(const SearchedGraph& g, const Operator& op);

}  // namespace sescope::gates
