// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace sescope {

/// How much a JSON text may hold.
struct JsonBounds {
    int deepest = 32;
    std::size_t most_values = std::numeric_limits<std::size_t>::max();  ///< of all kinds, and keys
};

/// JSON from a file that may be hostile: nothing when it is no JSON, larger than `most` bytes, or
/// beyond the bounds.
std::optional<nlohmann::json> parse_bounded(std::string_view text, std::size_t most,
                                            JsonBounds bounds = {});

/// The same of what people and other programs write as JSON: with a byte order mark or in UTF-16,
/// with remarks (// and /* */), commas before a closing bracket, NaN, Infinity, and Python's None,
/// True and False. What is no number becomes null.
std::optional<nlohmann::json> parse_lenient(std::string_view text, std::size_t most);

/// The value as short text for a message.
std::string shown(const nlohmann::json& value);

}  // namespace sescope
