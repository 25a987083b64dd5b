// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "core/dataset/json_records.h"
#include "core/dataset/listing.h"
#include "core/dataset/table_columns.h"
#include "core/dataset/table_file.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> split_headings{
    "split", "subset", "set", "fold", "is_train", "is_valid", "is_test", "partition"};

bool is_json(const fs::path& table) {
    const std::string extension = lower_case(table.extension().string());
    return extension == ".json" || extension == ".jsonl";
}

std::vector<TableRecord> records_of(const fs::path& table) {
    if (is_json(table)) return read_json_records(table);
    auto records = read_table(table);
    // Lists of "path label", where nothing else separates the two.
    if (std::ranges::all_of(records, [](const auto& each) { return each.fields.size() == 1; })) {
        split_at_last_blank(records);
    }
    return records;
}

// Remarks stand above the table; a file may be called "#1.png".
void drop_remarks(std::vector<TableRecord>& records, TablePaths& paths) {
    const auto is_remark = [&](const TableRecord& record) {
        const std::string& first = record.fields.front();
        return first.starts_with('#') && !paths.find(first);
    };
    records.erase(records.begin(), std::ranges::find_if_not(records, is_remark));
}

// "3.0", which pandas makes of 3 in a column with gaps.
std::string without_point_zero(std::string label) {
    const bool numeric =
        label.size() > 2 && label.ends_with(".0") &&
        std::all_of(label.begin(), label.end() - 2, [](char c) { return c >= '0' && c <= '9'; });
    if (numeric) label.resize(label.size() - 2);
    return label;
}

// Reads the rows of one table.
class TableReader {
  public:
    TableReader(const fs::path& table, const ColumnChoice& choice)
        : table_(table), paths_(table), records_(records_of(table)) {
        if (!is_json(table)) drop_remarks(records_, paths_);
        ColumnChoice known = choice;
        known.heading = is_json(table);
        columns_ = find_columns(records_, known, paths_, table);
    }

    Listing read() {
        Listing listing;
        listing.root = table_.has_parent_path() ? table_.parent_path() : fs::path(".");
        for (std::size_t i = columns_.has_heading ? 1 : 0; i < records_.size(); ++i) {
            add(records_[i]);
        }
        if (classes_.empty()) {
            throw Error(ErrorKind::data, "the table lists no image", table_,
                        "each line needs a path and a label");
        }
        for (auto& [name, files] : classes_) {
            std::sort(files.begin(), files.end(), natural_less);
            listing.classes.push_back({name, std::move(files), {}});
        }
        std::sort(listing.classes.begin(), listing.classes.end(),
                  [](const auto& a, const auto& b) { return natural_less(a.name, b.name); });
        listing.remarks = remarks();
        listing.numbers_are_rows = true;
        return listing;
    }

  private:
    [[noreturn]] void fail(int line, const Text& what) const {
        throw Error(ErrorKind::data, text("line {}: {}", line, what), table_,
                    "each line needs a path and a label, separated by a comma (.csv) or a tab");
    }

    void add(const TableRecord& record) {
        const auto& [line, fields] = record;
        const std::size_t last =
            columns_.one_hot.empty() ? columns_.label : std::ranges::max(columns_.one_hot);
        if (fields.size() <= std::max(columns_.path, last)) fail(line, "a column is missing");
        if (fields[columns_.path].empty()) fail(line, "the path is empty");
        const std::string name = label_of(record);
        if (name.empty()) fail(line, "the label is empty");
        const auto found = paths_.find(fields[columns_.path]);
        const std::string id = found ? *found : paths_.plain(fields[columns_.path]);
        const auto [first, is_new] = labels_.emplace(id, name);
        if (!is_new && first->second == name) {
            ++repeated_;
            return;
        }
        if (!is_new) ambiguous_.insert(id);
        classes_[name].push_back(id);
    }

    std::string label_of(const TableRecord& record) const {
        if (columns_.one_hot.empty()) return without_point_zero(record.fields[columns_.label]);
        std::string name;
        for (const std::size_t column : columns_.one_hot) {
            const std::string& text = record.fields[column];
            double number = 0;
            std::from_chars(text.data(), text.data() + text.size(), number);
            if (number != 1) continue;
            if (!name.empty()) {
                fail(record.line, "has several labels, of which an image can have one only");
            }
            name = records_.front().fields[column];
        }
        if (name.empty()) fail(record.line, "has a 1 in none of the columns of classes");
        return name;
    }

    std::vector<Text> remarks() const {
        std::vector<Text> said;
        const std::string name = table_.filename().string();
        if (repeated_ > 0) {
            said.push_back(
                text("{} rows of {} list an image again and are left out", repeated_, name));
        }
        if (!ambiguous_.empty()) {
            said.push_back(
                text("{} images of {} have more than one label and are in each of "
                     "these classes, such as {}",
                     ambiguous_.size(), name, *ambiguous_.begin()));
        }
        const int split = columns_.has_heading ? find_column(records_.front(), split_headings) : -1;
        if (split >= 0) {
            said.push_back(text("{} has a column '{}': its rows are read whatever they say there",
                                name, records_.front().fields[static_cast<std::size_t>(split)]));
        }
        return said;
    }

    fs::path table_;
    TablePaths paths_;
    std::vector<TableRecord> records_;
    TableColumns columns_;
    std::map<std::string, std::vector<std::string>> classes_;
    std::unordered_map<std::string, std::string> labels_;  ///< the first of each image
    std::set<std::string> ambiguous_;
    std::size_t repeated_ = 0;
};

}  // namespace

Listing list_table(const fs::path& table, const ColumnChoice& choice) {
    return TableReader(table, choice).read();
}

}  // namespace sescope
