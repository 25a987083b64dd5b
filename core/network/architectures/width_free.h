// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

namespace sescope {

/// The first operator that holds a number which may follow from the network's widths (slices,
/// splits, reshapes to literals), so that it could be wrong for others; null where there is none.
const graph::Operator* tied_to_widths(const graph::Graph& graph);

/// Sets the groups of each convolution to what its input and its weight make of them, for inputs of
/// the declared shapes at this size and the weights' shapes as they stand. Throws Error{model}
/// naming the operator whose shapes do not fit each other.
void derive_groups(graph::Graph& graph, const graph::Shape& input);

}  // namespace sescope
