// SPDX-License-Identifier: GPL-3.0-or-later
// How a printed table's columns share the width of a page.
#pragma once

#include <vector>

#include "core/report/table.h"

namespace sescope {

/// What each column would take if nothing but spaces of its header were broken, in points, at this
/// font size: its widest cell, the padding to its left and the gap to the next.
std::vector<double> natural_widths(const Table& table, double font_points, double padding,
                                   double gap);

/// Columns that need less than their share of `room` get what they need; the others share the rest.
/// None where all of them fit.
std::vector<double> shared_widths(std::vector<double> natural, double room);

}  // namespace sescope
