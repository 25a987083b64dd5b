// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "core/base/resources.h"
#include "core/dataset/table_file.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> folder_headings{"folder", "class", "directory",  "wnid",
                                                          "synset", "id",    "folder name"};
constexpr std::array<std::string_view, 6> readable_headings{
    "readable", "name", "label", "description", "title", "readable name"};
constexpr std::array<std::string_view, 5> row_headings{"row", "head_row", "head row", "head",
                                                       "index"};

struct Columns {
    int folder = 0;
    int readable = 1;
    int row = 2;
    bool has_heading = false;
};

Columns columns_of(const TableRecord& first) {
    const Columns named{find_column(first, folder_headings), find_column(first, readable_headings),
                        find_column(first, row_headings), true};
    const bool is_heading = named.folder >= 0 && (named.readable >= 0 || named.row >= 0);
    return is_heading ? named : Columns{};
}

std::string_view field_of(const TableRecord& record, int column) {
    const bool there = column >= 0 && static_cast<std::size_t>(column) < record.fields.size();
    return there ? std::string_view(record.fields[static_cast<std::size_t>(column)])
                 : std::string_view{};
}

// -1 where the text is no row of the head.
int parse_row(std::string_view text, int head_rows) {
    int row = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || row < 0 || (head_rows > 0 && row >= head_rows)) return -1;
    return row;
}

}  // namespace

std::unordered_map<std::string, ClassLabel> read_class_labels(const fs::path& table,
                                                              int head_rows) {
    const std::vector<TableRecord> records = read_table(table);
    const Columns columns = records.empty() ? Columns{} : columns_of(records.front());
    std::unordered_map<std::string, ClassLabel> labels;
    for (std::size_t i = columns.has_heading ? 1 : 0; i < records.size(); ++i) {
        const TableRecord& record = records[i];
        const auto fail = [&](const std::string& what) {
            return Error(ErrorKind::data, "line " + std::to_string(record.line) + ": " + what,
                         table,
                         "each line holds a folder name, a readable name and, if you like, "
                         "the row of the network's head, counted from 0");
        };
        const std::string_view folder = field_of(record, columns.folder);
        const std::string_view row = field_of(record, columns.row);
        if (folder.empty()) throw fail("the folder name is empty");
        if (record.fields.size() < 2) throw fail("a column is missing");
        ClassLabel label{std::string(field_of(record, columns.readable)), -1};
        if (!row.empty()) {
            label.head_row = parse_row(row, head_rows);
            if (label.head_row < 0) {
                throw fail("'" + std::string(row) + "' is no row of the head" +
                           (head_rows > 0 ? " (0 to " + std::to_string(head_rows - 1) + ")" : ""));
            }
        }
        if (!labels.emplace(folder, std::move(label)).second) {
            throw fail("'" + std::string(folder) + "' stands in the table twice");
        }
    }
    return labels;
}

const ImagenetLabels& imagenet_labels() {
    static const ImagenetLabels labels = [] {
        const auto records = read_table(resource_path("labels/imagenet.tsv"));
        ImagenetLabels read;
        for (std::size_t i = 1; i < records.size(); ++i) {
            read.synsets.emplace_back(field_of(records[i], 1));
            read.readable.emplace_back(field_of(records[i], 2));
        }
        return read;
    }();
    return labels;
}

bool looks_like_synset(std::string_view name) {
    return name.size() == 9 && name[0] == 'n' &&
           std::all_of(name.begin() + 1, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace sescope
