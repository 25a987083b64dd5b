// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: which images there are, before anything is chosen or matched.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/dataset/table_columns.h"

namespace sescope {

/// Files that are not read: how many of each kind (kind_of_left_out).
using LeftOutCounts = std::map<std::string, std::int64_t>;

/// One class and its images. `files` are relative to the data set's root and '/' separated (or
/// absolute, where a table says so); natural order.
struct ClassListing {
    std::string name;
    std::vector<std::string> files;
    LeftOutCounts left_out;  ///< in its folder
};

/// Classes in natural order.
struct Listing {
    std::filesystem::path root;
    std::vector<ClassListing> classes;
    LeftOutCounts left_out;         ///< beside the class folders
    std::vector<Text> remarks;      ///< what people should know of how it was read
    bool numbers_are_rows = false;  ///< a class that is a number means that row of the head
};

/// Reads a folder of class folders. Nested files are found, hidden ones are not; symbolic links are
/// followed, each folder being entered once. A class without images is listed with none. What is no
/// image is counted, but for what systems leave behind. Throws Error{data} when a folder cannot be
/// read or there is no class folder.
Listing list_class_folders(const std::filesystem::path& root);

/// Reads a table of path and label: .csv, .tsv, .txt, a JSON list, .jsonl. Throws Error{data}
/// naming the line that cannot be used.
Listing list_table(const std::filesystem::path& table, const ColumnChoice& choice = {});

}  // namespace sescope
