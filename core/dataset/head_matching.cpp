// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>

#include "core/base/message.h"
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

// Are the candidate's rows 0 .. rows - 1, each of them once?
bool are_all_rows(const MatchCandidate& candidate, int rows) {
    const std::set<int> distinct(candidate.rows.begin(), candidate.rows.end());
    return std::ssize(distinct) == rows;
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

void match_by(const MatchCandidate& candidate, std::vector<DatasetClass>& classes) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (classes[i].head_row < 0) classes[i].head_row = candidate.rows[i];
    }
}

// Numbers that are all the rows, if nothing speaks for another order: labels of a table are
// numbers, and of folders every order must give the same rows.
const MatchCandidate* certain_numbers(const std::vector<MatchCandidate>& candidates, int rows,
                                      bool numbers_are_rows) {
    const auto number = std::ranges::find(candidates, "number", &MatchCandidate::name);
    if (number == candidates.end() || !are_all_rows(*number, rows)) return nullptr;
    return numbers_are_rows || candidates.size() == 1 ? &*number : nullptr;
}

void match_as_chosen(std::vector<DatasetClass>& classes, HeadMatch& match,
                     const std::string& name) {
    const auto chosen = std::ranges::find(match.candidates, name, &MatchCandidate::name);
    if (chosen != match.candidates.end()) {
        for (auto& each : classes) each.head_row = -1;
        match_by(*chosen, classes);
        match.how = text("as asked for, {}: {}", chosen->name, word(chosen->how));
        match.candidates.clear();
        return;
    }
    std::string possible;
    for (const auto& each : match.candidates) {
        possible += (possible.empty() ? "" : ", ") + each.name;
    }
    throw Error(ErrorKind::usage, text("the classes cannot be matched by '{}'", name), {},
                possible.empty()
                    ? text("give {} with the row of each class", Text::option("labels"))
                    : text("possible is {}", possible));
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

HeadMatch match_to_head(std::vector<DatasetClass>& classes, const HeadLabels& head,
                        const MatchChoice& choice) {
    HeadMatch match;
    match.head_rows = head.rows;
    if (!head.names.empty() || !head.descriptions.empty()) {
        match.named_by = head.source.empty() ? "the head" : head.source;
    }
    const bool by_table = std::any_of(classes.begin(), classes.end(),
                                      [](const auto& each) { return each.head_row >= 0; });
    if (by_table) match.how = "by the table of labels";
    const auto also = [&](const Text& how) {
        match.how = match.how.empty() ? how : text("{} and {}", match.how, how);
    };
    // A head of one row gives a score, of which no class is the largest.
    if (head.rows == 1) {
        for (auto& each : classes) each.head_row = -1;
    } else if (!choice.name.empty()) {
        match.candidates = match_candidates(classes, head.rows);
        match_as_chosen(classes, match, choice.name);
    } else if (head.rows > 0 && !all_matched(classes)) {
        match.candidates = match_candidates(classes, head.rows);
        if (!match.named_by.empty()) {
            match_by_name(classes, RowsByName(head.names, head.descriptions));
            also(head.source.empty() ? Text("by the names of its rows")
                                     : text("by the names of its rows in {}", head.source));
        } else if (const auto* number =
                       certain_numbers(match.candidates, head.rows, choice.numbers_are_rows)) {
            match_by(*number, classes);
            also(text("by number: the classes are called 0 to {}, which are taken to be its rows",
                      head.rows - 1));
        } else if (head.rows == imagenet_rows) {
            const auto& imagenet = imagenet_labels();
            match_by_name(classes, RowsByName(imagenet.synsets, imagenet.readable));
            match.named_by = "ImageNet";
            also("by ImageNet's synsets");
        }
    }
    name_classes(classes, head.descriptions);
    return match;
}

Text describe(const HeadMatch& match, const std::vector<DatasetClass>& classes) {
    if (match.head_rows <= 0) return "classes are not matched: no head is known";
    if (match.head_rows == 1) {
        return "the head has one row, a score: which class is the largest has no meaning, and "
               "accuracy is not reported";
    }
    if (all_matched(classes)) return text("classes are matched to the head {}", match.how);
    Text advice = text("give {} with a table of folder name, readable name and head row",
                       Text::option("labels"));
    for (const auto& candidate : match.candidates) {
        advice = text("{}, or {} {} ({})", advice, Text::option("match"), candidate.name,
                      word(candidate.how));
    }
    if (match.named_by.empty()) {
        return text(
            "the network does not name the {} rows of its head, and classes are not matched by "
            "position; accuracy is not reported: {}",
            match.head_rows, advice);
    }
    const std::string unmatched = list_unmatched(classes);
    if (match.named_by == "the head") {
        return text("no row of the head is called {}; accuracy is not reported: {}", unmatched,
                    advice);
    }
    return text("no row of the head is called {} in {}; accuracy is not reported: {}", unmatched,
                match.named_by, advice);
}

}  // namespace sescope
