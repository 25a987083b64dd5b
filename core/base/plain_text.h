// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sescope {

/// Length of the well-formed UTF-8 character at the start of `text` that is no control character;
/// 0 where there is none.
std::size_t visible_length(std::string_view text) noexcept;

/// Whether a character turns the direction of the text after it (U+202A to U+202E, U+2066 to
/// U+2069), and so shows names as others than they are.
bool turns_direction(std::string_view character) noexcept;

/// Text that may come from files, fit for a terminal: a control character, or one that turns the
/// direction of text, becomes its number ("\u001b", as in JSON, where it means the same), and
/// what is no UTF-8 U+FFFD. A `line` holds no line break either; in other text line breaks, also
/// those of CSV, and tabs stay.
std::string plain_line(std::string_view line);
std::string plain_text(std::string_view text);

}  // namespace sescope
