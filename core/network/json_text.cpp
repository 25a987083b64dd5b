// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/json_text.h"

namespace sescope {
namespace {

constexpr int kDeepest = 32;
constexpr std::size_t kLongestShown = 60;

// Thrown through the parser, so that a file of a million brackets stops at the 33rd.
struct TooDeep {};

}  // namespace

std::optional<nlohmann::json> parse_bounded(std::string_view text, std::size_t most) {
    using nlohmann::json;
    if (text.size() > most) return std::nullopt;
    const auto bound = [](int depth, json::parse_event_t /*event*/, const json& /*parsed*/) {
        if (depth > kDeepest) throw TooDeep{};
        return true;
    };
    try {
        auto parsed = json::parse(text, bound, false);
        if (parsed.is_discarded()) return std::nullopt;
        return parsed;
    } catch (const TooDeep&) {
        return std::nullopt;
    }
}

std::string shown(const nlohmann::json& value) {
    auto text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > kLongestShown) text = text.substr(0, kLongestShown) + "..";
    return text;
}

}  // namespace sescope
