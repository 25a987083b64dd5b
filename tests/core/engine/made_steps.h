// SPDX-License-Identifier: GPL-3.0-or-later
// Small graphs with random weights as the engine's steps, and what their operators give one by one.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/engine/torch/compile/steps.h"
#include "tests/core/network/gates/made_graph.h"

namespace sescope::testing {

/// A network of one output, and weights.
struct Made {
    Network network;
    StateDict weights;
};

Made finished(test::MadeGraph& made, graph::ValueId output);

std::vector<PlannedStep> plan_of(const Made& made);

/// Whether all of it is one step of this kind.
template <class Match>
bool is_one(const Made& made) {
    const auto plan = plan_of(made);
    return plan.size() == 1 && std::holds_alternative<Match>(plan.front().match);
}

/// Of a plan of one step, packed for images of this shape and as it is loaded: values, gates and
/// energies are those of the operators one by one.
void expect_same_values(const Made& made, const graph::Shape& shape);

}  // namespace sescope::testing
