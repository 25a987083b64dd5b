// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/gates/searched_graph.h"

namespace sescope::gates {

/// Whether `factor` is a function of the elements of `scaled` alone, so that their product is an
/// activation, spelled out: x * sigmoid(x), x * clamp(x + 3, 0, 6) / 6, x * tanh(softplus(x)),
/// 0.5 x * (1 + tanh(..x..)).
bool is_spelled_activation(const SearchedGraph& g, ValueId factor, ValueId scaled);

}  // namespace sescope::gates
