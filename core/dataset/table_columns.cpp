// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/table_columns.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/parsed_number.h"
#include "core/dataset/image_names.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 22> path_headings{
    "path",     "file",       "filename",  "file_name", "filepath",  "file_path",
    "image",    "image_path", "img",       "img_path",  "imagepath", "image_name",
    "img_name", "image_file", "imagename", "name",      "image_id",  "img_id",
    "image id", "file name",  "images",    "url"};
constexpr std::array<std::string_view, 20> label_headings{
    "label",      "class",     "labels", "target",   "category", "class_name",  "synset",
    "wnid",       "class_id",  "breed",  "species",  "classes",  "category_id", "label_name",
    "class name", "classname", "y",      "label_id", "targets",  "image_label"};

constexpr std::size_t kMostSampled = 200;

using Records = std::vector<TableRecord>;

std::string_view field_of(const TableRecord& record, std::size_t column) {
    return column < record.fields.size() ? std::string_view(record.fields[column])
                                         : std::string_view{};
}

bool has(std::span<const std::string_view> words, std::string_view text) {
    return std::ranges::find(words, lower_case(text)) != words.end();
}

// What the choice between columns is made from.
class Columns {
  public:
    Columns(const Records& records, TablePaths& paths, const fs::path& table)
        : records_(records), paths_(paths), table_(table) {
        for (const auto& record : records) width_ = std::max(width_, record.fields.size());
        const std::size_t below = records.size() > 1 ? records.size() - 1 : 0;
        const std::size_t taken = std::min(below, kMostSampled);
        for (std::size_t i = 0; i < taken; ++i) sample_.push_back(1 + i * below / taken);
    }

    TableColumns find(const ColumnChoice& choice) {
        TableColumns found;
        const bool by_words = first_says(path_headings) && first_says(label_headings);
        found.path = choice.path.empty() ? column_of_images(by_words) : chosen(choice.path);
        found.has_heading = by_words || is_heading(found.path, choice);
        first_ = found.has_heading ? 1 : 0;
        if (!choice.label.empty()) {
            found.label = chosen(choice.label);
            return found;
        }
        choose_label(found);
        return found;
    }

  private:
    bool first_says(std::span<const std::string_view> words) const {
        return !records_.empty() && find_column(records_.front(), words) >= 0;
    }

    std::vector<std::string> sampled(std::size_t column) const {
        std::vector<std::string> texts;
        for (const std::size_t row : sample_) texts.emplace_back(field_of(records_[row], column));
        if (texts.empty()) texts.emplace_back(field_of(records_.front(), column));
        return texts;
    }

    std::size_t column_of_images(bool by_words) {
        auto [column, files] =
            column_of_most([&](std::size_t each) { return paths_.count(sampled(each)); });
        if (files == 0) {
            std::tie(column, files) =
                column_of_most([&](std::size_t each) { return paths_.settle(sampled(each)); });
            paths_.settle(sampled(column));
        }
        files_found_ = files > 0;
        if (files_found_) return column;
        const auto [named, names] = column_of_most(
            [&](std::size_t each) { return std::ranges::count_if(sampled(each), is_image_name); });
        if (names > 0 || !by_words) return named;
        return static_cast<std::size_t>(find_column(records_.front(), path_headings));
    }

    // The first column of those with the most, and how many it has.
    template <typename Count>
    std::pair<std::size_t, std::size_t> column_of_most(const Count& count) const {
        std::pair<std::size_t, std::size_t> best{0, 0};
        for (std::size_t column = 0; column < width_; ++column) {
            const auto hits = static_cast<std::size_t>(count(column));
            if (hits > best.second) best = {column, hits};
        }
        return best;
    }

    // A heading names no image, and nothing in it stands again below it in the same column.
    bool is_heading(std::size_t path, const ColumnChoice& choice) {
        const TableRecord& first = records_.front();
        if (choice.heading) return true;
        if (records_.size() < 2) return false;
        const auto named = [&](const std::string& name) {
            return !name.empty() && std::ranges::find(first.fields, name) != first.fields.end();
        };
        if (named(choice.path) || named(choice.label)) return true;
        if (!files_found_) return false;
        const std::string text(field_of(first, path));
        if (is_image_name(text) || paths_.find(text)) return false;
        for (std::size_t column = 0; column < first.fields.size(); ++column) {
            if (first.fields[column].empty()) continue;
            for (std::size_t row = 1; row < records_.size(); ++row) {
                if (field_of(records_[row], column) == first.fields[column]) return false;
            }
        }
        return true;
    }

    std::size_t chosen(const std::string& name) const {
        const auto& first = records_.front().fields;
        const auto by_name = std::ranges::find(first, name);
        if (by_name != first.end()) return static_cast<std::size_t>(by_name - first.begin());
        const auto number = parsed_number<double>(name);
        if (number && *number >= 1 && *number <= double(width_)) return std::size_t(*number) - 1;
        throw Error(ErrorKind::usage, text("there is no column '{}'", name), table_,
                    text("columns are {}", names_of(all())));
    }

