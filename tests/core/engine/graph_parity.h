// SPDX-License-Identifier: GPL-3.0-or-later
// Fixtures of ../shared/reference/graphs and tests/golden/architectures against networks that run.
#pragma once

#include <nlohmann/json.hpp>

#include "core/network/open_network.h"

namespace sescope::testing {

/// The size of image that the fixture's numbers are for.
SpecOverrides size_of(const nlohmann::json& expected);

/// Runs the network over the fixture's input and compares sites, gates and logits with those of
/// PyTorch in float64. `has_modules`: whether sites are named by module paths.
void expect_parity(const ReadNetwork& network, const nlohmann::json& expected, bool has_modules);

/// Parameters and multiply-accumulates, exactly.
void expect_costs(const Network& model, const nlohmann::json& expected);

}  // namespace sescope::testing
