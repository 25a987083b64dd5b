// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tiff_pixels.h"

#include <string>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

namespace photo {
constexpr std::uint64_t white_is_zero = 0;
constexpr std::uint64_t black_is_zero = 1;
constexpr std::uint64_t rgb = 2;
constexpr std::uint64_t palette = 3;
constexpr std::uint64_t cmyk = 5;
constexpr std::uint64_t ycbcr = 6;
constexpr std::uint64_t lab = 8;
}  // namespace photo

constexpr std::uint64_t associated = 1;  // an alpha that the colours are multiplied by
constexpr std::uint64_t uncompressed = 1;
constexpr std::uint64_t is_unsigned = 1;
constexpr std::uint64_t is_signed = 2;
constexpr std::uint64_t is_float = 3;

[[noreturn]] void refuse_pixels(const std::string& what) {
    throw Error(ErrorKind::data, text("a TIFF {}, which is not read", what));
}

PixelKind kind_of_grey(const TiffPixels& pixels) {
    if (pixels.bits <= 8 && pixels.format <= is_signed) return PixelKind::plain;
    const bool whole = (pixels.format <= is_signed && pixels.bits == 16) ||
                       (pixels.format == is_signed && pixels.bits == 32);
    const bool real = pixels.format == is_float && pixels.bits == 32;
    if (!whole && !real) refuse_pixels("of " + std::to_string(pixels.bits) + "-bit grey");
    // What white is zero means for numbers that are clipped is said nowhere: Pillow reads 16 bits.
    if (pixels.meaning == photo::white_is_zero && (real || pixels.bits != 16)) {
        refuse_pixels("of " + std::to_string(pixels.bits) + "-bit grey where zero is white");
    }
    return PixelKind::clipped;
}

PixelKind kind_of_colours(const TiffPixels& pixels) {
    if (pixels.format != is_unsigned || (pixels.bits != 8 && pixels.bits != 16)) {
        refuse_pixels("of " + std::to_string(pixels.bits) + "-bit colours" +
                      (pixels.format == is_float ? " in float numbers" : ""));
    }
    if (pixels.samples == 4 && pixels.extra == std::vector{associated}) {
        if (pixels.bits != 8) refuse_pixels("of 16-bit colours multiplied by their alpha");
        return PixelKind::premultiplied;
    }
    if (pixels.samples <= 4 && pixels.bits == 8) return PixelKind::plain;
    if (pixels.samples <= 4) {
        if (pixels.planes != 1) refuse_pixels("of 16-bit colours in planes of their own");
        return PixelKind::high_bytes;
    }
    const bool simple = pixels.bits == 8 && pixels.packing == uncompressed && pixels.planes == 1 &&
                        !pixels.tiled && pixels.samples <= 6 &&
                        (pixels.extra.empty() || pixels.extra.front() != associated);
    if (!simple) refuse_pixels("of " + std::to_string(pixels.samples) + " channels");
    return PixelKind::first_three;
}

}  // namespace

PixelKind kind_of(const TiffPixels& pixels) {
    if (pixels.bits_differ) refuse_pixels("whose channels have different depths");
    switch (pixels.meaning) {
        case photo::white_is_zero:
        case photo::black_is_zero:
            if (pixels.samples == 2 && pixels.bits == 8 &&
                pixels.extra != std::vector{associated}) {
                return PixelKind::plain;
            }
            if (pixels.samples != 1) {
                refuse_pixels("of " + std::to_string(pixels.samples) + " channels of grey");
            }
            return kind_of_grey(pixels);
        case photo::rgb:
            if (pixels.samples < 3) refuse_pixels("of less than three colours");
            return kind_of_colours(pixels);
        case photo::palette:
            if (pixels.bits > 8) refuse_pixels("of a palette of more than 256 colours");
            return PixelKind::plain;
        case photo::cmyk:
            if (pixels.samples != 4 || pixels.bits != 8) {
                refuse_pixels("in CMYK of more than four bytes");
            }
            return PixelKind::plain;
        case photo::ycbcr:
            if (pixels.packing == uncompressed) refuse_pixels("of uncompressed YCbCr");
            return PixelKind::plain;
        case photo::lab:
        case photo::lab + 1:
        case photo::lab + 2:
            refuse_pixels("in Lab colours");
        default:
            refuse_pixels("whose colours have the unknown meaning " +
                          std::to_string(pixels.meaning));
    }
}

}  // namespace sescope
