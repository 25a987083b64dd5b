// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: files that say what classes, or rows of a head, are called.

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/dataset/label_table.h"

namespace sescope {

/// What such a file says. One of the three is there.
struct LabelFile {
    /// By folder name: a table of folder, readable name and row, or names with their rows
    /// (class_to_idx.json).
    std::unordered_map<std::string, ClassLabel> classes;
    /// The names of all rows in order: one a line, a JSON list, or an index with a name each.
    std::vector<std::string> rows;
    std::vector<std::string> row_descriptions;  ///< of the same rows, or empty
    bool numbered = false;                      ///< the file gives each name a number
    bool counted_from_one = false;              ///< the file's numbers are 1 to the head's rows
};

/// Reads a file of labels for a head of `head_rows` rows (0: not known). Understood are
///   - tables (.csv, .tsv, tabs) of folder name, readable name and, optionally, head row; a heading
///     is optional, with one the columns may stand in any order;
///   - lists of name and row in either order, separated by comma, tab or blank;
///   - one name a line (labels.txt, imagenet_classes.txt), which may hold commas, or a synset and
///     its words (synset_words.txt);
///   - JSON: class_to_idx, idx_to_class, id2label, ImageNet's class index, a list of names.
/// Throws Error{data} naming the line that cannot be used.
LabelFile read_label_file(const std::filesystem::path& file, int head_rows);

}  // namespace sescope
