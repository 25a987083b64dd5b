// SPDX-License-Identifier: GPL-3.0-or-later
// What is constant where some channels are.
#pragma once

#include <span>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/graph/channels.h"
#include "core/graph/scaling.h"

namespace sescope::graph {

/// By ValueId the constant of each channel of values [N, C, ..], NaN where it is not constant;
/// empty for values without any.
using KnownConstants = std::vector<std::vector<double>>;

/// Follows the constants through batch norms, activations, numbers, pools, concatenations, slices,
/// and whatever leaves values alone. Throws as `without_channels`.
KnownConstants constants_behind(const ScalingSite& site, const StateDict& weights,
                                std::span<const ConstantChannels> given);

/// What the activation makes of x.
double value_of(const Activation& activation, double x);

}  // namespace sescope::graph
