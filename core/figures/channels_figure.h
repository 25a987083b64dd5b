// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"

namespace sescope {

/// Which share of each block's channels is closed, open or constant for every image, and which is
/// live (see ChannelKind), through all blocks; in percent.
Figure channels_figure(const ExcitationProfile& profile, const FigureOptions& options);

}  // namespace sescope
