// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: JPEGs that are decoded at a part of their size
// (Preprocessing::fast_decode).

#include <cstdint>

#include "core/dataset/dataset.h"

namespace sescope {

/// The short side that images are resized to.
std::int64_t resized_side(const Preprocessing& preprocessing);

/// By how much a JPEG of this size may be reduced while it is decoded: by 8, 4 or 2 where it is
/// then still twice as large as it is resized to, so that what the resize filters away is filtered
/// by it and not by the decoder; otherwise by 1.
int reduction_for(std::int64_t width, std::int64_t height, const Preprocessing& preprocessing);

/// resize_and_crop of an image that was whole_width x whole_height and is reduced by `reduction`,
/// its last column and row perhaps being less than whole.
RgbImage resize_and_crop_reduced(const RgbImage& image, std::int64_t whole_width,
                                 std::int64_t whole_height, int reduction,
                                 const Preprocessing& preprocessing);

}  // namespace sescope
