// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// An image of any number of channels, as the numbers that a network takes: channels x height x
/// width, row-major. Spectrograms, medical and satellite images come so.
struct ImageArray {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<float> values;
};

/// Reads a .npy file (NumPy's format, versions 1 to 3) of [C, H, W], [H, W] (one channel) or
/// [1, C, H, W]: real numbers, integers or truth values of either byte order, in C's or Fortran's
/// order. Values are taken as they are, rounded to float32. Throws Error{data} naming the file when
/// it is none, cut off, of other numbers or dimensions, or of more than `max_values`.
ImageArray load_image_array(const std::filesystem::path& path,
                            std::int64_t max_values = 256'000'000);

/// Pillow's convert("L"): (19595 R + 38470 G + 7471 B + 32768) >> 16, one byte a pixel.
std::vector<std::uint8_t> grey_of(const RgbImage& image);

}  // namespace sescope
