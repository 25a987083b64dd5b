// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a profile, as the page draws them.
#pragma once

#include <string_view>
#include <vector>

#include "core/figures/figure.h"
#include "core/page/values.h"

namespace sescope {

/// A figure with all that is drawn of it. Numbers of curves and maps are `page_floats`; a series
/// without "x" stands at those of the series before it.
PageJson page_figure(const Figure& figure);

/// Which blocks and classes a figure of the page shows, as indices into the profile. No block: the
/// paper's; no class: all that have images.
struct PageChoice {
    std::vector<int> blocks;
    std::vector<int> classes;
};

/// A figure of the table with all channels of its blocks, and for those of channels, in what orders
/// they can stand ("orders"). Throws as FigureRow::build, and Error{usage} for an index that the
/// profile does not have.
PageJson page_figure(const ExcitationProfile& profile, std::string_view name,
                     const PageChoice& choice);

/// One channel of a block: mean, standard deviation and extremes of its gates, of every class that
/// has images, the largest mean first. Throws Error{usage} for an index that is not there.
PageJson page_channel(const ExcitationProfile& profile, int block, int channel);

}  // namespace sescope
