// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/network/exported/import.h"

namespace sescope {

/// The extents of a Reshape from one shape to another, with as few numbers in it as can be: the
/// batch, and leading dimensions that stay, are 0; `open` (where the source has -1), or else what
/// depends on batch or size, is -1. Throws Error{model} where that leaves a number that depends on
/// the batch; where it leaves one that depends on the size, the graph is for this size only.
std::vector<std::int64_t> reshape_extents(Call& call, const Extents& from, const Extents& to,
                                          std::optional<std::size_t> open);

}  // namespace sescope
