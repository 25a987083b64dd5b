// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/base/parsed_number.h"
#include "core/dataset/text_file.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLongest = std::size_t{16} << 20;

Error not_labels(const fs::path& file) {
    return Error(ErrorKind::data, "is no list of labels that is understood", file,
                 "give {\"name\": row, ..}, {\"row\": \"name\", ..} or a list of names in the "
                 "order of the head's rows");
}

std::optional<int> row_of(const std::string& text) {
    const auto number = parsed_number<int>(text);
    return number && *number >= 0 ? number : std::nullopt;
}

bool is_row(const json& value) {
    return value.is_number_integer() && value >= 0 && value <= 1'000'000;
}

template <typename Holds>
bool all_values(const json& object, const Holds& holds) {
    return std::all_of(object.begin(), object.end(), holds);
}

bool keys_are_rows(const json& object) {
    for (const auto& [key, value] : object.items()) {
        if (!row_of(key)) return false;
    }
    return true;
}

LabelFile rows_of(const json& list) {
    LabelFile labels;
    for (const auto& name : list) labels.rows.push_back(name.get<std::string>());
    return labels;
}

// {"0": "ant", ..}, or {"0": ["n01440764", "tench"], ..} with all rows.
std::optional<LabelFile> names_by_row(const json& object, int head_rows, const fs::path& file) {
    NumberedNames numbered;
    std::vector<std::string> descriptions(object.size());
    int position = 0;
    bool described = false;
    for (const auto& [key, value] : object.items()) {
        const bool pair =
            value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_string();
        if (!value.is_string() && !pair) return std::nullopt;
        const int row = *row_of(key);
        numbered.push_back({(pair ? value[0] : value).get<std::string>(), row, ++position});
        if (!pair) continue;
        described = true;
        if (static_cast<std::size_t>(row) < descriptions.size()) {
            descriptions[static_cast<std::size_t>(row)] = value[1].get<std::string>();
        }
    }
    LabelFile labels = labels_of(std::move(numbered), head_rows, file);
    if (described && !labels.rows.empty() && !labels.counted_from_one) {
        labels.row_descriptions = std::move(descriptions);
    }
    return labels;
}

std::optional<LabelFile> labels_in(const json& value, int head_rows, const fs::path& file) {
    const auto is_text = [](const json& each) { return each.is_string(); };
    if (value.empty()) return std::nullopt;
    if (value.is_array()) {
        return all_values(value, is_text) ? std::optional(rows_of(value)) : std::nullopt;
    }
    if (!value.is_object()) return std::nullopt;
    if (all_values(value, is_row)) {
        NumberedNames names;
        for (const auto& [name, row] : value.items()) {
            names.push_back({name, row.get<int>(), static_cast<int>(names.size()) + 1});
        }
        return labels_of(std::move(names), head_rows, file);
    }
    if (keys_are_rows(value)) {
        if (auto labels = names_by_row(value, head_rows, file)) return labels;
    }
    if (all_values(value, is_text)) {
        LabelFile labels;
        for (const auto& [folder, readable] : value.items()) {
            labels.classes[folder] = {readable.get<std::string>(), -1};
        }
        return labels;
    }
    return std::nullopt;
}

}  // namespace

LabelFile read_label_json(const fs::path& file, int head_rows) {
    const auto root = parse_lenient(read_text_file(file), kLongest);
    if (!root) {
        throw Error(ErrorKind::data, "is no JSON that can be read", file, "correct it");
    }
    if (auto labels = labels_in(*root, head_rows, file)) return *labels;
    for (const char* key : {"class_to_idx", "id2label", "idx_to_class", "label2id", "classes",
                            "class_names", "label_names", "labels", "names"}) {
        if (!root->is_object()) break;
        const auto found = root->find(key);
        if (found == root->end()) continue;
        if (auto labels = labels_in(*found, head_rows, file)) return *labels;
    }
    throw not_labels(file);
}

}  // namespace sescope
