// SPDX-License-Identifier: GPL-3.0-or-later
// Single channels of a gate: which no image opens, which every image opens, which never move.
#pragma once

#include <string_view>
#include <vector>

#include "core/excitation/profile.h"

namespace sescope {

/// live: it moves. closed: near 0 for every image, so that nothing of the channel passes. open:
/// near 1 for every image, so that all of it passes. constant: elsewhere, and the same for every
/// image.
enum class ChannelKind { live, closed, open, constant };
std::string_view name_of(ChannelKind kind) noexcept;

/// Where a channel is one of these. All are about every single image, so that a channel of one kind
/// is that of each image of the profile.
struct ChannelThresholds {
    /// Closed when no gate is farther than this from 0. What passes of such a channel is a
    /// twentieth of it at most; the profile counts gates as closed by the same number.
    double closed = 0.05;
    /// Open when no gate is farther than this from 1, for the same reason.
    double open = 0.05;
    /// Constant when its largest and its smallest gate are no farther apart than this: each gate is
    /// then that near to its mean.
    double constant = 0.05;
    bool operator==(const ChannelThresholds&) const = default;
};

/// Throws Error{usage} naming the threshold that is no number from 0 to 1.
void require_sensible(const ChannelThresholds& thresholds);

/// The gates of one channel over all images.
struct ChannelGates {
    double mean = 0;
    double min = 0;
    double max = 0;
    /// The share that the channel has in what passes the gate: E[s^2 e] by the sum of that over all
    /// channels (see EnergyMoments). NaN where energies were not recorded or nothing passes.
    double passed = 0;
};

/// By channel. NaN throughout where no image was counted, or where some gates of the block were not
/// finite: extremes of the others would not be those of every image.
std::vector<ChannelGates> channel_gates(const GateTally& gates, int block);

/// The first that holds of closed, open, constant; live otherwise, and where nothing is known.
ChannelKind kind_of(const ChannelGates& gates, const ChannelThresholds& thresholds) noexcept;

/// How the channels of one block divide.
struct ChannelCounts {
    int live = 0;
    int closed = 0;
    int open = 0;
    int constant = 0;
    /// How much of the block's output would change if the closed gates were 0, relative to the size
    /// of that output, as `strength_of` has it: sqrt(sum over closed of E[s^2 e] / sum over all).
    /// 0 where none is closed; NaN where energies were not recorded.
    double closed_passes = 0;

    int channels() const noexcept { return live + closed + open + constant; }
};
ChannelCounts channel_counts(const GateTally& gates, int block,
                             const ChannelThresholds& thresholds = {});

/// The channels of this kind, ascending.
std::vector<int> channels_of(const GateTally& gates, int block, ChannelKind kind,
                             const ChannelThresholds& thresholds = {});

}  // namespace sescope
