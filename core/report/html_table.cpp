// SPDX-License-Identifier: GPL-3.0-or-later
// A table as a fragment of HTML: for the report, and to paste elsewhere.
#include <ostream>

#include "core/report/html_text.h"
#include "core/report/table_writers.h"

namespace sescope {

void write_html_table(const Table& table, std::ostream& out) {
    std::vector<const char*> alignment;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        alignment.push_back(is_numeric(table, i) ? " class=\"number\"" : "");
    }
    out << "<table>\n<thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out << "<th scope=\"col\"" << alignment[i] << ">"
            << html_text(shown_header(table.columns[i])) << "</th>";
    }
    out << "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        out << "<tr>";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            out << "<td" << alignment[i] << ">"
                << html_text(shown_cell(row.at(i), table.columns[i])) << "</td>";
        }
        out << "</tr>\n";
    }
    out << "</tbody>\n</table>\n";
    for (const auto& note : table.notes)
        out << "<p class=\"note\">" << html_text(note.str()) << "</p>\n";
}

}  // namespace sescope