    std::vector<std::size_t> all() const {
        std::vector<std::size_t> columns(width_);
        for (std::size_t i = 0; i < width_; ++i) columns[i] = i;
        return columns;
    }

    std::string names_of(const std::vector<std::size_t>& columns) const {
        std::string names;
        for (const std::size_t column : columns) {
            const std::string_view text = field_of(records_.front(), column);
            names += (names.empty() ? "'" : ", '") +
                     (text.empty() ? std::to_string(column + 1) : std::string(text)) + "'";
        }
        return names;
    }

    template <typename Holds>
    bool every(std::size_t column, const Holds& holds) const {
        for (std::size_t row = first_; row < records_.size(); ++row) {
            if (!holds(field_of(records_[row], column), row - first_)) return false;
        }
        return true;
    }

    bool is_empty(std::size_t column) const {
        return every(column, [](std::string_view text, std::size_t) { return text.empty(); });
    }

    // 0, 1, 2, .. or 1, 2, 3, ..: what pandas writes in front.
    bool is_running_number(std::size_t column) const {
        const auto first = parsed_number<double>(field_of(records_[first_], column));
        if (!first || (*first != 0 && *first != 1)) return false;
        return every(column, [&](std::string_view text, std::size_t row) {
            const auto number = parsed_number<double>(text);
            return number && *number == *first + double(row);
        });
    }

    bool are_one_hot(const std::vector<std::size_t>& columns) const {
        return columns.size() > 1 && std::ranges::all_of(columns, [&](auto column) {
                   return holds_zeros_and_ones(column);
               });
    }

    bool holds_zeros_and_ones(std::size_t column) const {
        return every(column, [](std::string_view text, std::size_t) {
            const auto number = parsed_number<double>(text);
            return number && (*number == 0 || *number == 1);
        });
    }

    // Do two columns sort the rows into the same classes?
    bool same_classes(std::size_t a, std::size_t b) const {
        std::map<std::string_view, std::string_view> to_b;
        std::map<std::string_view, std::string_view> to_a;
        return every(a, [&](std::string_view text, std::size_t row) {
            const std::string_view other = field_of(records_[row + first_], b);
            return to_b.emplace(text, other).first->second == other &&
                   to_a.emplace(other, text).first->second == text;
        });
    }

    bool is_numeric(std::size_t column) const {
        return every(column, [](std::string_view text, std::size_t) {
            return parsed_number<double>(text).has_value();
        });
    }

    void choose_label(TableColumns& found) const {
        if (first_ >= records_.size()) return;
        std::vector<std::size_t> others;
        std::vector<std::size_t> called;
        for (std::size_t column = 0; column < width_; ++column) {
            if (column == found.path || is_empty(column)) continue;
            others.push_back(column);
            const bool label =
                found.has_heading && has(label_headings, field_of(records_.front(), column));
            if (label) called.push_back(column);
        }
        if (!called.empty()) others = called;
        const bool may_be_hot = found.has_heading && called.empty();
        if (may_be_hot && are_one_hot(others)) {
            found.one_hot = others;
            return;
        }
        std::vector<std::size_t> running;
        if (others.size() > 1) {
            std::ranges::copy_if(others, std::back_inserter(running),
                                 [&](auto column) { return is_running_number(column); });
        }
        if (running.size() == 1) std::erase(others, running.front());
        if (may_be_hot && are_one_hot(others)) {
            found.one_hot = others;
            return;
        }
        found.label = one_of(others, found.path);
    }

    // The only column, or one of several that say the same: the first that is no number.
    std::size_t one_of(const std::vector<std::size_t>& columns, std::size_t path) const {
        if (columns.empty()) return path == 0 ? 1 : 0;
        for (const std::size_t other : columns) {
            if (same_classes(columns.front(), other)) continue;
            throw Error(ErrorKind::data,
                        text("which column is the label? It may be any of {}", names_of(columns)),
                        table_,
                        text("say it with {} (and {}), by heading or number",
                             Text::option("label-column"), Text::option("image-column")));
        }
        const auto words =
            std::ranges::find_if(columns, [&](auto column) { return !is_numeric(column); });
        return words == columns.end() ? columns.front() : *words;
    }

    const Records& records_;
    TablePaths& paths_;
    const fs::path& table_;
    std::size_t width_ = 0;
    std::size_t first_ = 0;  ///< row below the heading
    std::vector<std::size_t> sample_;
    bool files_found_ = false;
};

}  // namespace

TableColumns find_columns(const Records& records, const ColumnChoice& choice, TablePaths& paths,
                          const fs::path& table) {
    if (records.empty()) return {};
    return Columns(records, paths, table).find(choice);
}

}  // namespace sescope
