// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure_data.h"

namespace sescope {

/// The panel with its curves cut at what its axes show, where they are zoomed into: nothing cuts
/// what is drawn in an SVG of Qt 6.4. Markers are within or not at all.
Panel clipped(Panel panel);

}  // namespace sescope
