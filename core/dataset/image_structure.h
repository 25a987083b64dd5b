// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: bounds-checked access to the bytes of an image file, and one function
// for each format. Each throws Error{data} without a file's name.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/dataset/image_header.h"

namespace sescope {

using ImageBytes = std::span<const std::uint8_t>;

/// Throws the error of a file that ends too early.
[[noreturn]] void throw_truncated(std::string_view detail);
/// Throws the error of a file whose bytes contradict its format.
[[noreturn]] void throw_corrupt(std::string_view detail);

/// An unsigned number of `bytes` bytes at `offset`. Throws "truncated" where it is past the end.
std::uint64_t read_little(ImageBytes file, std::size_t offset, int bytes);
std::uint64_t read_big(ImageBytes file, std::size_t offset, int bytes);

ImageHeader read_png_header(ImageBytes file);
ImageHeader read_jpeg_header(ImageBytes file);
ImageHeader read_bmp_header(ImageBytes file);
ImageHeader read_webp_header(ImageBytes file);
ImageHeader read_tiff_header(ImageBytes file);
ImageHeader read_pnm_header(ImageBytes file);

}  // namespace sescope
