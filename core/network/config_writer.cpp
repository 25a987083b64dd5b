// SPDX-License-Identifier: GPL-3.0-or-later
// The config.json of a network that we write: timm's fields for others, and for ourselves an object
// "sescope" with all that keys and shapes do not tell.
#include <nlohmann/json.hpp>

#include "core/network/config_sections.h"
#include "core/network/json_text.h"
#include "core/network/network.h"

namespace sescope {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestConfig = std::size_t{16} << 20;

// The fields of the original file stay where they are and keep their order.
Json original_fields(std::string_view text) {
    if (text.empty() || !parse_bounded(text, kLargestConfig)) return Json::object();
    Json root = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    return root.is_object() ? root : Json::object();
}

void write_timm_fields(Json& root, const NetworkSpec& spec) {
    const Preprocessing& value = spec.preprocessing;
    root["num_classes"] = spec.head.classes;
    if (!spec.label_names.empty()) root["label_names"] = spec.label_names;
    if (!spec.label_descriptions.empty()) root["label_descriptions"] = spec.label_descriptions;
    Json& cfg = root["pretrained_cfg"];
    if (!cfg.is_object()) cfg = Json::object();
    cfg["input_size"] = {3, value.size, value.size};
    cfg["interpolation"] = name_of(value.interpolation);
    cfg["crop_pct"] = value.crop_pct;
    cfg["mean"] = value.mean;
    cfg["std"] = value.std;
    cfg["num_classes"] = spec.head.classes;
    if (!cfg.contains("first_conv")) cfg["first_conv"] = spec.stem.convs.front().conv;
    if (!cfg.contains("classifier")) cfg["classifier"] = spec.head.fc;
}

// A row that has in common with `value` what config.json has no field for.
std::string_view base_preset(const Preprocessing& value) {
    std::string_view name;
    for (const auto& preset : preprocessing_presets()) {
        if (preset.value.byte_range != value.byte_range) continue;
        if (name.empty() || preset.name == value.preset) name = preset.name;
    }
    return name;
}

int stride_in(const NetworkSpec& spec) {
    for (const auto& block : spec.blocks) {
        if (block.stride() > 1) return block.convs.front().stride > 1 ? 1 : 2;
    }
    return 2;
}

Json conventions_of(const NetworkSpec& spec) {
    const Preprocessing& value = spec.preprocessing;
    Json strides{1, 2, 2, 2};
    for (const auto& block : spec.blocks) {
        if (block.index == 1) strides[static_cast<std::size_t>(block.stage - 2)] = block.stride();
    }
    Json conventions{{section::kStrideIn, stride_in(spec)},
                     {section::kStageStrides, strides},
                     {section::kCeilMode, spec.stem.pool.ceil_mode},
                     {section::kBnEps, spec.bn_eps},
                     {section::kPreset, base_preset(value)},
                     {section::kSize, value.size},
                     {section::kCropPct, value.crop_pct},
                     {section::kInterpolation, name_of(value.interpolation)},
                     {section::kMean, value.mean},
                     {section::kStd, value.std},
                     {section::kBgr, value.bgr}};
    const auto se_blocks = spec.se_blocks();
    if (!se_blocks.empty()) {
        conventions[section::kGate] = name_of(se_blocks.front()->se->gate);
        conventions[section::kSePlace] = name_of(se_blocks.front()->se->place);
    }
    return conventions;
}

}  // namespace

std::string hub_config_text(const NetworkSpec& spec, std::string_view original) {
    Json root = original_fields(original);
    write_timm_fields(root, spec);
    Json& ours = root[section::kSescope];
    ours = {{"architecture", spec.architecture}, {"blocks_without_se", Json::array()}};
    for (const auto& block : spec.blocks) {
        if (!block.se) ours["blocks_without_se"].push_back(block.prefix);
    }
    ours[section::kConventions] = conventions_of(spec);
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sescope
