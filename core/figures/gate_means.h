// SPDX-License-Identifier: GPL-3.0-or-later
// Mean gates of some channels only: what a figure of 50 channels and 1,000 classes needs.
#pragma once

#include <vector>

#include "core/excitation/profile.h"
#include "core/figures/figure.h"

namespace sescope {

/// class_mean of those channels.
std::vector<double> mean_of_channels(const GateTally& gates, int block, int cls,
                                     const std::vector<int>& channels);
/// sqrt(class_variance) of those channels: one standard deviation over the images of the class.
std::vector<double> deviation_of_channels(const GateTally& gates, int block, int cls,
                                          const std::vector<int>& channels);
/// overall_mean of those channels.
std::vector<double> overall_mean_of_channels(const GateTally& gates, int block,
                                             const std::vector<int>& channels);

/// Mean gates of classes, a row each, all channels: classes x channels, row-major.
std::vector<float> mean_gates(const GateTally& gates, int block, const std::vector<int>& classes);

/// All channels of a block in an order; ties keep the order of the network, NaN comes last.
std::vector<int> ordered_channels(const GateTally& gates, int block, ChannelOrder order);

}  // namespace sescope
