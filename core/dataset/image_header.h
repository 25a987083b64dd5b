// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sescope {

enum class ImageFormat { png, jpeg, bmp, webp, tiff };

/// What the first bytes of an image file say: enough to refuse it before memory is spent on it.
struct ImageHeader {
    ImageFormat format = ImageFormat::png;
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool deep_grey = false;  ///< one channel of 16 bits, which Pillow turns into RGB in its own way
};

/// Reads format and size from the content (never from the extension), and checks that the file is
/// whole as far as its structure tells: a JPEG has its end marker, a PNG's chunks have the right
/// checksums, the pixels of a BMP, WebP or TIFF lie within the file. Decoders fill what is missing
/// with grey and say nothing. Throws Error{data} without a file's name.
ImageHeader read_image_header(std::span<const std::uint8_t> file);

/// Throws Error{data} where the first bytes of a file are those of no format that is known.
void require_known_format(std::span<const std::uint8_t> beginning);

/// The chunks of a PNG that its pixels depend on. What else is in there (profiles, texts) costs
/// time and makes libpng print warnings; the result decodes to the same pixels. `file` was accepted
/// by read_image_header.
std::vector<std::uint8_t> essential_png(std::span<const std::uint8_t> file);

/// A TIFF whose alpha channel is said to be multiplied into the colours already, so that libtiff
/// does not do it: colours stay as they are in the file, which is what Pillow takes. `file` was
/// accepted by read_image_header.
std::vector<std::uint8_t> unmultiplied_tiff(std::span<const std::uint8_t> file);

}  // namespace sescope
