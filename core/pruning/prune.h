// SPDX-License-Identifier: GPL-3.0-or-later
// Taking SE units out of a network, as a pure transform of its model and weights.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/excitation/profile.h"
#include "core/network/network_value.h"

namespace sescope {

/// What replaces an SE unit that is taken out: nothing (every gate is 1), or its mean gate,
/// one constant a channel, folded into the weights beside it.
enum class Replacement { identity, mean };
std::string_view name_of(Replacement replacement) noexcept;

/// One block to take the SE unit out of.
struct BlockChoice {
    std::string block;  ///< "SE_5_2"
    Replacement replacement = Replacement::identity;
    bool operator==(const BlockChoice&) const = default;
};

/// A block to take channels out of: those that stay as near to 0 as this for every image.
struct ChannelChoice {
    std::string block;
    double closed = 0.05;
    bool operator==(const ChannelChoice&) const = default;
};

/// Channels that stay, for one reason.
struct StayingChannels {
    int channels = 0;
    std::string reason;
    bool operator==(const StayingChannels&) const = default;
};

/// What became of the closed channels of a block.
struct ChannelRemoval {
    std::string block;
    double closed = 0;      ///< the threshold
    int channels = 0;       ///< that the block had
    std::vector<int> gone;  ///< ascending
    std::vector<StayingChannels> stay;
    /// How much of what passes the block's gates changes, over the profile's images, relative to
    /// its size (root mean squares, as `strength_of`), the other gates being what they were: sqrt(
    /// sum over gone of (E[s^2 e] - E[s z]^2) / sum over all of E[s^2 e] ). NaN: not recorded.
    double change = 0;
    /// How much of what its unit squeezes changes, in the same way:
    /// sqrt( sum over gone of Var(z) / sum over all of E[z^2] ).
    double squeeze_change = 0;
    bool operator==(const ChannelRemoval&) const = default;
};

/// The unit of a block. Throws Error{usage} naming those that are there.
const GateSite& site_called(const Network& model, const std::string& block);

/// Per block the mean gate of each of its channels.
using MeanGates = std::map<std::string, std::vector<double>>;
/// Over all images of the profile. NaN throughout for a block of which no image was counted, or
/// some of whose gates were NaN or infinite: the mean of the others would not be its own.
MeanGates mean_gates(const ExcitationProfile& profile);

struct PrunedNetwork {
    Network model;
    StateDict weights;
    /// Constants that no weight beside them could take up: keys of channelwise factors, which a
    /// state dict in the original's keys has no place for.
    std::vector<std::string> held;
    std::vector<ChannelRemoval> channels{};  ///< where channels were taken out too
};

/// The network without the SE units of the chosen blocks; everything else is as it was, and keys
/// keep their names (and their order, those that are gone aside). `means` is needed for the blocks
/// that are replaced by their mean only.
///
/// Folding is exact: the result equals the network whose gates are the mean gates, but for the
/// rounding of the folded tensors to fp32. Those are fp32 whatever their type was (an fp16
/// checkpoint keeps its other tensors in fp16), because rounding them to a shorter type would not
/// be exact. Where the mean gate goes, by the place of the unit:
/// standard: into the last batch norm (its convolution, where there is none);
/// after_3x3, pre: into the input channels of the next convolution, which is right for gates of any
/// sign and passes zero padding;
/// identity: into the projection's batch norm;
/// post: into the last batch norm and the projection's, both; or into the classifier, after the
/// last block.
///
/// Throws Error{usage} for a block that is not there, has no SE unit or is chosen twice, and where
/// a mean gate cannot be folded (an identity branch without projection; `post` before another block
/// without projection or with negative gates); Error{data} when the mean gates of a block are
/// missing, not finite or of another number of channels; Error{model} naming a missing tensor.
PrunedNetwork prune(const Network& model, const StateDict& weights,
                    std::span<const BlockChoice> choices, const MeanGates& means = {});

/// The choice of the same replacement for each of the blocks.
std::vector<BlockChoice> choose_blocks(std::span<const std::string> blocks,
                                       Replacement replacement);

}  // namespace sescope
