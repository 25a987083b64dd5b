// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstddef>

#include "core/base/error.h"
#include "core/dataset/image_pixels.h"
#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

// Bits of red, green and blue, from the lowest place of each.
struct Layout {
    std::array<int, 3> shift;
    std::array<std::uint32_t, 3> most;
};

constexpr Layout five_each{{10, 5, 0}, {31, 31, 31}};
constexpr Layout six_of_green{{11, 5, 0}, {31, 63, 31}};

Layout layout_of(ImageBytes file) {
    constexpr std::uint64_t bit_fields = 3;
    const std::uint64_t header_size = read_little(file, 14, 4);
    if (header_size < 40 || read_little(file, 30, 4) != bit_fields) return five_each;
    const std::array masks{read_little(file, 54, 4), read_little(file, 58, 4),
                           read_little(file, 62, 4)};
    if (masks == std::array<std::uint64_t, 3>{0xf800, 0x7e0, 0x1f}) return six_of_green;
    if (masks == std::array<std::uint64_t, 3>{0x7c00, 0x3e0, 0x1f}) return five_each;
    throw Error(ErrorKind::data, "a BMP of 16 bits with unusual colours, which is not read");
}

}  // namespace

RgbImage read_short_bmp(ImageBytes file, const ImageHeader& header) {
    constexpr std::uint64_t plain = 0;
    constexpr std::uint64_t bit_fields = 3;
    const bool has_info = read_little(file, 14, 4) >= 40;
    const std::uint64_t compression = has_info ? read_little(file, 30, 4) : plain;
    if (compression != plain && compression != bit_fields) throw_corrupt("its pixels are packed");
    const bool top_first = has_info && static_cast<std::int32_t>(read_little(file, 22, 4)) < 0;
    const Layout layout = layout_of(file);
    const auto width = static_cast<std::size_t>(header.width);
    const auto height = static_cast<std::size_t>(header.height);
    const std::size_t row_bytes = (width * 16 + 31) / 32 * 4;
    const auto first = static_cast<std::size_t>(read_little(file, 10, 4));
    RgbImage image{static_cast<int>(width), static_cast<int>(height), {}};
    image.pixels.reserve(width * height * 3);
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t row = first + (top_first ? y : height - 1 - y) * row_bytes;
        for (std::size_t x = 0; x < width; ++x) {
            const auto pixel = static_cast<std::uint32_t>(read_little(file, row + x * 2, 2));
            for (std::size_t c = 0; c < 3; ++c) {
                const std::uint32_t value = pixel >> layout.shift[c] & layout.most[c];
                image.pixels.push_back(static_cast<std::uint8_t>(value * 255 / layout.most[c]));
            }
        }
    }
    return image;
}

}  // namespace sescope
