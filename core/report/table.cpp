// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/report/shown_number.h"
#include "core/report/table_writers.h"

namespace sescope {

std::string shown_cell(const Cell& cell, const Column& column) {
    if (const auto* words = std::get_if<Text>(&cell)) return words->str();
    const double factor = column.unit == "%" ? 100 : 1;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
        return factor == 1 ? shown_integer(*whole)
                           : shown_real(double(*whole) * factor, column.digits);
    }
    const auto* real = std::get_if<double>(&cell);
    if (real == nullptr) return "";
    if (std::isnan(*real)) return "-";
    return shown_real(*real * factor, column.digits);
}

std::string shown_header(const Column& column) {
    const std::string name = column.name.str();
    return column.unit.empty() ? name : name + " (" + column.unit + ")";
}

void drop_columns(Table& table, std::span<const std::string_view> keys) {
    for (const std::string_view key : keys) {
        const auto found = std::ranges::find(table.columns, key, &Column::key);
        if (found == table.columns.end()) continue;
        const auto at = found - table.columns.begin();
        table.columns.erase(found);
        for (auto& row : table.rows) row.erase(row.begin() + at);
    }
}

bool is_numeric(const Table& table, std::size_t column) {
    return std::none_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
        return std::holds_alternative<Text>(row.at(column));
    });
}

std::span<const TableWriter> table_writers() {
    static constexpr std::array<TableWriter, 5> kWriters{{
        {"text", write_text_table},
        {"csv", write_csv_table},
        {"json", write_json_table},
        {"markdown", write_markdown_table},
        {"html", write_html_table},
    }};
    return kWriters;
}

const TableWriter& find_table_writer(std::string_view format) {
    std::string known;
    for (const auto& writer : table_writers()) {
        if (writer.format == format) return writer;
        known += (known.empty() ? "" : ", ") + std::string(writer.format);
    }
    throw Error(ErrorKind::usage, text("no table format is called {}", format), {},
                text("choose one of {}", known));
}

}  // namespace sescope
