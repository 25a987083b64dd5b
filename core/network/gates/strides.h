// SPDX-License-Identifier: GPL-3.0-or-later
// By how much maps are smaller than the images, as strides say and not as extents round.
#pragma once

#include <array>
#include <vector>

#include "core/network/gates/searched_graph.h"

namespace sescope::gates {

/// Strides of a map along its (at most three) positions, as log2. `known`: everything from the
/// images on is of operators whose stride is told (convolutions, pools, what is pointwise, ..).
struct MapStride {
    std::array<float, 3> log2{};
    bool known = false;

    double largest() const;
};

/// By ValueId.
std::vector<MapStride> strides_of(const SearchedGraph& g);

}  // namespace sescope::gates
