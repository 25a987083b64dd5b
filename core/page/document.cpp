// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/document.h"

#include "core/page/figures.h"
#include "core/report/table_writers.h"

namespace sescope {
namespace {

struct PartWriter {
    PageJson operator()(const Paragraph& paragraph) const {
        static constexpr const char* kKinds[] = {"text", "note", "warning"};
        return {{"text", page_text(paragraph.text)},
                {"kind", kKinds[static_cast<int>(paragraph.kind)]}};
    }
    PageJson operator()(const Facts& facts) const {
        PageJson lines = PageJson::array();
        for (const auto& [name, value] : facts.lines) {
            lines.push_back({page_text(name), page_text(value)});
        }
        return {{"facts", std::move(lines)}};
    }
    PageJson operator()(const Table& table) const { return {{"table", page_table(table)}}; }
    PageJson operator()(const Figure& figure) const { return {{"figure", page_figure(figure)}}; }
};

}  // namespace

PageJson page_table(const Table& table) {
    PageJson columns = PageJson::array();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        columns.push_back({{"name", page_text(shown_header(table.columns[i]))},
                           {"key", table.columns[i].key},
                           {"numeric", is_numeric(table, i)}});
    }
    PageJson rows = PageJson::array();
    for (const auto& row : table.rows) {
        PageJson cells = PageJson::array();
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells.push_back(page_text(shown_cell(row[i], table.columns[i])));
        }
        rows.push_back(std::move(cells));
    }
    PageJson notes = PageJson::array();
    for (const auto& note : table.notes) notes.push_back(page_text(note.str()));
    return {{"name", table.name},
            {"columns", std::move(columns)},
            {"rows", std::move(rows)},
            {"notes", std::move(notes)}};
}

PageJson page_section(const ReportSection& section) {
    PageJson parts = PageJson::array();
    for (const auto& part : section.parts) parts.push_back(std::visit(PartWriter{}, part));
    return {{"heading", page_text(section.heading)}, {"parts", std::move(parts)}};
}

}  // namespace sescope
