// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace sescope {

/// The names of files in the weight_map of an index ({"weight_map": {"tensor": "file"}}), each
/// once: none where there is no such map, "" among them where something else than a name stands
/// there. Takes little memory beside the text, whatever else it holds.
std::set<std::string> files_of_index(std::string_view json);

}  // namespace sescope
