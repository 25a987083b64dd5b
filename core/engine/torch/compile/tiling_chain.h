// SPDX-License-Identifier: GPL-3.0-or-later
// A transposed convolution that tiles, and what is computed in one pass with it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "core/engine/torch/compile/convolution_chain.h"
#include "core/engine/torch/tiling_convolution.h"

namespace sescope {

/// Operators that stand one behind the other, each the only reader of the one before: a transposed
/// convolution whose tiles do not overlap, a sum with a number a channel, a batch norm and an
/// activation. All but the first may be missing.
struct TilingChain {
    const graph::Operator* convolution = nullptr;
    graph::ValueId bias = graph::kAbsent;   ///< of the sum
    const graph::Operator* norm = nullptr;  ///< or null
    Activation activation = Activation::none;
    std::size_t operators = 1;
};

/// Nothing where the operator at index `at` is another. `is_kept`: values that somebody else looks
/// at, so that they can only be its end.
std::optional<TilingChain> tiling_chain(const graph::Graph& graph, const Readers& readers,
                                        std::size_t at,
                                        const std::function<bool(graph::ValueId)>& is_kept);

/// The sum and the norm folded in; null where there is no kernel for it.
std::shared_ptr<const TilingConvolution> load(const TilingChain& chain, const graph::Graph& graph,
                                              const GraphWeights& weights);

}  // namespace sescope
