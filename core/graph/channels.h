// SPDX-License-Identifier: GPL-3.0-or-later
// Taking channels out of a network that are known to be constant, with all that makes and reads
// them: a pure function of the graph; weights change in a StateDict.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope::graph {

/// Channels of a value [N, C, ..] that are taken to be constant, over images and positions.
struct ConstantChannels {
    ValueId value = kAbsent;
    std::vector<std::size_t> channels;  ///< ascending
    std::vector<double> constants;      ///< one for each of them
};

/// A channel that could not go.
struct StayingChannel {
    std::size_t channel = 0;
    std::string reason;   ///< "convolution 'p2o.Conv.7' reads it where it is not constant"
    bool padded = false;  ///< a constant that is not 0 would stand beside padding by zeros
};

/// What became of the channels of one ConstantChannels.
struct ChannelsOutcome {
    std::vector<std::size_t> gone;  ///< ascending
    std::vector<StayingChannel> stay;
};

struct ThinnedGraph {
    Graph graph;
    std::vector<ChannelsOutcome> outcomes;  ///< one for each of the ConstantChannels
};

/// The network in which channels that are gone are their constants, without the rows of the weights
/// that made them and the columns that read them: what a column gave from a constant goes into the
/// bias of its layer (the mean of the batch norm behind it, where it has no bias and that is its
/// only reader; else a bias is added). Whatever channel is then read by nobody goes as well, and
/// what makes that.
///
/// Channels are followed through convolutions (of groups: whole ones, and as many of each other as
/// all can lose), linear layers over [N, C], batch norms, activations, elementwise operators,
/// pools, means over positions, concatenations, slices, padding, resizing, reshaping that leaves
/// dimension 1 alone, and channel shuffles. A channel goes with all others that it is added to or
/// multiplied by, or not at all. It stays where anything else reads it, an output of the network
/// is made of it, or weights would change that something else reads too; and one channel of every
/// value stays. What stays is computed as before: nothing of it is taken to be constant.
///
/// Exact up to the rounding of what changes in value, which is computed in double and rounded once
/// to fp32; tensors that only lose rows keep their types. Keys stay; a bias that is added is called
/// as the weight, with ".bias". `inputs`: shapes of the graph's inputs.
///
/// Throws Error{internal} for channels that the value does not have, Error{model} where `weights`
/// are not those of the graph.
ThinnedGraph without_channels(const Graph& graph, StateDict& weights,
                              std::span<const ConstantChannels> constants,
                              std::span<const Shape> inputs);

}  // namespace sescope::graph
