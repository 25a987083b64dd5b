// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>
#include <utility>

#include "core/figures/choices.h"

namespace sescope {
namespace {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    // ASCII only: bytes of UTF-8 stay as they are.
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return lower;
}

// Levenshtein: letters put in, taken out or changed.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
        }
    }
    return row.back();
}

}  // namespace

std::vector<std::string> near_names(const std::vector<std::string>& names, std::string_view wanted,
                                    std::size_t count) {
    const std::string typed = lower_case(wanted);
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const auto& name : names) {
        const std::string candidate = lower_case(name);
        const std::size_t distance = edits(typed, candidate);
        const bool contains = !typed.empty() && (candidate.find(typed) != std::string::npos ||
                                                 typed.find(candidate) != std::string::npos);
        if (contains || 3 * distance <= std::max(typed.size(), candidate.size())) {
            near.emplace_back(distance, name);
        }
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    near.resize(std::min(near.size(), count));
    std::vector<std::string> result;
    for (auto& [distance, name] : near) result.push_back(std::move(name));
    return result;
}

}  // namespace sescope
