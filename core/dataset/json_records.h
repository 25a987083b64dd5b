// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: tables in JSON.

#include <filesystem>
#include <vector>

#include "core/dataset/table_file.h"

namespace sescope {

/// Reads a list of flat objects ([{"file_name": "a.png", "label": "ant"}, ..]), or one object a
/// line
/// (.jsonl), as a table whose first record is the heading. Numbers become text; what is nested is
/// left out. Throws Error{data} naming the file where it is something else.
std::vector<TableRecord> read_json_records(const std::filesystem::path& path);

}  // namespace sescope
