// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/message.h"
#include "core/base/parsed_number.h"
#include "core/dataset/label_json.h"
#include "core/dataset/table_file.h"
#include "core/dataset/text.h"
#include "core/dataset/text_file.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> folder_headings{"folder", "class", "directory",  "wnid",
                                                          "synset", "id",    "folder name"};
constexpr std::array<std::string_view, 6> readable_headings{
    "readable", "name", "label", "description", "title", "readable name"};
constexpr std::array<std::string_view, 6> row_headings{"row",  "head_row", "head row",
                                                       "head", "index",    "idx"};

using Records = std::vector<TableRecord>;

Error bad_line(const fs::path& file, int line, const Text& what) {
    return Error(ErrorKind::data, text("line {}: {}", line, what), file,
                 "each line holds a folder name, a readable name and, if you like, the row of the "
                 "network's head, counted from 0");
}

std::string_view field_of(const TableRecord& record, int column) {
    const bool there = column >= 0 && static_cast<std::size_t>(column) < record.fields.size();
    return there ? std::string_view(record.fields[static_cast<std::size_t>(column)])
                 : std::string_view{};
}

std::optional<int> integer_of(std::string_view text) {
    const auto number = parsed_number<int>(text);
    return number && *number >= 0 ? number : std::nullopt;
}

// Are all of these, from record `first` on, pairs with a row's number in `column`?
bool holds_rows(const Records& records, std::size_t first, std::size_t column) {
    return first < records.size() &&
           std::all_of(records.begin() + static_cast<std::ptrdiff_t>(first), records.end(),
                       [&](const TableRecord& record) {
                           return record.fields.size() == 2 && integer_of(record.fields[column]) &&
                                  !integer_of(record.fields[1 - column]);
                       });
}

// Names with their rows, if that is what the records are: a heading may stand above them.
std::optional<NumberedNames> numbered_names(const Records& records) {
    for (const std::size_t first : {std::size_t{0}, std::size_t{1}}) {
        for (const std::size_t column : {std::size_t{1}, std::size_t{0}}) {
            if (!holds_rows(records, first, column)) continue;
            NumberedNames names;
            for (std::size_t i = first; i < records.size(); ++i) {
                names.push_back({records[i].fields[1 - column],
                                 *integer_of(records[i].fields[column]), records[i].line});
            }
            return names;
        }
    }
    return std::nullopt;
}

LabelFile read_class_table(const Records& records, const fs::path& file, int head_rows) {
    struct Columns {
        int folder = 0;
        int readable = 1;
        int row = 2;
    } columns;
    std::size_t first = 0;
    if (!records.empty()) {
        const Columns named{find_column(records[0], folder_headings),
                            find_column(records[0], readable_headings),
                            find_column(records[0], row_headings)};
        if (named.folder >= 0 && (named.readable >= 0 || named.row >= 0)) {
            columns = named;
            first = 1;
        }
    }
    LabelFile labels;
    for (std::size_t i = first; i < records.size(); ++i) {
        const TableRecord& record = records[i];
        const std::string_view folder = field_of(record, columns.folder);
        const std::string_view row = field_of(record, columns.row);
        if (folder.empty()) throw bad_line(file, record.line, "the folder name is empty");
        if (record.fields.size() < 2) throw bad_line(file, record.line, "a column is missing");
        ClassLabel label{std::string(field_of(record, columns.readable)), -1};
        if (!row.empty()) {
            label.head_row = integer_of(row).value_or(-1);
            if (label.head_row < 0 || (head_rows > 0 && label.head_row >= head_rows)) {
                throw bad_line(
                    file, record.line,
                    head_rows > 0 ? text("'{}' is no row of the head (0 to {})", row, head_rows - 1)
                                  : text("'{}' is no row of the head", row));
            }
        }
        if (!labels.classes.emplace(folder, std::move(label)).second) {
            throw bad_line(file, record.line, text("'{}' stands in the table twice", folder));
        }
    }
    return labels;
}

