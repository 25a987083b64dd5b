// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/network: fields that configurations of several programs have.

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/base/message.h"
#include "core/network/config_json.h"
#include "core/network/json_text.h"

namespace sescope::config {

/// A field that is there and not null.
const nlohmann::json* field(const nlohmann::json& object, const char* name);

/// A number of pixels along one side.
std::optional<int> side_of(const nlohmann::json& value);

/// The side of a square: [3, S, S], [S, S], {"height": S, "width": S}, or a number.
std::optional<int> size_of(const nlohmann::json& value);

/// mean and std under the names that they have, both of pixels up to 1.
void read_colours(HubConfig& config, const nlohmann::json& object);

/// The first of these names that is there. `parse` gives the value, or nothing for one that makes
/// no sense, which is then remarked on.
template <typename T, typename Parse>
void read_field(HubConfig& config, const nlohmann::json& object,
                std::initializer_list<const char*> names, std::optional<T>& target, Parse parse) {
    for (const char* name : names) {
        const auto* value = field(object, name);
        if (value == nullptr) continue;
        target = parse(*value);
        if (!target) config.ignored.push_back(text("{} = {}", name, shown(*value)));
        return;
    }
}

}  // namespace sescope::config
