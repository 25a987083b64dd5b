// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace sescope {

/// JSON from a file that may be hostile: nothing when it is no JSON, larger than `most` bytes, or
/// nested deeper than any file of ours.
std::optional<nlohmann::json> parse_bounded(std::string_view text, std::size_t most);

/// The value as short text for a message.
std::string shown(const nlohmann::json& value);

}  // namespace sescope
