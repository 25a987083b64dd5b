// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/config_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestConfig = std::size_t{16} << 20;
constexpr int kLargestImage = 8192;
constexpr std::size_t kLongestLabel = 1000;

const json* field(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const json& object, const char* name) {
    const auto* value = field(object, name);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_ref<const std::string&>().substr(0, 200);
}

// [3, H, W] with H = W.
std::optional<int> size_in(const json& value) {
    if (!value.is_array() || value.size() != 3) return std::nullopt;
    for (const auto& extent : value) {
        if (!extent.is_number_integer() || extent < 1 || extent > kLargestImage)
            return std::nullopt;
    }
    if (value[0] != 3 || value[1] != value[2]) return std::nullopt;
    return value[1].get<int>();
}

std::optional<double> crop_pct_of(const json& value) {
    if (!value.is_number()) return std::nullopt;
    const auto crop = value.get<double>();
    if (!(crop > 0.1 && crop <= 1.0)) return std::nullopt;
    return crop;
}

std::optional<Interpolation> interpolation_of(const json& value) {
    if (value == "bilinear") return Interpolation::bilinear;
    if (value == "bicubic") return Interpolation::bicubic;
    return std::nullopt;
}

std::optional<std::array<float, 3>> colour_of(const json& value, bool positive) {
    if (!value.is_array() || value.size() != 3) return std::nullopt;
    std::array<float, 3> colour{};
    for (std::size_t c = 0; c < colour.size(); ++c) {
        if (!value[c].is_number()) return std::nullopt;
        colour[c] = value[c].get<float>();
        const bool in_range = positive ? colour[c] >= 1e-6F && colour[c] <= 1e6F
                                       : colour[c] >= -1e6F && colour[c] <= 1e6F;
        if (!in_range) return std::nullopt;
    }
    return colour;
}

// `parse` gives the value, or nothing for one that makes no sense, which is then remarked on.
template <typename T, typename Parse>
void read_field(HubConfig& config, const json& object, const char* name, std::optional<T>& target,
                Parse parse) {
    const auto* value = field(object, name);
    if (value == nullptr) return;
    target = parse(*value);
    if (!target) config.ignored.push_back(fmt::format("{} = {}", name, shown(*value)));
}

std::vector<std::string> strings_of(const json& value) {
    std::vector<std::string> strings;
    for (const auto& item : value) {
        if (!item.is_string()) return {};
        strings.push_back(item.get_ref<const std::string&>().substr(0, kLongestLabel));
    }
    return strings;
}

void read_labels(HubConfig& config, const json& root, int classes) {
    if (const auto* names = field(root, "label_names"); names != nullptr) {
        if (names->is_array() && names->size() == static_cast<std::size_t>(classes)) {
            config.label_names = strings_of(*names);
        }
        if (config.label_names.empty()) {
            config.ignored.push_back(fmt::format("label_names, which are not {} names", classes));
        }
    }
    const auto* descriptions = field(root, "label_descriptions");
    if (descriptions == nullptr || config.label_names.empty()) return;
    if (descriptions->is_array() && descriptions->size() == config.label_names.size()) {
        config.label_descriptions = strings_of(*descriptions);
    } else if (descriptions->is_object()) {
        for (const auto& name : config.label_names) {
            const auto text = text_of(*descriptions, name.c_str());
            config.label_descriptions.push_back(text.empty() ? name : text);
        }
    } else {
        config.ignored.emplace_back("label_descriptions, which go with no label names");
    }
}

// Hugging Face's own layout: id2label maps "0" to a name.
void read_id2label(HubConfig& config, const json& root, int classes) {
    const auto* map = field(root, "id2label");
    if (map == nullptr || !config.label_names.empty() || !map->is_object()) return;
    std::vector<std::string> names;
    for (int row = 0; row < classes; ++row) {
        auto name = text_of(*map, std::to_string(row).c_str());
        if (name.empty()) return;
        names.push_back(std::move(name));
    }
    config.label_names = std::move(names);
}

}  // namespace

HubConfig read_hub_config(std::string_view text, const std::filesystem::path& file, int classes) {
    const auto root = parse_bounded(text, kLargestConfig);
    if (!root || !root->is_object()) {
        throw Error(ErrorKind::model, "is not a JSON object that we can read", file,
                    "correct it, or move it away and say the preprocessing with --preset");
    }
    HubConfig config;
    config.architecture = text_of(*root, "architecture");
    const auto* cfg = field(*root, "pretrained_cfg");
    const auto& preprocessing = cfg != nullptr && cfg->is_object() ? *cfg : *root;
    config.tag = text_of(preprocessing, "tag");
    read_field(config, preprocessing, "input_size", config.size, size_in);
    read_field(config, preprocessing, "crop_pct", config.crop_pct, crop_pct_of);
    read_field(config, preprocessing, "interpolation", config.interpolation, interpolation_of);
    read_field(config, preprocessing, "mean", config.mean,
               [](const json& value) { return colour_of(value, false); });
    read_field(config, preprocessing, "std", config.std,
               [](const json& value) { return colour_of(value, true); });
    read_labels(config, *root, classes);
    read_id2label(config, *root, classes);
    return config;
}

std::string architecture_in_config(const StateDict& weights) {
    if (weights.config_json.empty()) {
        const auto& name = weights.training.architecture;
        // As vague as "resnet", it is no choice.
        return name == "resnet" ? std::string() : name.substr(0, name.find('.'));
    }
    try {
        const std::string name = read_hub_config(weights.config_json, weights.file, 0).architecture;
        return name.substr(0, name.find('.'));
    } catch (const Error&) {
        return {};  // whoever reads the rest of it complains
    }
}

}  // namespace sescope
