// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/config_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/message.h"
#include "core/network/config_fields.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

using config::field;
using config::read_colours;
using config::read_field;
using nlohmann::json;

constexpr std::size_t kLargestConfig = std::size_t{16} << 20;
constexpr std::size_t kLongestLabel = 1000;

std::string text_of(const json& object, const char* name) {
    const auto* value = field(object, name);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_ref<const std::string&>().substr(0, 200);
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
            config.ignored.push_back(text("label_names, which are not {} names", classes));
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

// As training programs write it: a list of names, or names with their rows.
void read_other_labels(HubConfig& config, const json& root, int classes) {
    const auto rows = static_cast<std::size_t>(classes);
    for (const char* name : {"class_names", "classes", "CLASSES", "labels", "names"}) {
        const auto* names = field(root, name);
        if (!config.label_names.empty() || names == nullptr) continue;
        if (names->is_array() && names->size() == rows) config.label_names = strings_of(*names);
    }
    for (const char* name : {"label2id", "class_to_idx"}) {
        const auto* map = field(root, name);
        if (!config.label_names.empty() || map == nullptr || !map->is_object()) continue;
        std::vector<std::string> names(map->size() == rows ? rows : 0);
        for (const auto& [label, row] : map->items()) {
            if (!row.is_number_unsigned() || row >= names.size()) names.clear();
            if (names.empty()) break;
            names[row.get<std::size_t>()] = label.substr(0, kLongestLabel);
        }
        const bool all = std::ranges::none_of(names, [](const auto& each) { return each.empty(); });
        if (all) config.label_names = std::move(names);
    }
}

}  // namespace

HubConfig read_hub_config(std::string_view text, int classes) {
    const auto root = parse_lenient(text, kLargestConfig);
    HubConfig config;
    if (!root || !root->is_object()) {
        config.ignored.emplace_back("all of it, which is no JSON object");
        return config;
    }
    config.architecture = text_of(*root, "architecture");
    const auto* cfg = field(*root, "pretrained_cfg");
    const auto& preprocessing = cfg != nullptr && cfg->is_object() ? *cfg : *root;
    config.tag = text_of(preprocessing, "tag");
    read_field(config, preprocessing, {"input_size", "crop_size", "img_size", "image_size"},
               config.size, config::size_of);
    read_field(config, preprocessing, {"crop_pct"}, config.crop_pct, crop_pct_of);
    read_field(config, preprocessing, {"interpolation"}, config.interpolation, interpolation_of);
    read_colours(config, preprocessing);
    read_labels(config, *root, classes);
    read_id2label(config, *root, classes);
    read_other_labels(config, *root, classes);
    return config;
}

std::string architecture_in_config(const StateDict& weights) {
    if (weights.config_json.empty()) {
        const auto& name = weights.training.architecture;
        // As vague as "resnet", it is no choice.
        return name == "resnet" ? std::string() : name.substr(0, name.find('.'));
    }
    const std::string name = read_hub_config(weights.config_json, 0).architecture;
    return name.substr(0, name.find('.'));
}

}  // namespace sescope
