// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for programs: CSV and JSON, by key and in full precision.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "core/base/csv_field.h"
#include "core/report/table_writers.h"

namespace sescope {
namespace {

// The shortest text that reads back as the same number; not finite ones are nothing to programs.
std::string csv_cell(const Cell& cell, CsvText kind) {
    if (const auto* words = std::get_if<Text>(&cell)) return csv_field(words->str(), kind);
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
    const auto* real = std::get_if<double>(&cell);
    return real != nullptr && std::isfinite(*real) ? fmt::format("{}", *real) : "";
}

nlohmann::ordered_json json_cell(const Cell& cell) {
    if (const auto* words = std::get_if<Text>(&cell)) return words->str();
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole;
    const auto* real = std::get_if<double>(&cell);
    if (real == nullptr || !std::isfinite(*real)) return nullptr;
    return *real;
}

void write_csv(const Table& table, CsvText kind, std::ostream& out) {
    const auto write_row = [&](const auto& items, auto text_of) {
        std::string line;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) line += ',';
            line += text_of(items[i]);
        }
        out << line << "\r\n";
    };
    write_row(table.columns, [](const Column& column) { return csv_field(column.key); });
    for (const auto& row : table.rows) {
        write_row(row, [&](const Cell& cell) { return csv_cell(cell, kind); });
    }
}

}  // namespace

void write_csv_table(const Table& table, std::ostream& out) {
    write_csv(table, CsvText::for_spreadsheets, out);
}

void write_raw_csv_table(const Table& table, std::ostream& out) {
    write_csv(table, CsvText::raw, out);
}

void write_json_table(const Table& table, std::ostream& out) {
    // File names need not be UTF-8; a replaced letter is better than no table.
    constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
    out << '[';
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        nlohmann::ordered_json object = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            object[table.columns[i].key] = json_cell(table.rows[r].at(i));
        }
        out << (r == 0 ? "\n  " : ",\n  ") << object.dump(-1, ' ', false, kReplace);
    }
    out << (table.rows.empty() ? "]\n" : "\n]\n");
}

}  // namespace sescope
