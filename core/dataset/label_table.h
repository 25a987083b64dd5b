// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// What a person says of a class (--labels).
struct ClassLabel {
    std::string readable;  ///< may be empty
    int head_row = -1;     ///< -1: not said
};

/// Reads a table of folder name, readable name and, optionally, head row. A heading is optional;
/// with one the columns may stand in any order. Throws Error{data} naming the line.
std::unordered_map<std::string, ClassLabel> read_class_labels(const std::filesystem::path& table,
                                                              int head_rows);

/// The 1,000 synsets of ImageNet's classification task, in head order.
struct ImagenetLabels {
    std::vector<std::string> synsets;   ///< "n01440764"
    std::vector<std::string> readable;  ///< "tench"
};
/// Read from resources on the first call.
const ImagenetLabels& imagenet_labels();

/// "n01440764": n and eight digits.
bool looks_like_synset(std::string_view name);

/// How classes found their rows of the head.
struct HeadMatch {
    std::string how;  ///< "by the names of its rows"
    int head_rows = 0;
    bool head_has_names = false;
};

/// Gives each class its head row where it has none yet: by the names of the head's rows, by
/// ImageNet's synsets for an unnamed head of 1,000 rows, or where the folders are called 0 to
/// rows-1; never by position. Also gives readable names. `classes` are those of the whole data set.
HeadMatch match_to_head(std::vector<DatasetClass>& classes, const HeadLabels& head);

/// One line for people about the classes that were chosen.
std::string describe(const HeadMatch& match, const std::vector<DatasetClass>& classes);

}  // namespace sescope
