// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/label_file.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

bool same_names(const HeadLabels& a, const HeadLabels& b) {
    return a.names == b.names;
}

// The names of all rows, where the file has them.
std::optional<HeadLabels> row_names(const LabelFile& labels, int rows) {
    HeadLabels head{rows, {}, {}, {}};
    if (!labels.rows.empty()) {
        if (std::ssize(labels.rows) != rows) return std::nullopt;
        head.names = labels.rows;
        head.descriptions = labels.row_descriptions;
        return head;
    }
    if (std::ssize(labels.classes) != rows) return std::nullopt;
    head.names.resize(static_cast<std::size_t>(rows));
    for (const auto& [name, label] : labels.classes) {
        if (label.head_row < 0) return std::nullopt;
        head.names[static_cast<std::size_t>(label.head_row)] = name;
    }
    const bool all =
        std::ranges::none_of(head.names, [](const auto& name) { return name.empty(); });
    return all ? std::optional(std::move(head)) : std::nullopt;
}

}  // namespace

HeadLabels with_label_file(HeadLabels head, const fs::path& folder, std::vector<Text>& remarks) {
    static constexpr std::array<const char*, 14> usual{
        "class_to_idx.json", "idx_to_class.json",   "id2label.json",    "class_names.json",
        "classes.json",      "labels.json",         "label_names.json", "labels.txt",
        "classes.txt",       "class_names.txt",     "categories.txt",   "imagenet_class_index.json",
        "synset_words.txt",  "imagenet_classes.txt"};
    if (head.rows <= 0 || !head.names.empty()) return head;
    std::optional<HeadLabels> found;
    for (const char* name : usual) {
        const fs::path file = folder / name;
        std::error_code error;
        if (!fs::is_regular_file(file, error)) continue;
        try {
            auto names = row_names(read_label_file(file, head.rows), head.rows);
            if (!names) {
                remarks.push_back(
                    text("{} does not name the {} rows of the head: not used", name, head.rows));
                continue;
            }
            names->source = name;
            if (found && !same_names(*found, *names)) {
                remarks.push_back(
                    text("{} and {} name the rows of the head differently: neither is used",
                         found->source, name));
                return head;
            }
            if (!found) found = std::move(names);
        } catch (const Error& problem) {
            remarks.push_back(text("{} is not used: {}", name, problem.said()));
        }
    }
    return found ? *found : head;
}

}  // namespace sescope
