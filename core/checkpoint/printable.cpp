// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/printable.h"

#include <cstdint>

namespace sescope {
namespace {

constexpr std::size_t kLongestShown = 100;

// Length of the well-formed, visible UTF-8 character at the start of `text`; 0 when there is none.
std::size_t character_length(std::string_view text) noexcept {
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

}  // namespace

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        if (shown.size() >= kLongestShown) return shown + "..";
        const std::size_t length = character_length(text);
        if (length == 0) {
            shown += '?';
        } else {
            shown += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

bool is_plain_text(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace sescope
