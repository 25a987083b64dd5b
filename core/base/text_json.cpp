// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_json.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/message.h"

namespace sescope {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 8;
constexpr std::size_t kMostValues = 9;

Json value_of(const Text& text) {
    if (text.kind == Text::Kind::pattern) {
        Json parts = parts_of(text);
        return parts.is_null() ? Json{{"pattern", text.words}} : parts;
    }
    return text.str();
}

std::optional<Text> made_from(const Json& parts, int depth) {
    if (parts.is_string()) return Text(parts.get<std::string>());
    if (depth > kDeepest || !parts.is_object() || !parts.contains("pattern")) return std::nullopt;
    if (!parts["pattern"].is_string()) return std::nullopt;
    Text made = word(parts["pattern"].get<std::string>());
    if (!parts.contains("values")) return made;
    const Json& values = parts["values"];
    if (!values.is_array() || values.size() > kMostValues) return std::nullopt;
    for (const Json& value : values) {
        auto part = made_from(value, depth + 1);
        if (!part) return std::nullopt;
        made.values.push_back(std::move(*part));
    }
    return made;
}

}  // namespace

Json parts_of(const Text& text) {
    if (text.kind != Text::Kind::pattern || text.values.empty()) return nullptr;
    Json values = Json::array();
    for (const Text& value : text.values) values.push_back(value_of(value));
    return {{"pattern", text.words}, {"values", std::move(values)}};
}

Text text_from(const std::string& english, const Json& parts) {
    const auto made = made_from(parts, 0);
    return made && made->str() == english ? *made : word(english);
}

Text option_from(const std::string& flag) {
    constexpr std::string_view kDashes = "--";
    if (!flag.starts_with(kDashes)) return flag;
    const auto end = flag.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", kDashes.size());
    std::string id = flag.substr(kDashes.size(), end == std::string::npos ? end : end - 2);
    if (end == std::string::npos) return Text::option(std::move(id));
    const std::string rest = flag.substr(end);
    if (rest.starts_with(' ') && rest.find(kDashes) == std::string::npos)
        return Text::option(std::move(id), rest.substr(1));
    Text sentence = word("%1" + rest);
    sentence.values.push_back(Text::option(std::move(id)));
    return sentence;
}

}  // namespace sescope
