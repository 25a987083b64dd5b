// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_encoding.h"

#include <string_view>

namespace sescope {
namespace {

constexpr char32_t kNoCharacter = 0xfffd;

void append_utf8(std::string& text, char32_t code) {
    const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

std::string utf8_of_utf16(std::string_view bytes, bool big_endian) {
    std::string text;
    text.reserve(bytes.size());
    const auto unit = [&](std::size_t at) -> char32_t {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return big_endian ? char32_t(first) << 8 | second : char32_t(second) << 8 | first;
    };
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        char32_t code = unit(at);
        if (code >= 0xd800 && code < 0xe000) {
            const char32_t low = code < 0xdc00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
            const bool pair = low >= 0xdc00 && low < 0xe000;
            code = pair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : kNoCharacter;
            if (pair) at += 2;
        }
        append_utf8(text, code);
    }
    return text;
}

}  // namespace

std::string without_byte_order_mark(std::string bytes) {
    const std::string_view view = bytes;
    if (view.starts_with("\xff\xfe")) return utf8_of_utf16(view.substr(2), false);
    if (view.starts_with("\xfe\xff")) return utf8_of_utf16(view.substr(2), true);
    if (view.starts_with("\xef\xbb\xbf")) bytes.erase(0, 3);
    return bytes;
}

}  // namespace sescope
