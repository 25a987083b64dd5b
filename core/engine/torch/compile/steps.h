// SPDX-License-Identifier: GPL-3.0-or-later
// A network as steps that follow one another, each of which takes one map and gives one.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/engine/torch/compile/match_inverted.h"
#include "core/engine/torch/compile/match_units.h"
#include "core/engine/torch/compile/operator_run.h"
#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// What no matcher knows: its operators are run as they stand.
struct RunMatch {
    std::vector<graph::ValueId> outputs;
};

struct PlannedStep {
    Range range;
    std::variant<StemMatch, UnitMatch, InvertedMatch, HeadMatch, RunMatch> match;
};

/// The steps of a network for these outputs of its graph: what the matchers know, and runs of
/// operators between. They point into `index` and its network.
std::vector<PlannedStep> plan_steps(const NetworkIndex& index,
                                    std::span<const graph::ValueId> outputs);
/// The outputs that are wanted of a network: its logits, or all where it has no head.
std::vector<graph::ValueId> wanted_outputs(const Network& network);

/// Whether two steps of two networks compute the same, to the bit: same operators, wired alike,
/// and equal weights. Tensors that view the same bytes are told without reading them.
bool same_step(const Network& a, const StateDict& weights_a, const PlannedStep& step_a,
               const Network& b, const StateDict& weights_b, const PlannedStep& step_b);

using Step = std::variant<StemOp, ResidualUnit, InvertedUnit, HeadOp, OperatorRun>;

/// Throws Error{model} naming the tensor that does not fit.
Step load_step(const PlannedStep& step, const Network& network, const StateDict& weights,
               at::Device device);

/// One tensor, but for the last step of a network with several outputs.
std::vector<at::Tensor> run_step(const Step& step, const at::Tensor& x, GateSink& sink);
Step converted(const Step& step, at::ScalarType type);

/// `shapes`: of all values of the step's graph; `input`: what the step reads; `images`: how many
/// come at a time.
Step packed_for(const Step& step, std::span<const graph::Shape> shapes, graph::ValueId input,
                std::int64_t images, MatmulMode mode);
/// Of the maps that are read or written for one image. Of a head, 0.
std::int64_t bytes_touched(const Step& step, std::span<const graph::Shape> shapes,
                           graph::ValueId input);

}  // namespace sescope
