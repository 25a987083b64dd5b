// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_spec.h"

namespace sescope {

/// Folds the constant gates of the SE unit of `spec.blocks[block]` into the weights beside it, in
/// place: see `prune`. Throws Error{usage} where that has no exact way.
void fold_gates(const NetworkSpec& spec, std::size_t block, std::span<const double> gates,
                StateDict& weights);

}  // namespace sescope
