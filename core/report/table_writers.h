// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <string>

#include "core/report/table.h"

namespace sescope {

void write_text_table(const Table& table, std::ostream& out);
void write_markdown_table(const Table& table, std::ostream& out);
void write_csv_table(const Table& table, std::ostream& out);
/// CSV with texts as they are (CsvText::raw).
void write_raw_csv_table(const Table& table, std::ostream& out);
void write_json_table(const Table& table, std::ostream& out);
void write_html_table(const Table& table, std::ostream& out);

/// A cell as people read it, in the column's unit; blank for nothing, "-" for NaN.
std::string shown_cell(const Cell& cell, const Column& column);
/// Header with its unit: "open (%)".
std::string shown_header(const Column& column);
/// Every cell of the column that holds something is a number.
bool is_numeric(const Table& table, std::size_t column);

}  // namespace sescope
