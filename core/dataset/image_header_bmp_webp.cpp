// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "core/base/error.h"
#include "core/dataset/image_structure.h"

namespace sescope {

// Layout: BITMAPFILEHEADER (14 bytes), then BITMAPCOREHEADER (12) or BITMAPINFOHEADER (40 or more).
ImageHeader read_bmp_header(ImageBytes file) {
    const std::uint64_t pixels_at = read_little(file, 10, 4);
    const std::uint64_t header_size = read_little(file, 14, 4);
    ImageHeader header{ImageFormat::bmp};
    std::uint64_t bits = 0;
    std::uint64_t compression = 0;
    if (header_size == 12) {
        header.width = static_cast<std::int64_t>(read_little(file, 18, 2));
        header.height = static_cast<std::int64_t>(read_little(file, 20, 2));
        bits = read_little(file, 24, 2);
    } else {
        header.width = static_cast<std::int32_t>(read_little(file, 18, 4));
        // Negative: the top row comes first.
        header.height = std::llabs(static_cast<std::int32_t>(read_little(file, 22, 4)));
        bits = read_little(file, 28, 2);
        compression = read_little(file, 30, 4);
    }
    if (header.width <= 0 || bits > 32) throw_corrupt("its header makes no sense");
    if (bits == 16) header.kind = PixelKind::short_pixels;
    constexpr std::uint64_t plain = 0;
    constexpr std::uint64_t bit_fields = 3;
    if (compression == plain || compression == bit_fields) {
        const std::uint64_t row = (static_cast<std::uint64_t>(header.width) * bits + 31) / 32 * 4;
        if (pixels_at + row * static_cast<std::uint64_t>(header.height) > file.size()) {
            throw_truncated("pixels are missing at the end");
        }
    }
    return header;
}

// Layout: RIFF header (12 bytes), then a chunk "VP8 " (lossy), "VP8L" (lossless) or "VP8X".
ImageHeader read_webp_header(ImageBytes file) {
    if (read_little(file, 4, 4) + 8 > file.size()) throw_truncated("its last chunk is cut off");
    const std::uint64_t kind = read_big(file, 12, 4);
    ImageHeader header{ImageFormat::webp};
    if (kind == 0x56503820) {  // "VP8 "
        header.width = static_cast<std::int64_t>(read_little(file, 26, 2) & 0x3fff);
        header.height = static_cast<std::int64_t>(read_little(file, 28, 2) & 0x3fff);
    } else if (kind == 0x5650384c) {  // "VP8L"
        const std::uint64_t packed = read_little(file, 21, 4);
        header.width = static_cast<std::int64_t>(packed & 0x3fff) + 1;
        header.height = static_cast<std::int64_t>(packed >> 14 & 0x3fff) + 1;
    } else if (kind == 0x56503858) {  // "VP8X"
        constexpr std::uint64_t animated = 2;
        if ((read_little(file, 20, 1) & animated) != 0) {
            throw Error(ErrorKind::data, "an animated WebP, which cannot be read");
        }
        header.width = static_cast<std::int64_t>(read_little(file, 24, 3)) + 1;
        header.height = static_cast<std::int64_t>(read_little(file, 27, 3)) + 1;
    } else {
        throw_corrupt("its first chunk is unknown");
    }
    return header;
}

}  // namespace sescope
