// SPDX-License-Identifier: GPL-3.0-or-later
// Taking gates out of a network: pure functions of the graph; weights change in a StateDict. Values
// keep their ids until `fold_constants`, so that several gates of one graph can go one by one.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope::graph {

/// The product U * gate, replaced by U. What is dead then is still there.
Graph drop(const Graph& graph, ValueId scaled, ValueId product);

/// How the channels of U lie.
struct ChannelLayout {
    std::size_t rank = 4;
    std::size_t dimension = 1;  ///< 1 for [N, C, H, W], 3 for [N, H, W, C]
};

/// The product U * gate, replaced by U times one constant a channel: a weight of this key, in
/// double precision until `fold_constants` has done with it. The operator of the product keeps its
/// place, its name and its output. What is dead then is still there.
/// Throws Error{usage} for a constant that is not finite, Error{internal} where the key is taken.
Graph hold(const Graph& graph, StateDict& weights, ValueId scaled, ValueId product,
           std::span<const double> constants, const std::string& key, ChannelLayout layout = {});

/// Moves the constants of these keys (of `hold`) into weights beside them, one after another, and
/// takes out what is dead: operators and values of the graph, tensors of `weights` that the graph
/// read before and does not read now. `inputs`: shapes of the graph's inputs.
///
/// Where a constant goes, by what is tried first:
/// 1. into what computes U: a batch norm (gamma and beta), or a convolution or linear layer (rows
///    and bias);
/// 2. into the one convolution (input channels) or linear layer (columns) that reads the product;
/// 3. into what computes U, through activations, pools and additions: of each side of an addition;
/// 4. into every convolution and linear layer that reads the product.
/// On the way there may be ReLUs, leaky ReLUs and maxima, where no constant is negative; average
/// pools, means and sums; flattening, permutations, slices and padding by zeros; factors that are
/// numbers; going forward, concatenations. Nothing else may read a value whose scale changes, nor a
/// weight that does. Where none of this holds the constant stays, as a weight in fp32.
///
/// A tensor that is changed is multiplied in double and rounded once, to fp32, whatever its type
/// was: the result is that of the network whose gates are the constants, but for that rounding.
Graph fold_constants(const Graph& graph, StateDict& weights, std::span<const std::string> keys,
                     std::span<const Shape> inputs);

/// Erases tensors that `before` reads and `after` does not; of a batch norm its counter too.
void erase_dead(StateDict& weights, const Graph& before, const Graph& after);

}  // namespace sescope::graph
