// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: labels in JSON.

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/label_file.h"

namespace sescope {

struct NumberedName {
    std::string name;
    int row = 0;
    int line = 0;  ///< or the position in a list
};
using NumberedNames = std::vector<NumberedName>;

/// The names of all rows in order, where the list has them all; else classes with their rows.
/// Numbers 1 to `head_rows`, each once, are counted from 1: nothing else is possible. Throws
/// Error{data} for a row that the head does not have, and for a class that stands there twice.
LabelFile labels_of(NumberedNames names, int head_rows, const std::filesystem::path& file);

/// read_label_file, of a .json.
LabelFile read_label_json(const std::filesystem::path& file, int head_rows);

}  // namespace sescope
