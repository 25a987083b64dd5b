// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "core/dataset/label_table.h"

#include "core/base/parsed_number.h"

namespace sescope {
namespace {

using Classes = std::vector<DatasetClass>;

// The number that a class is called; nothing where one of them is called otherwise, or two alike.
std::optional<std::vector<int>> numbers_of(const Classes& classes) {
    std::vector<int> numbers;
    for (const auto& each : classes) {
        const auto number = parsed_number<int>(each.name);
        if (!number || *number < 0) return std::nullopt;
        numbers.push_back(*number);
    }
    const std::set<int> distinct(numbers.begin(), numbers.end());
    return distinct.size() == numbers.size() ? std::optional(numbers) : std::nullopt;
}

// The rank of each class when names are sorted by `less`.
template <typename Less>
std::vector<int> ranks_of(const Classes& classes, const Less& less) {
    std::vector<std::size_t> order(classes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return less(classes[a].name, classes[b].name);
    });
    std::vector<int> ranks(classes.size());
    for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<int>(i);
    return ranks;
}

// The names of the first rows: "0, 1, 10, .."
std::string first_names(const Classes& classes, const std::vector<int>& rows) {
    constexpr int shown = 4;
    std::string names;
    for (int row = 0; row < shown; ++row) {
        const auto found = std::ranges::find(rows, row);
        if (found == rows.end()) break;
        names += classes[static_cast<std::size_t>(found - rows.begin())].name + ", ";
    }
    return names + "..";
}

}  // namespace

std::vector<MatchCandidate> match_candidates(const Classes& classes, int rows) {
    std::vector<MatchCandidate> candidates;
    const auto offer = [&](const char* name, const std::string& how, std::vector<int> matched) {
        const bool is_new =
            std::ranges::find(candidates, matched, &MatchCandidate::rows) == candidates.end();
        if (is_new) candidates.push_back({name, how, std::move(matched)});
    };
    if (rows <= 1 || classes.empty()) return candidates;
    if (auto numbers = numbers_of(classes)) {
        const auto [least, most] = std::ranges::minmax(*numbers);
        if (most < rows) offer("number", "each class is the row of its number", *numbers);
        if (least >= 1 && most <= rows) {
            for (int& number : *numbers) --number;
            offer("number-1", "each class is the row of its number, counted from 1", *numbers);
        }
    }
    if (std::ssize(classes) != rows) return candidates;
    const auto sorted = ranks_of(classes, std::less<>{});
    offer("sorted", "as ImageFolder sorts them: " + first_names(classes, sorted), sorted);
    const auto natural = ranks_of(classes, natural_less);
    offer("natural", "in natural order: " + first_names(classes, natural), natural);
    return candidates;
}

}  // namespace sescope
