// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

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

    /// Of the network's input. Image files serve for 3, and as grey for 1; more come as arrays.
    int channels = 3;
    /// Mean and deviation of each channel of an array (.npy), whose values are taken as they are
    /// where these are empty.
    std::vector<float> array_mean{};
    std::vector<float> array_std{};

    int columns() const noexcept { return width > 0 ? width : size; }
    bool is_square() const noexcept { return columns() == size; }

    /// Whether images come out the same; the preset is but a name.
    bool operator==(const Preprocessing& other) const {
        return size == other.size && columns() == other.columns() && crop_pct == other.crop_pct &&
               interpolation == other.interpolation && mean == other.mean && std == other.std &&
               bgr == other.bgr && byte_range == other.byte_range &&
               fast_decode == other.fast_decode && channels == other.channels &&
               array_mean == other.array_mean && array_std == other.array_std;
    }
};

std::string_view name_of(Interpolation interpolation) noexcept;

/// In words: "224 x 224 px, crop 0.875, bicubic, mean 0.485 0.456 0.406, std 0.229 0.224 0.225
/// (imagenet)"; of other channels than three also how many, and what is done to arrays.
std::string described(const Preprocessing& preprocessing);

}  // namespace sescope
