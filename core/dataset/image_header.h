// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sescope {

enum class ImageFormat { png, jpeg, bmp, webp, tiff, pnm };

/// How the decoder's values become RGB, where it is not by themselves.
enum class PixelKind {
    plain,          ///< as the decoder gives them
    high_bytes,     ///< colours of 16 bits: their upper half
    clipped,        ///< one channel of 16 bits or more, or of float numbers: cut off at 0 and 255
    premultiplied,  ///< four channels, colours multiplied by the alpha: divided by it
    first_three,    ///< more than four channels of a byte, uncompressed: read by ourselves
    short_pixels,   ///< a BMP of 16 bits a pixel: read by ourselves
};

/// What the first bytes of an image file say: enough to refuse it before memory is spent on it.
struct ImageHeader {
    ImageFormat format = ImageFormat::png;
    std::int64_t width = 0;  ///< as stored, before `orientation`
    std::int64_t height = 0;
    PixelKind kind = PixelKind::plain;
    int orientation = 1;  ///< of a TIFF, which Pillow turns upright: 1 to 8 as in EXIF
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

/// A TIFF that libtiff leaves alone: its alpha channel is said to be multiplied into the colours
/// already, and its first row to be the top one, so that values come as they are in the file.
/// `file` was accepted by read_image_header.
std::vector<std::uint8_t> untouched_tiff(std::span<const std::uint8_t> file);

}  // namespace sescope
