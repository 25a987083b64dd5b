// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of single images, whose gates a profile does not hold.
#pragma once

#include <span>

#include "core/figures/figure.h"

namespace sescope {

/// The gates of one image in one block.
struct ImageGates {
    std::string name;  ///< of the image
    int block = 0;     ///< index into the profile
    int cls = -1;      ///< its class, as index into the profile
    std::span<const float> gates;
};

/// The gates of an image against mean and one standard deviation of its class, channel by channel;
/// channels and order as in the class figure. Throws Error{data} where the gates are not as many
/// as the block's channels.
Figure image_figure(const ExcitationProfile& profile, const ImageGates& image,
                    const FigureOptions& options);

}  // namespace sescope
