// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/dataset/image_pixels.h"

namespace sescope {

// EXIF names the side of the scene that the first row and the first column are of: 2 right, 3
// bottom right, 4 bottom left; 5 to 8 the same with rows and columns exchanged.
RgbImage upright(RgbImage image, int orientation) {
    if (orientation <= 1 || orientation > 8) return image;
    const bool exchanged = orientation >= 5;
    const bool from_right =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 6;
    const bool from_bottom =
        orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    RgbImage turned{exchanged ? image.height : image.width, exchanged ? image.width : image.height,
                    std::vector<std::uint8_t>(image.pixels.size())};
    const auto width = static_cast<std::size_t>(image.width);
    auto* to = turned.pixels.data();
    for (int y = 0; y < turned.height; ++y) {
        for (int x = 0; x < turned.width; ++x, to += 3) {
            const int across = from_right ? turned.width - 1 - x : x;
            const int down = from_bottom ? turned.height - 1 - y : y;
            const auto row = static_cast<std::size_t>(exchanged ? across : down);
            const auto column = static_cast<std::size_t>(exchanged ? down : across);
            std::copy_n(&image.pixels[(row * width + column) * 3], 3, to);
        }
    }
    return turned;
}

}  // namespace sescope
