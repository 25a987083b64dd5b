// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/html_text.h"

#include <algorithm>

#include "core/base/plain_text.h"

namespace sescope {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string_view escaped(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

}  // namespace

bool is_xml_character(std::string_view character) {
    // U+FFFE and U+FFFF are no characters to XML.
    return visible_length(character) == character.size() && !turns_direction(character) &&
           character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

std::string html_text(std::string_view text) {
    std::string safe;
    safe.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const std::size_t visible = visible_length(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(visible, 1));
        const std::string_view entity = escaped(text.front());
        if (!entity.empty()) {
            safe += entity;
        } else {
            const bool stays = character == "\n" || is_xml_character(character);
            safe += stays ? character : kReplacement;
        }
        // A broken sequence costs its first byte only: what follows may be text.
        text.remove_prefix(character.size());
    }
    return safe;
}

}  // namespace sescope
