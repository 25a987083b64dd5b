// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sescope::ui {

/// What the window says instead of a sentence of core that advises on the command line, by the
/// sentence's pattern: with the same values, which it may leave out. English, to be translated;
/// null where it says the same.
const char* words_of_window(std::string_view pattern);

/// The patterns that it words in its own way, for tests.
std::vector<std::string> worded_patterns();

/// The field of the window that an option of the work is, by the option's id ("crop-pct"). English,
/// to be translated; null where the window has none.
const char* field_of_option(std::string_view id);

}  // namespace sescope::ui
