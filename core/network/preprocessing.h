// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace sescope {

enum class Interpolation { bilinear, bicubic };

/// How an image becomes the network's input: resize the short side to floor(size / crop_pct), crop
/// the centre, then (x * scale - mean) / std a channel, where scale is 1/255 unless `byte_range`.
struct Preprocessing {
    std::string preset = "imagenet";  ///< name in the preset table, "config.json" or "custom"
    int size = 224;                   ///< of both sides, or the height where `width` says another
    int width = 0;  ///< 0: as `size`. Images are stretched to a network's input that is no square
    double crop_pct = 0.875;
    Interpolation interpolation = Interpolation::bilinear;
    std::array<float, 3> mean{0.485f, 0.456f, 0.406f};
    std::array<float, 3> std{0.229f, 0.224f, 0.225f};
    bool bgr = false;         ///< channels in the order blue, green, red (Caffe)
    bool byte_range = false;  ///< values stay 0..255 (Caffe)
    /// Large JPEGs are decoded at a half, a quarter or an eighth of their size where that is still
    /// at least twice what the resize asks for: quicker, and no longer to the bit. See
    /// docs/speed.md.
    bool fast_decode = false;

    int columns() const noexcept { return width > 0 ? width : size; }
    bool is_square() const noexcept { return columns() == size; }

    /// Whether images come out the same; the preset is but a name.
    bool operator==(const Preprocessing& other) const {
        return size == other.size && columns() == other.columns() && crop_pct == other.crop_pct &&
               interpolation == other.interpolation && mean == other.mean && std == other.std &&
               bgr == other.bgr && byte_range == other.byte_range &&
               fast_decode == other.fast_decode;
    }
};

std::string_view name_of(Interpolation interpolation) noexcept;

}  // namespace sescope
