// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over the channels of a block.
#pragma once

#include "core/figures/figure.h"

namespace sescope {

/// The channels that a panel shows, and where they stand along its axis.
struct ShownChannels {
    std::vector<int> channels;
    std::vector<double> positions;
    Axis axis;
};

/// Those that the options ask for, in their order; of a panel (from 1) that is zoomed into, those
/// within.
ShownChannels shown_channels(const ExcitationProfile& profile, int block,
                             const FigureOptions& options, int panel = 1);

/// Mean gates of a class.
Series class_series(const ExcitationProfile& profile, int block, int cls, int colour,
                    const ShownChannels& shown);

/// Makes the series of a class a band: one standard deviation around its means.
void add_band(Series& series, const ExcitationProfile& profile, int block,
              const ShownChannels& shown);

}  // namespace sescope
