// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/image_header.h"
#include "core/dataset/overlay.h"

namespace sescope {

/// What libsescope_images does for us: the only door to OpenCV, whose imgcodecs loads GDAL and so
/// takes longer to open than most commands run.
struct ImageCodec {
    /// Decodes a file held in memory whose header was read and found acceptable. Throws Error{data}
    /// without a file's name. `reduction`: 1, or, for a JPEG, 2, 4 or 8: decoded at that part of
    /// its size, rounded up.
    RgbImage (*decode)(std::span<const std::uint8_t> file, const ImageHeader& header,
                       int reduction);
    /// The bytes of a PNG file.
    std::vector<std::uint8_t> (*encode_png)(const RgbImage& image);
    /// overlay_map, of a map that is known to fit.
    RgbImage (*overlay)(const RgbImage& image, const MagnitudeMap& map);
};

/// Opens libsescope_images on the first call. Throws Error{data} when it is missing.
const ImageCodec& image_codec();

/// Asks the system to have the file in memory soon. Says nothing where it cannot.
void prefetch_file(const std::filesystem::path& path) noexcept;

}  // namespace sescope
