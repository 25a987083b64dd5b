// SPDX-License-Identifier: GPL-3.0-or-later
// Channels that no image opens, taken out of a network with all that makes and reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/excitation/channels.h"
#include "core/pruning/prune.h"

namespace sescope {

/// What is known of the channels of one block: gates s and energies e (the mean over positions of
/// u^2, where u is what the gate multiplies), over the images of a profile; and squeezes z (the
/// mean over positions of u), over images that were run for it: see `measure_squeezes`.
struct ChannelRecord {
    std::vector<double> largest;   ///< the largest |s|; NaN where not every gate was finite
    std::vector<double> squeezed;  ///< E[z]
    std::vector<double> spread;    ///< Var(z)
    std::vector<double> passed;    ///< E[s z]: the mean of what passes the gate
    std::vector<double> energy;    ///< E[s^2 e]
    double all_squeezes = 0;       ///< sum over channels of E[z^2]
    double all_energy = 0;         ///< sum over channels of E[s^2 e]
    /// Whether squeezes were measured.
    bool known() const noexcept { return !squeezed.empty(); }
};

/// By block.
using ChannelRecords = std::map<std::string, ChannelRecord>;
/// What the profile says; squeezes are not known yet.
ChannelRecords channel_records(const ExcitationProfile& profile);
/// What the unit reads of each channel: the mean over positions of U; kAbsent where it reads
/// something else.
graph::ValueId squeezed_value(const graph::Graph& graph, const GateSite& site);
/// Why no channel of the unit can be taken out, whatever its gates do: "its unit squeezes by
/// something else than the mean"; empty where they may go. What units squeeze is measured of those
/// alone. `shapes`: of the graph's values, for one image.
std::string channel_obstacle(const Network& model, const GateSite& site,
                             std::span<const graph::Shape> shapes);

/// All channels that stay as near to 0 as this, of each of the blocks that have any; none of those
/// of `without` (which go as a whole). In the order of the profile. Throws Error{usage} for a
/// threshold that is no number from 0 to 1.
std::vector<ChannelChoice> closed_channels(const ExcitationProfile& profile, double threshold,
                                           std::span<const BlockChoice> without = {});

/// Takes channels out of a network, after blocks were (see `prune`); `pruned.channels` says what
/// became of them.
///
/// In place of what a closed channel's gate lets through stands its mean, E[s z], folded into what
/// reads it (0 where that pads it by zeros); in place of what it says to the squeeze stands its
/// mean E[z], folded into the bias of the unit's first layer, so that the other gates change by no
/// more than the squeeze of the channel varies. Both changes are stated with each block. See
/// graph::without_channels for how far channels are followed.
///
/// Throws Error{usage} for a block that is not there, Error{internal} where squeezes were not
/// measured.
void take_out_channels(PrunedNetwork& pruned, std::span<const ChannelChoice> choices,
                       const ChannelRecords& records);

/// `prune` and `take_out_channels`, for what reads both from one profile.
struct PruneChoices {
    std::vector<BlockChoice> blocks;
    std::vector<ChannelChoice> channels;
    bool empty() const noexcept { return blocks.empty() && channels.empty(); }
};
PrunedNetwork prune(const Network& model, const StateDict& weights, const PruneChoices& choices,
                    const MeanGates& means, const ChannelRecords& records);

/// What taking out the closed channels of one block alone would save.
struct ChannelSaving {
    ChannelRemoval removal;
    std::int64_t parameters = 0;  ///< learnable ones
    std::int64_t macs = 0;        ///< of an image (CostConvention::macs)
};
/// Of each block that has such channels, in the order of the profile, by counting: what changes is
/// not known without running the network, and NaN here.
std::vector<ChannelSaving> channel_savings(const Network& model, const StateDict& weights,
                                           const ExcitationProfile& profile, double threshold);

/// "SE_4_1: 12 of 64 channels taken out, which changes ..; 3 that are closed stay: .." in one line;
/// nothing of changes where squeezes were not measured.
Text described(const ChannelRemoval& removal);

}  // namespace sescope
