// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/checkpoint/state_dict.h"
#include "core/network/network.h"

namespace sescope {

/// How messages begin that refuse a network for what its file states.
inline constexpr std::string_view kStatedOtherwise = "states that ";

/// What a whole pickled module or a TorchScript archive states of a ResNet (strides, the stem's
/// pool, batch norm's epsilon, the gate function): nothing of it needs to be assumed. Values that
/// are not stated are left empty. Throws Error{model} naming the module whose statement this family
/// is not computed by (dilation, other activations, other paddings, ..).
SpecOverrides stated_conventions(const ResNetSpec& spec, const StateDict& weights);

/// What is stated, where `given` is silent.
SpecOverrides with_stated(SpecOverrides given, const SpecOverrides& stated);

}  // namespace sescope
