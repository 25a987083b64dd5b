// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/engine/torch/compile/match_chain.h"
#include "core/engine/torch/inverted_unit.h"

namespace sescope {

/// An inverted residual: [pointwise convolution, activation,] depthwise convolution, activation,
/// [gate unit,] pointwise convolution, and what it reads added to it, or an activation.
struct InvertedMatch {
    std::optional<ConvolutionChain> expansion;
    ConvolutionChain depthwise;
    std::optional<ExcitationMatch> excitation;
    ConvolutionChain projection;
    bool adds_input = false;
};

/// Nothing unless the operators of the range are that and nothing else.
std::optional<InvertedMatch> match_inverted_unit(const NetworkIndex& index, const Range& range);

/// Throws Error{model} naming the tensor that does not fit.
InvertedUnit load(const InvertedMatch& match, const graph::Graph& graph, const StateDict& weights,
                  at::Device device);

}  // namespace sescope
