// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/config_fields.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/message.h"
#include "core/network/colour_range.h"

namespace sescope::config {
namespace {

using nlohmann::json;

constexpr int kLargestImage = 8192;

std::optional<ColourNumbers> colour_of(const json& value) {
    if (!value.is_array() || value.size() != 3) return std::nullopt;
    ColourNumbers colour{};
    for (std::size_t c = 0; c < colour.size(); ++c) {
        if (!value[c].is_number()) return std::nullopt;
        colour[c] = value[c].get<double>();
    }
    return colour;
}

std::optional<ColourNumbers> deviation_of(const json& value) {
    const auto numbers = colour_of(value);
    if (!numbers || std::ranges::any_of(*numbers, [](double each) { return each <= 0; })) {
        return std::nullopt;
    }
    return numbers;
}

std::array<float, 3> rounded(const ColourNumbers& numbers) {
    return {float(numbers[0]), float(numbers[1]), float(numbers[2])};
}

}  // namespace

const json* field(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<int> side_of(const json& value) {
    if (!value.is_number_integer() || value < 1 || value > kLargestImage) return std::nullopt;
    return value.get<int>();
}

// [C, H, W] or [H, W] with H = W, {"height": H, "width": W}, or a number.
std::optional<int> size_of(const json& value) {
    if (value.is_object()) {
        const auto* height = field(value, "height");
        const auto* width = field(value, "width");
        if (height == nullptr || width == nullptr || *height != *width) return std::nullopt;
        return side_of(*height);
    }
    if (!value.is_array()) return side_of(value);
    if (value.size() < 2 || value.size() > 3) return std::nullopt;
    if (value.size() == 3 && !side_of(value[0])) return std::nullopt;
    const auto& height = value[value.size() - 2];
    if (height != value.back()) return std::nullopt;
    return side_of(height);
}

void read_colours(HubConfig& config, const json& object) {
    std::optional<ColourNumbers> mean;
    std::optional<ColourNumbers> std;
    read_field(config, object, {"mean", "image_mean", "img_mean", "pixel_mean"}, mean, colour_of);
    read_field(config, object, {"std", "image_std", "img_std", "pixel_std"}, std, deviation_of);
    const auto range = in_unit_range(mean, std);
    if (!range) {
        config.ignored.push_back(
            text("{} and {}, which are together neither of pixels up to 1 nor of pixels up to 255",
                 mean ? fmt::format("mean = {}", fmt::join(*mean, " ")) : "no mean",
                 std ? fmt::format("std = {}", fmt::join(*std, " ")) : "no std"));
        return;
    }
    config.of_bytes = range->divided;
    if (range->mean) config.mean = rounded(*range->mean);
    if (range->std) config.std = rounded(*range->std);
}

}  // namespace sescope::config
