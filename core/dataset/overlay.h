// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/dataset/dataset.h"

namespace sescope {

/// Values at the positions of a feature map, row-major.
struct MagnitudeMap {
    int width = 0;
    int height = 0;
    std::span<const float> values;
    float low = 0;   ///< shown as nothing ..
    float high = 1;  ///< .. and as the strongest colour
};

/// The image in grey, and over it the map enlarged to its size (bicubic) in the colours of viridis:
/// the higher a value, the less of the image shows through. Opens libsescope_images, as
/// decode_image. Throws Error{usage} where map and values do not fit.
RgbImage overlay_map(const RgbImage& image, const MagnitudeMap& map);

}  // namespace sescope
