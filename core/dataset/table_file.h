// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: text tables (CSV as in RFC 4180, TSV).

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

/// Reads .csv (comma; semicolon where the first line has no comma) or anything else (tab). Quoted
/// fields, CRLF and a UTF-8 byte order mark are understood, blank lines are left out. Throws
/// Error{data} when the file cannot be read or a quote is not closed.
std::vector<TableRecord> read_table(const std::filesystem::path& path);

/// The column whose heading is one of `names`, which are in lower case; -1: none.
int find_column(const TableRecord& heading, std::span<const std::string_view> names);

}  // namespace sescope
