// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the figure table.
#pragma once

#include "core/figures/figure.h"

namespace sescope {

/// The paper's class figure (Fig. 6): per block the mean gate of each sampled channel, a curve per
/// class and one for the mean over all images of all classes.
Figure class_figure(const ExcitationProfile& profile, const FigureOptions& options);

/// The paper's instance figure (Fig. 7): two classes, mean and one standard deviation (population)
/// over the images of the class.
Figure instance_figure(const ExcitationProfile& profile, const FigureOptions& options);

}  // namespace sescope
