// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/graph/graph.h"

namespace sescope {

/// Whether an operator holds a number that may have been computed from the height or width of the
/// example: a part, an expansion or a shape of what is of another size for other images. `shapes`
/// are those of all values for the example, `others` those for images of another size.
bool holds_size_literals(const graph::Graph& graph, std::span<const graph::Shape> shapes,
                         std::span<const graph::Shape> others);

}  // namespace sescope
