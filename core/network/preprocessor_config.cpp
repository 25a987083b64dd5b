// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "core/base/message.h"
#include "core/network/config_fields.h"
#include "core/network/config_json.h"

namespace sescope {
namespace {

using nlohmann::json;
using namespace config;

constexpr std::size_t kLargestConfig = std::size_t{16} << 20;

// {"shortest_edge": 256} or a number: the short side after the resize.
std::optional<int> short_side_of(const json& value) {
    if (!value.is_object()) return side_of(value);
    const auto* edge = field(value, "shortest_edge");
    return edge == nullptr ? std::nullopt : side_of(*edge);
}

// Transformers' way: resize to `size`, then crop to `crop_size` where it says so.
void read_resize(HubConfig& config, const json& root) {
    if (const auto* filter = field(root, "resample"); filter != nullptr) {
        if (*filter == 2) config.interpolation = Interpolation::bilinear;
        if (*filter == 3) config.interpolation = Interpolation::bicubic;
        if (!config.interpolation) config.ignored.push_back(text("resample = {}", shown(*filter)));
    }
    for (const char* step : {"do_rescale", "do_normalize", "do_resize"}) {
        const auto* done = field(root, step);
        if (done != nullptr && *done == false) {
            config.ignored.push_back(text("{} = false: it is done here", step));
        }
    }
    const auto* size = field(root, "size");
    const auto* crop = field(root, "crop_size");
    const auto* cropped = field(root, "do_center_crop");
    if (crop != nullptr && (cropped == nullptr || *cropped == true)) {
        config.size = size_of(*crop);
        const auto edge = size == nullptr ? std::nullopt : short_side_of(*size);
        if (!config.size) {
            config.ignored.push_back(text("crop_size = {}", shown(*crop)));
        } else if (edge && *edge >= *config.size && *edge <= 10 * *config.size) {
            config.crop_pct = double(*config.size) / *edge;
        }
        return;
    }
    if (size == nullptr) return;
    config.size = size_of(*size);
    if (!config.size) config.size = short_side_of(*size);
    if (!config.size) {
        config.ignored.push_back(text("size = {}", shown(*size)));
        return;
    }
    config.crop_pct = 1.0;
    if (size->is_object() && size->contains("height")) {
        config.ignored.push_back(
            "that images are squashed to a square: their short side is resized and the centre "
            "cropped");
    }
}

}  // namespace

void add_preprocessor_config(HubConfig& config, const std::filesystem::path& folder) {
    const auto file = folder / "preprocessor_config.json";
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error) ||
        std::filesystem::file_size(file, error) > kLargestConfig) {
        return;
    }
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto root = parse_lenient(text, kLargestConfig);
    if (!root || !root->is_object()) {
        config.ignored.emplace_back("preprocessor_config.json, which is no JSON object");
        return;
    }
    HubConfig other;
    read_colours(other, *root);
    read_resize(other, *root);
    const auto take = [](auto& target, const auto& source) {
        if (!target) target = source;
    };
    if (!config.mean && !config.std) {
        config.mean = other.mean;
        config.std = other.std;
        config.of_bytes = other.of_bytes;
    }
    if (!config.size) {
        config.size = other.size;
        config.crop_pct = other.crop_pct;
    }
    take(config.interpolation, other.interpolation);
    std::ranges::copy(other.ignored, std::back_inserter(config.ignored));
}

}  // namespace sescope
