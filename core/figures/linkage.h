// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace sescope {

/// An order of points in which similar ones stand side by side: the leaves of the dendrogram of
/// average-linkage clustering (UPGMA) by Euclidean distance, built by nearest-neighbour chains
/// (Murtagh, 1983; time and memory grow with the square of the points). Of two joined clusters the
/// one with the larger mean value comes first; ties go to the lower index. `points` holds
/// `count` rows of `width` values; NaN counts as 0.
std::vector<int> linkage_order(std::span<const float> points, int count, int width);

}  // namespace sescope
