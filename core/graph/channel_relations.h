// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator makes of the channels of its inputs: which go together, which must stay.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/graph/scaling.h"

namespace sescope::graph {

inline constexpr std::size_t kNoChannel = std::numeric_limits<std::size_t>::max();

/// Channels of two values that go together or not at all.
struct ChannelTie {
    ValueId a = kAbsent;
    ValueId b = kAbsent;
    std::vector<std::size_t> of_a;  ///< channel of b for each of a, or kNoChannel
};

/// A weight that loses along `dimension` what `by` loses of its channels.
struct ChannelSlicing {
    ValueId weight = kAbsent;
    std::size_t dimension = 0;
    ValueId by = kAbsent;
};

/// Channels of values [N, C, ..]: all that is computed and has two dimensions or more.
struct ChannelRelation {
    std::vector<ChannelTie> ties;
    std::vector<ValueId> staying;  ///< none of their channels may go
    std::string reason;            ///< why, after what the operator is called
    /// An input whose channels may go where they are constant: weights multiply each.
    ValueId folded = kAbsent;
    bool padded = false;   ///< of `folded`: only zeros may go
    bool grouped = false;  ///< a convolution of several groups that have several channels each
    std::vector<ChannelSlicing> slicings;
};

/// Of the operator with this index in the site's graph.
ChannelRelation relation_of(const ScalingSite& site, std::size_t index);

/// Whether the operator begins a channel shuffle (reshape, permutation, reshape), and the indices
/// of the other two.
struct ChannelShuffle {
    std::size_t permute = 0;
    std::size_t joining = 0;
    std::size_t groups = 0;
};
std::optional<ChannelShuffle> shuffle_at(const ScalingSite& site, std::size_t index);

}  // namespace sescope::graph
