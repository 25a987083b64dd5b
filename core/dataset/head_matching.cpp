// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <set>
#include <span>
#include <string_view>

#include "core/dataset/label_table.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

constexpr int imagenet_rows = 1000;
constexpr int ambiguous = -2;

// Rows by name, case-sensitive for names and not for readable ones.
class RowsByName {
  public:
    RowsByName(const std::vector<std::string>& names, const std::vector<std::string>& readable) {
        for (std::size_t i = 0; i < names.size(); ++i) add(exact_, names[i], i);
        for (std::size_t i = 0; i < readable.size(); ++i)
            add(readable_, lower_case(readable[i]), i);
    }

    // -1 where nothing, or more than one row, has one of these names. The first that fits counts.
    int find(std::span<const std::string> wanted) const {
        for (const auto& name : wanted) {
            if (const int row = find_in(exact_, name); row >= 0) return row;
            if (const int row = find_in(readable_, lower_case(name)); row >= 0) return row;
        }
        return -1;
    }

  private:
    using Rows = std::unordered_map<std::string, int>;

    static void add(Rows& rows, const std::string& name, std::size_t row) {
        if (name.empty()) return;
        const auto [it, is_new] = rows.emplace(name, static_cast<int>(row));
        if (!is_new) it->second = ambiguous;
    }

    static int find_in(const Rows& rows, const std::string& name) {
        const auto it = rows.find(name);
        return it == rows.end() ? -1 : it->second;
    }

    Rows exact_;
    Rows readable_;
};

// The number that a folder's name is; -1: it is none.
int number_of(std::string_view name) {
    int number = -1;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc{} && end == name.data() + name.size() ? number : -1;
}

// Are the names the numbers 0 .. rows - 1, each of them once?
bool are_the_rows(const std::vector<DatasetClass>& classes, int rows) {
    if (classes.size() != static_cast<std::size_t>(rows)) return false;
    std::set<int> numbers;
    for (const auto& each : classes) {
        const int number = number_of(each.name);
        if (number >= 0 && number < rows) numbers.insert(number);
    }
    return numbers.size() == classes.size();
}

std::string imagenet_name_of(std::string_view name) {
    if (!looks_like_synset(name)) return {};
    const auto& [synsets, readable] = imagenet_labels();
    const auto it = std::find(synsets.begin(), synsets.end(), name);
    return it == synsets.end() ? std::string{}
                               : readable[static_cast<std::size_t>(it - synsets.begin())];
}

void match_by_name(std::vector<DatasetClass>& classes, const RowsByName& rows) {
    for (auto& each : classes) {
        if (each.head_row >= 0) continue;
        const std::string names[] = {each.name, each.readable, imagenet_name_of(each.name)};
        each.head_row = rows.find(names);
    }
}

void match_by_number(std::vector<DatasetClass>& classes) {
    for (auto& each : classes) {
        if (each.head_row < 0) each.head_row = number_of(each.name);
    }
}

// What the person said stays; next comes what the head calls its row; synsets have readable names
// whatever the head is.
void name_classes(std::vector<DatasetClass>& classes,
                  const std::vector<std::string>& descriptions) {
    for (auto& each : classes) {
        if (each.readable != each.name) continue;
        const bool described =
            each.head_row >= 0 && static_cast<std::size_t>(each.head_row) < descriptions.size();
        std::string better = described ? descriptions[static_cast<std::size_t>(each.head_row)] : "";
        if (better.empty()) better = imagenet_name_of(each.name);
        if (!better.empty()) each.readable = std::move(better);
    }
}

bool all_matched(const std::vector<DatasetClass>& classes) {
    return std::all_of(classes.begin(), classes.end(),
                       [](const auto& each) { return each.head_row >= 0; });
}

std::string list_unmatched(const std::vector<DatasetClass>& classes) {
    std::string list;
    std::size_t count = 0;
    for (const auto& each : classes) {
        if (each.head_row >= 0) continue;
        if (++count <= 3) list += (list.empty() ? "'" : ", '") + each.name + "'";
    }
    if (count > 3) list += " and " + std::to_string(count - 3) + " more";
    return list;
}

}  // namespace

HeadMatch match_to_head(std::vector<DatasetClass>& classes, const HeadLabels& head) {
    HeadMatch match;
    match.head_rows = head.rows;
    match.head_has_names = !head.names.empty() || !head.descriptions.empty();
    const bool by_table = std::any_of(classes.begin(), classes.end(),
                                      [](const auto& each) { return each.head_row >= 0; });
    if (by_table) match.how = "by the table of labels";
    const auto also = [&](const std::string& how) {
        match.how += (match.how.empty() ? "" : " and ") + how;
    };
    if (head.rows > 0 && !all_matched(classes)) {
        if (match.head_has_names) {
            match_by_name(classes, RowsByName(head.names, head.descriptions));
            also("by the names of its rows");
        } else if (are_the_rows(classes, head.rows)) {
            match_by_number(classes);
            also("by number: the folders are called 0 to " + std::to_string(head.rows - 1) +
                 ", which are taken to be its rows");
        } else if (head.rows == imagenet_rows) {
            match.head_has_names = true;
            const auto& imagenet = imagenet_labels();
            match_by_name(classes, RowsByName(imagenet.synsets, imagenet.readable));
            also("by ImageNet's synsets");
        }
    }
    name_classes(classes, head.descriptions);
    return match;
}

std::string describe(const HeadMatch& match, const std::vector<DatasetClass>& classes) {
    if (match.head_rows <= 0) return "classes are not matched: no head is known";
    if (all_matched(classes)) return "classes are matched to the head " + match.how;
    constexpr const char* advice =
        "; accuracy is not reported: give --labels with a table of folder name, readable name and "
        "head row";
    if (match.head_has_names) {
        return "no row of the head is called " + list_unmatched(classes) + advice;
    }
    return "the network does not name the " + std::to_string(match.head_rows) +
           " rows of its head, and classes are not matched by position" + advice;
}

}  // namespace sescope
