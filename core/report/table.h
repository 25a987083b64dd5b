// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/message.h"

namespace sescope {

/// A cell: nothing, a text, a whole number, or a real number. NaN counts as nothing. A literal is a
/// word of ours, which a window translates; a string is a name, and stays as it is.
using Cell = std::variant<std::monostate, Text, std::int64_t, double>;

struct Column {
    Text name;              ///< header: "mean gate"
    std::string key;        ///< in JSON and CSV: "mean"
    std::string unit = {};  ///< "" or a unit to show; "%": shown values are multiplied by 100,
                            ///< written ones are not
    int digits = 3;  ///< significant ones of real numbers, when shown (written ones have all)
};

/// A table as plain data; writers make text, CSV, JSON or HTML of it.
struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::vector<Text> notes;  ///< below the table
};

/// Takes the columns of these keys out, where the table has them.
void drop_columns(Table& table, std::span<const std::string_view> keys);

/// A format a table can be written in. Menus and --help enumerate this table.
/// text, markdown, html (a fragment): for people, rounded, with thousands separators, units and
/// notes.
/// csv (RFC 4180, CRLF), json (an array with an object a row): for programs, by key, in full
/// precision, without notes; nothing is an empty field and null.
struct TableWriter {
    std::string_view format;  ///< "text", "csv", "json", "markdown", "html"
    void (*write)(const Table&, std::ostream&);
};
std::span<const TableWriter> table_writers();
/// Throws Error{usage} listing the formats.
const TableWriter& find_table_writer(std::string_view format);

}  // namespace sescope
