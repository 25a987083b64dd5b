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

/// Where the gates of a block lie: per block a histogram of each class (share of its gates in each
/// of 64 bins); of a single block also a line of quantiles per class (5, 25, 50, 75, 95 %).
Figure distribution_figure(const ExcitationProfile& profile, const FigureOptions& options);

/// The same for all blocks at once, one above the other: a ridge for all images, a line per class.
Figure ridges_figure(const ExcitationProfile& profile, const FigureOptions& options);

/// Mean gates as a map: a row a class, a column a channel.
Figure heatmap_figure(const ExcitationProfile& profile, const FigureOptions& options);

/// How alike classes are to a block: Pearson's correlation, over its channels, of the mean gates of
/// each two classes. NaN for a class whose mean gates are all the same.
Figure similarity_figure(const ExcitationProfile& profile, const FigureOptions& options);

/// How class share, spread within and between classes, and the fractions of open and closed gates
/// run through all blocks (see BlockSummary).
Figure depth_figure(const ExcitationProfile& profile, const FigureOptions& options);

}  // namespace sescope
