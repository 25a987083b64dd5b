// SPDX-License-Identifier: GPL-3.0-or-later
// The config.json of a network that we write: timm's fields for others, and for ourselves an object
// "sescope" with all that keys and shapes do not tell.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/network/config_sections.h"
#include "core/network/conventions.h"
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

std::string first_convolution(const graph::Graph& graph) {
    for (const graph::Operator& op : graph.operators) {
        if (std::holds_alternative<graph::Convolution>(op.kind)) return op.module;
    }
    return {};
}

void write_timm_fields(Json& root, const Network& network) {
    const Preprocessing& value = network.preprocessing;
    root["num_classes"] = network.classes();
    if (!network.label_names.empty()) root["label_names"] = network.label_names;
    if (!network.label_descriptions.empty()) {
        root["label_descriptions"] = network.label_descriptions;
    }
    Json& cfg = root["pretrained_cfg"];
    if (!cfg.is_object()) cfg = Json::object();
    cfg["input_size"] = {value.channels, value.size, value.columns()};
    cfg["interpolation"] = name_of(value.interpolation);
    cfg["crop_pct"] = value.crop_pct;
    cfg["mean"] = value.mean;
    cfg["std"] = value.std;
    cfg["num_classes"] = network.classes();
    if (!cfg.contains("first_conv")) cfg["first_conv"] = first_convolution(network.graph);
    if (!cfg.contains("classifier") && network.head) cfg["classifier"] = network.head->name;
}

int stride_in(const ResNetSpec& spec) {
    for (const auto& block : spec.blocks) {
        if (block.stride() > 1) return block.convs.front().stride > 1 ? 1 : 2;
    }
    return 2;
}

Json conventions_of(const ResNetSpec& spec) {
    const Preprocessing& value = spec.preprocessing;
    Json strides{1, 2, 2, 2};
    for (const auto& block : spec.blocks) {
        if (block.index == 1) strides[static_cast<std::size_t>(block.stage - 2)] = block.stride();
    }
    Json conventions{{section::kStrideIn, stride_in(spec)},
                     {section::kStageStrides, strides},
                     {section::kStemStride, spec.stem.convs.front().stride},
                     {section::kStemPool, spec.stem.pool.kernel > 1},
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

/// Blocks of the family that none of the sites belongs to.
Json blocks_without_site(const Json& blocks, const Network& network) {
    Json without = Json::array();
    for (const Json& prefix : blocks) {
        const std::string begin = prefix.get<std::string>() + ".";
        const auto belongs = [&](const GateSite& site) {
            return std::ranges::any_of(
                site.weights, [&](const std::string& key) { return key.starts_with(begin); });
        };
        if (std::ranges::none_of(network.sites, belongs)) without.push_back(prefix);
    }
    return without;
}

}  // namespace

std::string conventions_text(const ResNetSpec& spec) {
    Json blocks = Json::array();
    for (const auto& block : spec.blocks) blocks.push_back(block.prefix);
    const Json recorded{{"conventions", conventions_of(spec)}, {"blocks", blocks}};
    return recorded.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string hub_config_text(const Network& network, std::string_view original) {
    Json root = original_fields(original);
    write_timm_fields(root, network);
    Json& ours = root[section::kSescope];
    ours = {{"architecture", network.architecture}};
    const Json recorded = Json::parse(network.conventions, nullptr, /*allow_exceptions=*/false);
    if (recorded.is_object() && recorded.contains("blocks")) {
        ours["blocks_without_se"] = blocks_without_site(recorded.at("blocks"), network);
        ours[section::kConventions] = recorded.at("conventions");
        if (network.sites.empty()) {
            ours[section::kConventions].erase(section::kGate);
            ours[section::kConventions].erase(section::kSePlace);
        }
    }
    if (!ours.contains(section::kConventions))
        ours[section::kGraph] = graph::to_text(network.graph);
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sescope
