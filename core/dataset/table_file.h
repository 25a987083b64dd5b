// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: text tables (CSV as in RFC 4180 and its usual dialects, TSV, lists).

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

struct TableRecord {
    int line = 0;  ///< where it begins, from 1
    std::vector<std::string> fields;
};

/// What stands between the fields of a table, told from its extension and its first line. A .tsv
/// has tabs, or commas where there is no tab; a .csv commas, else semicolons, tabs or bars;
/// anything else tabs, commas, semicolons or bars. '\0': nothing of the kind, one field a line.
char separator_of(const std::filesystem::path& path, std::string_view text);

/// Splits text into records. Quoted fields and CRLF are understood; blanks around a field that is
/// not quoted are taken off; blank lines are left out. `file` is for messages. Throws Error{data}
/// when a quote is not closed.
std::vector<TableRecord> parse_table(std::string_view text, char separator,
                                     const std::filesystem::path& file);

/// Reads a file with the two of them.
std::vector<TableRecord> read_table(const std::filesystem::path& path);

/// Records of lines "path label": one field becomes two where the last blank is. Lines without a
/// blank stay one field.
void split_at_last_blank(std::vector<TableRecord>& records);

/// The column whose heading is one of `names`, which are in lower case; -1: none.
int find_column(const TableRecord& heading, std::span<const std::string_view> names);

}  // namespace sescope
