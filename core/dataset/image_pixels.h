// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: pixels of formats that are read without a library, as Pillow reads
// them, and what becomes of pixels afterwards. `file` was accepted by read_image_header. Each
// throws Error{data} without a file's name.

#include <cstdint>
#include <span>

#include "core/dataset/dataset.h"
#include "core/dataset/image_header.h"

namespace sescope {

/// The first three of more channels of a TIFF: uncompressed, 8 bits, in strips.
RgbImage read_first_three(std::span<const std::uint8_t> file, const ImageHeader& header);

/// A BMP of 16 bits a pixel: five bits a colour, or six of green; v * 255 / 31 (63), rounded down.
RgbImage read_short_bmp(std::span<const std::uint8_t> file, const ImageHeader& header);

/// PBM, PGM and PPM, plain and raw. Values are scaled to 255 where the file says another maximum;
/// grey of more than 8 bits is clipped at 255.
RgbImage read_pnm(std::span<const std::uint8_t> file, const ImageHeader& header);

/// The image turned and mirrored as an orientation of EXIF, 1 to 8, asks for.
RgbImage upright(RgbImage image, int orientation);

}  // namespace sescope
