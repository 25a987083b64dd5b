// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

namespace sescope {

/// Whether two readings of one state dict compute alike, as far as operators tell: as many of each
/// convolution, norm, activation, pool and arithmetic with equal fields, over the same weights.
/// Reshapes, and how a mean over all pixels is spelled, do not count.
bool same_operators(const graph::Graph& a, const graph::Graph& b);

}  // namespace sescope
