// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message.h"

#include <ostream>

namespace sescope {

Text word(std::string_view word) {
    Text made(word);
    made.kind = Text::Kind::pattern;
    return made;
}

std::ostream& operator<<(std::ostream& out, const Text& text) {
    return out << text.str();
}

namespace text_parts {

Places places_of(std::string_view format) {
    Places places;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
            places.pattern += c;
            ++i;
        } else if (c == '{') {
            const auto end = format.find('}', i);
            places.formats.emplace_back(format.substr(i, end - i + 1));
            places.pattern += '%' + std::to_string(places.formats.size());
            i = end;
        } else {
            places.pattern += c;
        }
    }
    return places;
}

}  // namespace text_parts
}  // namespace sescope
