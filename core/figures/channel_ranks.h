// SPDX-License-Identifier: GPL-3.0-or-later
// What a channel does for each class, and which channels do most for a class.
#pragma once

#include <vector>

#include "core/excitation/profile.h"

namespace sescope {

struct RankedClass {
    int cls = 0;
    double mean = 0;       ///< of the channel's gate over the images of the class
    double deviation = 0;  ///< one standard deviation over them
    std::uint64_t images = 0;
};
/// Every class that has images, by its mean gate, the largest first; NaN last.
std::vector<RankedClass> classes_by_gate(const ExcitationProfile& profile, int block, int channel);

struct RankedChannel {
    int channel = 0;
    double mean = 0;     ///< over the images of the class
    double overall = 0;  ///< over all images
};
/// Every channel of a block, by the mean gate of a class, the largest first; NaN last.
std::vector<RankedChannel> channels_by_gate(const ExcitationProfile& profile, int block, int cls);

}  // namespace sescope
