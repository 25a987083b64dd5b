// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sescope {

/// `text` as HTML shows it, between tags or in a quoted attribute: markup characters are escaped,
/// and what is no UTF-8, a control character, or turns the direction of the text after it (U+202A
/// to U+202E, U+2066 to U+2069) becomes U+FFFD. A line break stays one.
std::string html_text(std::string_view text);

/// Whether one UTF-8 character is among those that `html_text` lets through or escapes.
bool is_xml_character(std::string_view character);

}  // namespace sescope
