// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "core/network/assumption_json.h"
#include "core/network/network.h"
#include "core/network/preprocessing_json.h"

namespace sescope {
namespace {

using nlohmann::json;

json to_json(const ConvUnit& unit) {
    return {{"conv", unit.conv},       {"norm", unit.norm},     {"in", unit.in},
            {"out", unit.out},         {"kernel", unit.kernel}, {"stride", unit.stride},
            {"padding", unit.padding}, {"groups", unit.groups}, {"bias", unit.bias}};
}

json to_json(const SeSpec& se) {
    return {{"place", name_of(se.place)},
            {"squeeze", name_of(se.squeeze)},
            {"gate", name_of(se.gate)},
            {"channels", se.channels},
            {"hidden", se.hidden},
            {"fc1", se.fc1},
            {"fc2", se.fc2},
            {"bias1", se.bias1},
            {"bias2", se.bias2},
            {"linear", se.linear}};
}

json to_json(const Shortcut& shortcut) {
    return {{"average_pool", shortcut.average_pool},
            {"pool_stride", shortcut.pool_stride},
            {"conv", to_json(shortcut.conv)}};
}

json to_json(const BlockSpec& block) {
    json value{{"stage", block.stage},
               {"index", block.index},
               {"prefix", block.prefix},
               {"convs", json::array()}};
    for (const auto& unit : block.convs) value["convs"].push_back(to_json(unit));
    if (block.shortcut) value["shortcut"] = to_json(*block.shortcut);
    if (block.se) value["se"] = to_json(*block.se);
    return value;
}

json to_json(const StemSpec& stem) {
    json value{{"convs", json::array()},
               {"pool",
                {{"kernel", stem.pool.kernel},
                 {"stride", stem.pool.stride},
                 {"padding", stem.pool.padding},
                 {"ceil_mode", stem.pool.ceil_mode}}}};
    for (const auto& unit : stem.convs) value["convs"].push_back(to_json(unit));
    return value;
}

}  // namespace

std::string resnet_to_json(const ResNetSpec& spec) {
    json value{{"architecture", spec.architecture},
               {"layout", spec.layout},
               {"stem", to_json(spec.stem)},
               {"blocks", json::array()},
               {"head",
                {{"fc", spec.head.fc},
                 {"in", spec.head.in},
                 {"classes", spec.head.classes},
                 {"bias", spec.head.bias}}},
               {"bn_eps", spec.bn_eps},
               {"preprocessing", preprocessing_to_json(spec.preprocessing)},
               {"label_names", spec.label_names},
               {"label_descriptions", spec.label_descriptions},
               {"assumptions", json::array()}};
    for (const auto& block : spec.blocks) value["blocks"].push_back(to_json(block));
    for (const auto& assumption : spec.assumptions) {
        value["assumptions"].push_back(json(to_json(assumption)));
    }
    // Names come from files; bytes that are no UTF-8 must not stop a profile from being written.
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace sescope
