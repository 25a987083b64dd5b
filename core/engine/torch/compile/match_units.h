// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises what there are kernels for. A match looks at structure alone; `load` reads the
// weights.
#pragma once

#include <optional>
#include <vector>

#include "core/engine/torch/compile/match_chain.h"
#include "core/engine/torch/residual_unit.h"
#include "core/engine/torch/stem_and_head.h"

namespace sescope {

/// Convolutions, each with its batch norm and a ReLU, and a max pool.
struct StemMatch {
    std::vector<ConvolutionMatch> convs;
    MaxPool pool;
};

/// The identity branch of a residual unit.
struct IdentityMatch {
    std::int64_t pool_stride = 1;
    std::optional<ConvolutionMatch> convolution;
    std::optional<ExcitationMatch> excitation;
};

/// Two or more convolutions with ReLUs between, an identity branch, their sum and a ReLU, with a
/// gate unit in one of five positions, or none.
struct UnitMatch {
    std::vector<ConvolutionMatch> convs;
    IdentityMatch identity;
    std::optional<ExcitationMatch> excitation;
    GatePosition position = GatePosition::branch;
};

/// The mean over pixels and a linear layer.
struct HeadMatch {
    const graph::Operator* linear = nullptr;
};

// Each gives nothing unless the operators of the range are that and nothing else.

std::optional<StemMatch> match_stem(const NetworkIndex& index, const Range& range);
std::optional<UnitMatch> match_residual_unit(const NetworkIndex& index, const Range& range);
std::optional<HeadMatch> match_head(const NetworkIndex& index, const Range& range);

// These throw Error{model} naming the tensor that does not fit.

StemOp load(const StemMatch& match, const graph::Graph& graph, const StateDict& weights,
            at::Device device);
ResidualUnit load(const UnitMatch& match, const graph::Graph& graph, const StateDict& weights,
                  at::Device device);
HeadOp load(const HeadMatch& match, const graph::Graph& graph, const StateDict& weights,
            at::Device device);

}  // namespace sescope
