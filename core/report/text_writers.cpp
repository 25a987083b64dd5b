// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for people: aligned text, and Markdown.
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "core/base/plain_text.h"
#include "core/report/table_writers.h"

namespace sescope {
namespace {

constexpr std::string_view kGap = "  ";

// Columns on a terminal: code points, not bytes.
std::size_t width_of(const std::string& text) {
    return std::size_t(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width, bool right) {
    const std::size_t used = width_of(text);
    const std::string blanks(width > used ? width - used : 0, ' ');
    return right ? blanks + text : text + blanks;
}

struct ShownColumn {
    bool right = false;
    std::string header;
    std::vector<std::string> cells;
    std::size_t width = 0;
};

std::vector<ShownColumn> shown_columns(const Table& table) {
    std::vector<ShownColumn> columns(table.columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        ShownColumn& column = columns[i];
        column.right = is_numeric(table, i);
        column.header = shown_header(table.columns[i]);
        column.width = width_of(column.header);
        for (const auto& row : table.rows) {
            // A line break in a name would end the row, and forge the next.
            column.cells.push_back(plain_line(shown_cell(row.at(i), table.columns[i])));
            column.width = std::max(column.width, width_of(column.cells.back()));
        }
    }
    return columns;
}

void write_line(std::ostream& out, std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
}

// A bar would end the cell, a line break the row.
std::string for_markdown(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        if (c == '|' || c == '\\') safe += '\\';
        safe += c == '\n' || c == '\r' ? ' ' : c;
    }
    return safe;
}

}  // namespace

void write_text_table(const Table& table, std::ostream& out) {
    const auto columns = shown_columns(table);
    std::string header;
    std::string rule;
    for (const auto& column : columns) {
        if (!header.empty()) header += kGap;
        if (!rule.empty()) rule += kGap;
        header += padded(column.header, column.width, column.right);
        rule += std::string(column.width, '-');
    }
    write_line(out, header);
    write_line(out, rule);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i > 0) line += kGap;
            line += padded(columns[i].cells[r], columns[i].width, columns[i].right);
        }
        write_line(out, line);
    }
    if (!table.notes.empty()) out << '\n';
    for (const auto& note : table.notes) out << note.str() << '\n';
}

void write_markdown_table(const Table& table, std::ostream& out) {
    const auto columns = shown_columns(table);
    std::string header = "|";
    std::string rule = "|";
    for (const auto& column : columns) {
        header += " " + for_markdown(column.header) + " |";
        rule += column.right ? "---:|" : "---|";
    }
    out << header << '\n' << rule << '\n';
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        out << '|';
        for (const auto& column : columns) out << ' ' << for_markdown(column.cells[r]) << " |";
        out << '\n';
    }
    for (const auto& note : table.notes) out << '\n' << for_markdown(note.str()) << '\n';
}

}  // namespace sescope
