// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// Sorted lists of keys as text: each key on a line, as how many characters it has in common with
/// the key before it, and the rest; an empty line ends a list.
std::string key_lists_to_text(const std::vector<std::vector<std::string>>& lists);
/// Nothing where the text is not of that form.
std::optional<std::vector<std::vector<std::string>>> key_lists_from_text(std::string_view text);

}  // namespace sescope
