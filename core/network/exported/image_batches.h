// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/graph/graph.h"

namespace sescope {

/// Whether a graph whose program was exported for a fixed number of images treats each image by
/// itself for any number of them: whether the batch stays one dimension of all that depends on the
/// images, from the input to the outputs, and no number of the example's images is written down.
/// `shapes` are those of all values for the example.
bool takes_any_batch(const graph::Graph& graph, std::span<const graph::Shape> shapes);

}  // namespace sescope
