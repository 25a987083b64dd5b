// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: which columns of a table are the images and their classes.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/table_file.h"
#include "core/dataset/table_paths.h"

namespace sescope {

/// How a table of images is read.
struct TableColumns {
    std::size_t path = 0;
    std::size_t label = 1;
    /// Columns that are classes, where each row has one number 1 among zeros; then `label` is none.
    std::vector<std::size_t> one_hot;
    bool has_heading = false;
};

/// What is known before. Which columns a person wants: a heading, or a number from 1; empty: found.
struct ColumnChoice {
    std::string path;
    std::string label;
    bool heading = false;  ///< the first record is one for certain
};

/// Finds the columns. The images' one is where files are found, else by its heading, else the
/// first. The first row is a heading where it says words that headings are, or names no image while
/// others do and has nothing in common with the rows below. The labels' one is by its heading, else
/// the only other one (a running number aside). Throws Error{data} where more than one reading is
/// possible, naming the columns.
TableColumns find_columns(const std::vector<TableRecord>& records, const ColumnChoice& choice,
                          TablePaths& paths, const std::filesystem::path& table);

}  // namespace sescope
