// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/html_text.h"

#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::size_t length_by_first_byte(unsigned char byte) {
    if (byte < 0x80) return 1;
    if (byte >= 0xF0) return 4;
    return byte >= 0xE0 ? 3 : 2;
}

// U+202A..U+202E are E2 80 AA..AE, U+2066..U+2069 are E2 81 A6..A9.
bool turns_direction(std::string_view character) {
    if (character.size() != 3 || character[0] != '\xE2') return false;
    const auto last = static_cast<unsigned char>(character[2]);
    if (character[1] == '\x80') return last >= 0xAA && last <= 0xAE;
    return character[1] == '\x81' && last >= 0xA6 && last <= 0xA9;
}

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

std::string html_text(std::string_view text) {
    std::string safe;
    safe.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const std::string_view character =
            text.substr(0, length_by_first_byte(static_cast<unsigned char>(text.front())));
        const bool whole = text.front() == '\n' || is_plain_text(character);
        const std::string_view entity = escaped(text.front());
        if (!entity.empty()) {
            safe += entity;
        } else {
            safe += whole && !turns_direction(character) ? character : kReplacement;
        }
        // A broken sequence costs its first byte only: what follows may be text.
        text.remove_prefix(whole ? character.size() : 1);
    }
    return safe;
}

}  // namespace sescope
