// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/overlay.h"

#include "core/base/message.h"
#include "core/dataset/decoder.h"

namespace sescope {

RgbImage overlay_map(const RgbImage& image, const MagnitudeMap& map) {
    const bool fits = map.width > 0 && map.height > 0 &&
                      map.values.size() == std::size_t(map.width) * std::size_t(map.height);
    const bool whole =
        image.width > 0 && image.height > 0 &&
        image.pixels.size() == std::size_t(image.width) * std::size_t(image.height) * 3;
    if (!fits || !whole) {
        throw Error(ErrorKind::usage,
                    text("a map of {} values does not fit over the image", map.values.size()));
    }
    return image_codec().overlay(image, map);
}

}  // namespace sescope
