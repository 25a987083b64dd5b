// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <array>

#include "core/figures/figure_data.h"

namespace sescope {

/// 256 steps of a colour map from low to high, evenly perceived and safe for any colour vision:
/// viridis (van der Walt and Smith, 2015) or cividis (Nunez, Anderton and Renslow, 2018); of two
/// signs blue to red by way of white.
std::array<QRgb, 256> colour_table(ColourMap map);

}  // namespace sescope
