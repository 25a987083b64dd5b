// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset.

#include <cstdint>
#include <vector>

#include "core/dataset/image_header.h"

namespace sescope {

/// What the pixels are, by the tags of the first directory.
struct TiffPixels {
    std::uint64_t bits = 1;
    bool bits_differ = false;
    std::uint64_t samples = 1;
    std::uint64_t meaning = 0;
    std::uint64_t format = 1;
    std::uint64_t packing = 1;
    std::uint64_t planes = 1;
    std::vector<std::uint64_t> extra;
    bool tiled = false;
};

/// How the pixels become RGB in Pillow. Throws Error{data} without a file's name where they do not,
/// or not by what we have.
PixelKind kind_of(const TiffPixels& pixels);

}  // namespace sescope
