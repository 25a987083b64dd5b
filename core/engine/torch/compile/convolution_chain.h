// SPDX-License-Identifier: GPL-3.0-or-later
// A convolution and what is computed in one pass with it, whatever operators say it.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/compile/weights.h"
#include "core/graph/graph.h"

namespace sescope {

/// Operators that follow one another, each the only reader of the one before: a convolution, its
/// batch norm, products and sums with single numbers, an activation (one operator, or x sigmoid(x)
/// and x min(max(x + 3, 0), 6) / 6 in their parts, as exporters write them), and again products and
/// sums with single numbers. All but the convolution may be missing.
struct ConvolutionChain {
    const graph::Operator* convolution = nullptr;
    const graph::Operator* norm = nullptr;       ///< or null
    std::vector<const graph::Operator*> before;  ///< single numbers before the activation
    Activation::Kind activation = Activation::none;
    std::vector<const graph::Operator*> behind;  ///< single numbers behind it
    std::vector<std::size_t> operators;          ///< all of them, by their index
    graph::ValueId output = graph::kAbsent;
};

/// scale * x + shift
struct Affine {
    double scale = 1;
    double shift = 0;
};

/// The operators that read each value; see graph::readers_of.
using Readers = std::vector<std::vector<std::size_t>>;

/// The longest chain from the convolution at index `at` on. `is_kept`: values that somebody else
/// looks at, so that they can only be its end.
ConvolutionChain chain_from(const graph::Graph& graph, const Readers& readers, std::size_t at,
                            const std::function<bool(graph::ValueId)>& is_kept);

/// What the single numbers of a chain make of x.
Affine affine_of(std::span<const graph::Operator* const> operators, const graph::Graph& graph,
                 const GraphWeights& weights);

/// Folds the norm, and the numbers before the activation, into the weight and the bias.
FoldedWeights folded(const ConvolutionChain& chain, const graph::Graph& graph,
                     const GraphWeights& weights);
/// The activation, and the numbers behind it.
Activation activation_of(const ConvolutionChain& chain, const graph::Graph& graph,
                         const GraphWeights& weights);

}  // namespace sescope
