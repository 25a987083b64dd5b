// SPDX-License-Identifier: GPL-3.0-or-later
// The network as the papers write it, in plain loops over doubles: what the engine is held against.
#pragma once

#include <span>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_spec.h"

namespace sescope::testing {

/// What one image gives.
struct NaiveResult {
    std::vector<double> logits;
    std::vector<std::vector<double>> gates;     ///< by SE block
    std::vector<std::vector<double>> energies;  ///< by SE block: mean of u^2 before the gate
};

/// `image`: 3 x side x side, normalised.
NaiveResult run_naively(const ResNetSpec& spec, const StateDict& weights,
                        std::span<const float> image, int side);

}  // namespace sescope::testing
