// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

constexpr std::uint8_t start_of_image = 0xd8;
constexpr std::uint8_t end_of_image = 0xd9;
constexpr std::uint8_t start_of_scan = 0xda;

bool is_start_of_frame(std::uint8_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool stands_alone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= start_of_image);
}

// The offset of the marker's code at or after `at`; what lies between markers (the entropy-coded
// data of a scan, fill bytes) is passed over. The end of the file means that it was cut off.
std::size_t next_marker(ImageBytes file, std::size_t at) {
    auto it = file.begin() + static_cast<std::ptrdiff_t>(std::min(at, file.size()));
    while (true) {
        it = std::find(it, file.end(), 0xff);
        while (it != file.end() && *it == 0xff) ++it;
        if (it == file.end()) throw_truncated("the end of the JPEG data is missing");
        if (*it != 0) return static_cast<std::size_t>(it - file.begin());
    }
}

}  // namespace

ImageHeader read_jpeg_header(ImageBytes file) {
    ImageHeader header{ImageFormat::jpeg};
    bool scanned = false;
    std::size_t at = 2;
    while (true) {
        at = next_marker(file, at);
        const std::uint8_t marker = file[at++];
        if (marker == end_of_image) break;
        if (stands_alone(marker)) continue;
        const auto length = static_cast<std::size_t>(read_big(file, at, 2));
        if (length < 2) throw_corrupt("a JPEG segment has no length");
        if (is_start_of_frame(marker)) {
            header.height = static_cast<std::int64_t>(read_big(file, at + 3, 2));
            header.width = static_cast<std::int64_t>(read_big(file, at + 5, 2));
        }
        scanned = scanned || marker == start_of_scan;
        at += length;
    }
    if (!scanned) throw_corrupt("the JPEG data holds no image");
    return header;
}

}  // namespace sescope
