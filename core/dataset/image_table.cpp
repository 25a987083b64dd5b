// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include "core/dataset/dataset.h"
#include "core/dataset/listing.h"
#include "core/dataset/table_file.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> path_headings{
    "path", "file", "filename", "file_name", "filepath", "image", "image_path", "img", "name"};
constexpr std::array<std::string_view, 8> label_headings{
    "label", "class", "labels", "target", "category", "class_name", "synset", "wnid"};

struct Columns {
    std::size_t path = 0;
    std::size_t label = 1;
    bool has_heading = false;
};

// A heading is recognised by its words; without one the first two columns are path and label.
Columns columns_of(const TableRecord& first) {
    const int path = find_column(first, path_headings);
    const int label = find_column(first, label_headings);
    if (path < 0 || label < 0) return {};
    return {static_cast<std::size_t>(path), static_cast<std::size_t>(label), true};
}

// Paths below the table's folder become relative to it, so that ids are the same on machines that
// keep the data elsewhere.
std::string id_of(const std::string& path, const fs::path& root) {
    const fs::path given(path);
    if (given.is_relative()) return given.lexically_normal().generic_string();
    const fs::path inside = given.lexically_relative(fs::absolute(root).lexically_normal());
    const bool below = !inside.empty() && *inside.begin() != "..";
    return (below ? inside : given.lexically_normal()).generic_string();
}

}  // namespace

Listing list_table(const fs::path& table) {
    const std::vector<TableRecord> records = read_table(table);
    const fs::path folder = table.has_parent_path() ? table.parent_path() : fs::path(".");
    const auto fail = [&](int line, const std::string& what) {
        return Error(ErrorKind::data, "line " + std::to_string(line) + ": " + what, table,
                     "each line needs a path and a label, separated by a comma (.csv) or a tab");
    };
    const Columns columns = records.empty() ? Columns{} : columns_of(records.front());
    const std::size_t needed = std::max(columns.path, columns.label) + 1;
    std::map<std::string, std::vector<std::string>> classes;
    for (std::size_t i = columns.has_heading ? 1 : 0; i < records.size(); ++i) {
        const auto& [line, fields] = records[i];
        if (fields.size() < needed) throw fail(line, "a column is missing");
        if (fields[columns.path].empty()) throw fail(line, "the path is empty");
        if (fields[columns.label].empty()) throw fail(line, "the label is empty");
        classes[fields[columns.label]].push_back(id_of(fields[columns.path], folder));
    }
    if (classes.empty()) {
        throw Error(ErrorKind::data, "the table lists no image", table,
                    "each line needs a path and a label");
    }
    Listing listing{folder, {}};
    for (auto& [name, files] : classes) {
        std::sort(files.begin(), files.end(), natural_less);
        listing.classes.push_back({name, std::move(files)});
    }
    std::sort(listing.classes.begin(), listing.classes.end(),
              [](const auto& a, const auto& b) { return natural_less(a.name, b.name); });
    return listing;
}

}  // namespace sescope