// Are the numbers 1 to `head_rows`, each of them once? Then nothing else than a count from 1 is
// possible.
bool counts_from_one(const NumberedNames& names, int head_rows) {
    if (std::ssize(names) != head_rows) return false;
    std::vector<bool> seen(names.size());
    for (const auto& [name, row, line] : names) {
        if (row < 1 || row > head_rows || seen[static_cast<std::size_t>(row - 1)]) return false;
        seen[static_cast<std::size_t>(row - 1)] = true;
    }
    return true;
}

LabelFile read_lines(const std::string& text, const fs::path& file) {
    LabelFile labels;
    const Records lines = parse_table(text, '\0', file);
    const bool synsets = !lines.empty() && std::ranges::all_of(lines, [](const auto& line) {
        const std::string& text_of_line = line.fields.front();
        return text_of_line.size() > 10 && text_of_line[9] == ' ' &&
               looks_like_synset(std::string_view(text_of_line).substr(0, 9));
    });
    for (const auto& line : lines) {
        const std::string& name = line.fields.front();
        labels.rows.push_back(synsets ? name.substr(0, 9) : name);
        if (synsets) labels.row_descriptions.push_back(name.substr(10));
    }
    return labels;
}

// Lines "3 ant" or "ant 3".
Records split_at_number(Records lines) {
    Records at_first = lines;
    for (auto& [line, fields] : at_first) {
        const auto blank = fields.front().find_first_of(" \t");
        if (blank == std::string::npos || !integer_of(fields.front().substr(0, blank))) {
            split_at_last_blank(lines);
            return lines;
        }
        std::string number = fields.front().substr(0, blank);
        const auto rest = fields.front().find_first_not_of(" \t", blank);
        fields = {std::move(number), fields.front().substr(rest)};
    }
    return at_first;
}

LabelFile read_text_labels(const fs::path& file, int head_rows) {
    const std::string text = read_text_file(file);
    const std::string extension = lower_case(file.extension().string());
    const char separator = separator_of(file, text);
    const bool is_table = extension == ".csv" || extension == ".tsv" || separator == '\t';
    const Records records = parse_table(text, separator, file);
    auto numbered = numbered_names(separator == '\0' ? split_at_number(records) : records);
    if (numbered) return labels_of(std::move(*numbered), head_rows, file);
    const bool one_column =
        std::ranges::all_of(records, [](const auto& record) { return record.fields.size() == 1; });
    if (!is_table || (one_column && std::ssize(records) == head_rows))
        return read_lines(text, file);
    return read_class_table(records, file, head_rows);
}

}  // namespace

LabelFile labels_of(NumberedNames names, int head_rows, const fs::path& file) {
    LabelFile labels;
    labels.numbered = true;
    labels.counted_from_one = counts_from_one(names, head_rows);
    for (auto& each : names) each.row -= labels.counted_from_one ? 1 : 0;
    std::ranges::stable_sort(names, {}, &NumberedName::row);
    for (const auto& [name, row, line] : names) {
        if (head_rows <= 0 || row < head_rows) continue;
        throw bad_line(file, line,
                       text("'{}' is no row of the head (0 to {})", row, head_rows - 1));
    }
    bool all_rows = head_rows <= 0 || std::ssize(names) == head_rows;
    for (std::size_t i = 0; i < names.size(); ++i) {
        all_rows = all_rows && names[i].row == static_cast<int>(i);
    }
    for (auto& [name, row, line] : names) {
        if (all_rows) {
            // A name may stand for two rows ("crane"), which a table by name could not hold.
            labels.rows.push_back(std::move(name));
        } else if (!labels.classes.emplace(name, ClassLabel{"", row}).second) {
            throw bad_line(file, line, text("'{}' stands in the table twice", name));
        }
    }
    return labels;
}

LabelFile read_label_file(const fs::path& file, int head_rows) {
    const std::string extension = lower_case(file.extension().string());
    LabelFile labels =
        extension == ".json" ? read_label_json(file, head_rows) : read_text_labels(file, head_rows);
    const bool wrong_count =
        !labels.rows.empty() && head_rows > 0 && std::ssize(labels.rows) != head_rows;
    if (wrong_count) {
        throw Error(ErrorKind::data,
                    text("names {} rows, and the head has {}", labels.rows.size(), head_rows), file,
                    "give one name for each row of the head, in order");
    }
    return labels;
}

}  // namespace sescope
