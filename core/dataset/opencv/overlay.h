// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/overlay.h"

namespace sescope {

/// overlay_map, of a map that is known to fit.
RgbImage overlay_with_opencv(const RgbImage& image, const MagnitudeMap& map);

}  // namespace sescope
