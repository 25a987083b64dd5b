// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of weights, and those without some of their rows.
#pragma once

#include <cstddef>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope::graph {

/// The tensor of a weight. Throws Error{model} where it is missing or has another shape.
const TensorEntry& tensor_of(const StateDict& weights, const Value& value);

/// Without those indices of the dimension that `going` marks; of the same type. Contiguous.
TensorEntry without(const TensorEntry& tensor, std::size_t dimension,
                    const std::vector<bool>& going);

/// A weight [rows, columns, ..] of which each row keeps columns of its own: as many of each. Rows
/// that `going` marks go.
TensorEntry with_columns(const TensorEntry& tensor, const std::vector<bool>& going,
                         const std::vector<std::vector<std::size_t>>& columns);

}  // namespace sescope::graph
