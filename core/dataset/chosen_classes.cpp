// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/chosen_classes.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/message.h"
#include "core/dataset/class_list.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

bool is_called(const DatasetClass& each, const std::string& name) {
    return each.name == name || lower_case(each.readable) == lower_case(name);
}

// Edits (insert, delete, replace) that turn one name into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

// Up to three names that were perhaps meant.
std::string near_matches(std::string_view wanted, const std::vector<DatasetClass>& classes) {
    const std::string low = lower_case(wanted);
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const auto& each : classes) {
        for (const auto& name : {each.name, each.readable}) {
            const std::string candidate = lower_case(name);
            const bool part = low.size() >= 3 && (candidate.find(low) != std::string::npos);
            const std::size_t distance = part ? 0 : edit_distance(low, candidate);
            if (part || distance <= 1 + low.size() / 4) near.emplace_back(distance, name);
        }
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 3); ++i) {
        text += (i == 0 ? "" : ", ") + near[i].second;
    }
    return text;
}

}  // namespace

std::vector<bool> choose_classes(const std::vector<DatasetClass>& classes,
                                 const DatasetOptions& options, const fs::path& root) {
    std::vector<std::string> wanted = options.classes;
    const auto is_known = [&](const std::string& name) {
        return std::ranges::any_of(classes,
                                   [&](const auto& each) { return is_called(each, name); });
    };
    for (const auto& list : options.class_lists) {
        for (auto& name : split_class_list(list, is_known)) wanted.push_back(std::move(name));
    }
    std::vector<bool> keep(classes.size(), wanted.empty());
    for (const auto& name : wanted) {
        bool found = false;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            if (!is_called(classes[i], name)) continue;
            keep[i] = true;
            found = true;
        }
        if (found) continue;
        const std::string near = near_matches(name, classes);
        throw Error(ErrorKind::data, text("there is no class '{}'", name), root,
                    near.empty() ? text("see the names of its {} class folders", classes.size())
                                 : text("did you mean {}?", near));
    }
    return keep;
}

}  // namespace sescope
