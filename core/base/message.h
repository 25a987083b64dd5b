// SPDX-License-Identifier: GPL-3.0-or-later
// Core's messages as texts: made like fmt's, compared by what they say.
#pragma once

#include <concepts>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"

namespace sescope {

namespace text_parts {

/// The pattern with "%1", "%2", .. for "{}", "{:.1f}", .. and those places as they were, each for
/// one value.
struct Places {
    std::string pattern;
    std::vector<std::string> formats;
};
Places places_of(std::string_view format);

}  // namespace text_parts

/// A word of ours that is at hand as a string ("saturated"): a pattern without places.
Text word(std::string_view word);

/// A message of core: text("there is no class '{}'", name). Its places are those of fmt, filled in
/// their order; "{{" is a brace; a value that is a Text keeps its parts, and its place is "{}". The
/// pattern, "there is no class '%1'", is what gets translated.
template <class... Values>
Text text(std::string_view format, const Values&... values) {
    const auto places = text_parts::places_of(format);
    Text made = word(places.pattern);
    std::size_t at = 0;
    (made.values.push_back(text_parts::filled(places.formats.at(at++), values)), ...);
    return made;
}

/// Whether they say the same in English: what comes back from a file has lost its parts. Of texts
/// alone, so that nothing else is compared as one.
template <std::same_as<Text> T>
bool operator==(const T& a, const T& b) {
    return a.str() == b.str();
}

std::ostream& operator<<(std::ostream& out, const Text& text);  ///< in English

}  // namespace sescope
