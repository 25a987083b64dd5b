// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/json_text.h"

namespace sescope {
namespace {

constexpr std::size_t kLongestShown = 60;

// Thrown through the parser, so that a file of a million brackets stops at the first too many.
struct BeyondBounds {};

}  // namespace

std::optional<nlohmann::json> parse_bounded(std::string_view text, std::size_t most,
                                            JsonBounds bounds) {
    using nlohmann::json;
    if (text.size() > most) return std::nullopt;
    std::size_t events = 0;
    const auto bound = [&](int depth, json::parse_event_t /*event*/, const json& /*parsed*/) {
        if (depth > bounds.deepest || ++events > bounds.most_values) throw BeyondBounds{};
        return true;
    };
    try {
        auto parsed = json::parse(text, bound, false);
        if (parsed.is_discarded()) return std::nullopt;
        return parsed;
    } catch (const BeyondBounds&) {
        return std::nullopt;
    }
}

std::string shown(const nlohmann::json& value) {
    auto text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > kLongestShown) text = text.substr(0, kLongestShown) + "..";
    return text;
}

}  // namespace sescope
