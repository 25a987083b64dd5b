// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/plain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace sescope {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool stays_in_text(std::string_view text) {
    return text.front() == '\n' || text.front() == '\t' || text.starts_with("\r\n");
}

// The code point of a control character at the start of `text`, which has one or two bytes; -1: it
// starts with none.
int control_character(std::string_view text) {
    const auto first = static_cast<std::uint8_t>(text.front());
    if (first < 0x20 || first == 0x7f) return first;
    if (first != 0xc2 || text.size() < 2) return -1;
    const auto second = static_cast<std::uint8_t>(text[1]);
    return second >= 0x80 && second < 0xa0 ? second : -1;
}

// U+2000 to U+207F are E2 80 80 .. E2 81 BF.
int code_of_direction(std::string_view character) {
    return 0x2000 + ((character[1] & 0x3f) << 6) + (character[2] & 0x3f);
}

std::string plain(std::string_view text, bool keep_lines) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = visible_length(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        if (length > 0 && !turns_direction(character)) {
            shown += character;
        } else if (length > 0) {
            shown += fmt::format("\\u{:04x}", code_of_direction(character));
        } else if (keep_lines && stays_in_text(text)) {
            shown += text.front();
        } else if (const int code = control_character(text); code >= 0) {
            shown += fmt::format("\\u{:04x}", code);
            if (code >= 0x80) text.remove_prefix(1);
        } else {
            shown += kReplacement;
        }
        text.remove_prefix(character.size());
    }
    return shown;
}

}  // namespace

std::size_t visible_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const std::uint8_t first = byte(0);
    if (first < 0x20 || first == 0x7f) return 0;
    if (first < 0x80) return 1;
    // C2 80 to C2 9F are the control characters of Latin-1.
    if (first >= 0xc2 && first < 0xe0) {
        return follows(1) && (first != 0xc2 || byte(1) >= 0xa0) ? 2 : 0;
    }
    if (first >= 0xe0 && first < 0xf0) {
        const bool overlong = first == 0xe0 && byte(1) < 0xa0;
        const bool surrogate = first == 0xed && byte(1) >= 0xa0;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xf0 && first < 0xf5) {
        const bool overlong = first == 0xf0 && byte(1) < 0x90;
        const bool beyond = first == 0xf4 && byte(1) >= 0x90;
        return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

bool turns_direction(std::string_view character) noexcept {
    if (character.size() != 3 || character[0] != '\xE2') return false;
    const auto last = static_cast<std::uint8_t>(character[2]);
    if (character[1] == '\x80') return last >= 0xAA && last <= 0xAE;
    return character[1] == '\x81' && last >= 0xA6 && last <= 0xA9;
}

std::string plain_line(std::string_view line) {
    return plain(line, false);
}

std::string plain_text(std::string_view text) {
    return plain(text, true);
}

}  // namespace sescope
