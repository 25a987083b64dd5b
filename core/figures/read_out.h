// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/figures/figure.h"

namespace sescope {

/// A place in a panel, in the units of its axes, and how many of them a pixel is.
struct PanelPoint {
    std::size_t panel = 0;
    double x = 0;
    double y = 0;
    double x_per_pixel = 1;
    double y_per_pixel = 1;
};

/// What is drawn nearest to a place.
struct ReadOut {
    Text text;     ///< one line: "channel 217: tench 0.830 ± 0.0614 (50)"
    Text name;     ///< of the curve or row: "tench"
    double x = 0;  ///< where it is drawn
    double y = 0;
    double distance = 0;  ///< to there, in pixels; 0 within a map
    int channel = -1;     ///< what it is of, as indices into the profile; -1: no one of them
    int cls = -1;
    int block = -1;
};

/// The nearest point of a curve, or the cell of a map. Nothing where there is neither. `profile` is
/// the one that the figure is of.
std::optional<ReadOut> read_out(const ExcitationProfile& profile, const Figure& figure,
                                const PanelPoint& point);

/// The index into the profile that stands at `at` of an axis of `quantity`, or -1.
int index_at(const Axis& axis, Quantity quantity, double at);
/// Where the index stands along such an axis; nothing where it does not.
std::optional<double> position_of(const Axis& axis, Quantity quantity, int index);

}  // namespace sescope
