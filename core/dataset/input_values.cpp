// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/input_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/image_array.h"
#include "core/dataset/image_names.h"

namespace sescope {
namespace {

bool is_array(const LabelledImage& image) {
    return is_array_name(image.path);
}

std::size_t pixels_of(const Preprocessing& preprocessing) {
    return static_cast<std::size_t>(preprocessing.size) *
           static_cast<std::size_t>(preprocessing.columns());
}

float average(const std::array<float, 3>& numbers) {
    return static_cast<float>(std::accumulate(numbers.begin(), numbers.end(), 0.0) / 3);
}

std::string extents_of(const ImageArray& array) {
    return fmt::format("{} x {} x {}", array.channels, array.height, array.width);
}

std::string extents_of(const Preprocessing& input) {
    return fmt::format("{} x {} x {}", input.channels, input.size, input.columns());
}

bool fits(const ImageArray& array, const Preprocessing& input) {
    return array.channels == input.channels && array.height == input.size &&
           array.width == input.columns();
}

void normalise(std::vector<float>& values, const Preprocessing& preprocessing) {
    const std::size_t pixels = pixels_of(preprocessing);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t channel = i / pixels;
        if (!preprocessing.array_mean.empty()) values[i] -= preprocessing.array_mean[channel];
        if (!preprocessing.array_std.empty()) values[i] /= preprocessing.array_std[channel];
    }
}

std::vector<float> values_of(const RgbImage& image, const Preprocessing& preprocessing) {
    const std::size_t pixels = pixels_of(preprocessing);
    const auto channels = static_cast<std::size_t>(preprocessing.channels);
    std::vector<float> values(channels * pixels);
    for (std::size_t c = 0; c < channels; ++c) {
        const float mean = channels == 1 ? average(preprocessing.mean) : preprocessing.mean[c];
        const float deviation = channels == 1 ? average(preprocessing.std) : preprocessing.std[c];
        const std::size_t from = preprocessing.bgr ? 2 - c : c;
        for (std::size_t i = 0; i < pixels; ++i) {
            float value = image.pixels[3 * i + from];
            if (!preprocessing.byte_range) value /= 255.0F;
            values[c * pixels + i] = (value - mean) / deviation;
        }
    }
    return values;
}

[[noreturn]] void refuse_image_file(const Preprocessing& input, const std::filesystem::path& path) {
    throw Error(
        ErrorKind::data,
        text("the network takes {} channels, and image files have three", input.channels), path,
        text("give arrays (.npy) of [{}, {}, {}]", input.channels, input.size, input.columns()));
}

void require_array_numbers(const Preprocessing& input) {
    for (const auto* numbers : {&input.array_mean, &input.array_std}) {
        if (numbers->empty() || numbers->size() == static_cast<std::size_t>(input.channels))
            continue;
        throw Error(ErrorKind::usage,
                    text("{} means or deviations are given, and arrays have {} channels",
                         numbers->size(), input.channels),
                    {}, "give one of each a channel");
    }
}

}  // namespace

bool takes_values(const Dataset& dataset, const Preprocessing& preprocessing) {
    return preprocessing.channels != 3 || std::ranges::any_of(dataset.images, is_array);
}

std::vector<float> load_values(const std::filesystem::path& path,
                               const Preprocessing& preprocessing) {
    if (!is_array_name(path)) {
        if (preprocessing.channels != 1 && preprocessing.channels != 3) {
            refuse_image_file(preprocessing, path);
        }
        return values_of(load_input(path, preprocessing), preprocessing);
    }
    ImageArray array = load_image_array(path);
    if (!fits(array, preprocessing)) {
        throw Error(ErrorKind::data,
                    text("an array of {}, and the input is {}", extents_of(array),
                         extents_of(preprocessing)),
                    path);
    }
    normalise(array.values, preprocessing);
    return std::move(array.values);
}

RgbImage load_picture(const std::filesystem::path& path, const Preprocessing& preprocessing) {
    if (!is_array_name(path)) return load_input(path, preprocessing);
    const ImageArray array = load_image_array(path);
    const std::size_t pixels =
        static_cast<std::size_t>(array.height) * static_cast<std::size_t>(array.width);
    RgbImage picture{array.width, array.height, std::vector<std::uint8_t>(3 * pixels)};
    const std::size_t shown = array.channels < 3 ? 1 : 3;
    const auto end = array.values.begin() + static_cast<std::ptrdiff_t>(shown * pixels);
    float least = std::numeric_limits<float>::infinity();
    float most = -least;
    for (auto value = array.values.begin(); value != end; ++value) {
        if (!std::isfinite(*value)) continue;
        least = std::min(least, *value);
        most = std::max(most, *value);
    }
    const float range = most - least;
    for (std::size_t i = 0; i < pixels; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            const float value = array.values[std::min(c, shown - 1) * pixels + i];
            const float level = range > 0 ? (value - least) / range : 0.0F;
            // What is no number is shown as black.
            picture.pixels[3 * i + c] =
                level >= 0 && level <= 1 ? static_cast<std::uint8_t>(level * 255.0F) : 0;
        }
    }
    return picture;
}

void require_inputs_fit(const Dataset& dataset, const Preprocessing& preprocessing) {
    if (dataset.images.empty()) return;
    const auto first_array = std::ranges::find_if(dataset.images, is_array);
    if (first_array == dataset.images.end()) {
        if (preprocessing.channels == 1 || preprocessing.channels == 3) return;
        refuse_image_file(preprocessing, dataset.images.front().path);
    }
    require_array_numbers(preprocessing);
    if (first_array != dataset.images.begin()) return;  // image by image, then
    ImageArray array;
    try {
        array = load_image_array(first_array->path);
    } catch (const Error&) {
        return;  // it will be skipped, and others may do
    }
    if (fits(array, preprocessing)) return;
    if (array.channels != preprocessing.channels) {
        throw Error(ErrorKind::data,
                    text("an array of {}, and the network takes {} channels", extents_of(array),
                         preprocessing.channels),
                    first_array->path, "give arrays of [channels, height, width]");
    }
    throw Error(
        ErrorKind::data,
        text("an array of {}, and the input is {}", extents_of(array), extents_of(preprocessing)),
        first_array->path,
        text("give {} {} {} {}", Text::option("size"), array.height, Text::option("width"),
             array.width));
}

void settle_array_numbers(Preprocessing& preprocessing, const Dataset& dataset,
                          bool of_arrays_only) {
    if (of_arrays_only && !std::ranges::all_of(dataset.images, is_array)) {
        throw Error(ErrorKind::usage,
                    "the mean and std given cannot be of pixels, and there are image files",
                    dataset.root,
                    text("give {} and {} of pixels between 0 and 1, or arrays only",
                         Text::option("mean"), Text::option("std")));
    }
    if (std::ranges::any_of(dataset.images, is_array)) return;
    preprocessing.array_mean.clear();
    preprocessing.array_std.clear();
}

}  // namespace sescope
