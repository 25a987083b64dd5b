// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// The names in a list that a person gave, separated by commas. Names may hold commas themselves
/// ("great white shark, white shark"): pieces are joined again where `is_known` knows the whole. A
/// name in double quotes is one name ("" is a quote in it). Blanks around names are taken off.
/// Pieces that no reading knows stay as they are. Throws Error{usage} where more than one reading
/// is possible.
std::vector<std::string> split_class_list(std::string_view list,
                                          const std::function<bool(const std::string&)>& is_known);

}  // namespace sescope
