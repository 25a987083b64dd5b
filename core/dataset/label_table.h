// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// What a person says of a class (--labels).
struct ClassLabel {
    std::string readable;  ///< may be empty
    int head_row = -1;     ///< -1: not said
};

/// The 1,000 synsets of ImageNet's classification task, in head order.
struct ImagenetLabels {
    std::vector<std::string> synsets;   ///< "n01440764"
    std::vector<std::string> readable;  ///< "tench"
};
/// Read from resources on the first call.
const ImagenetLabels& imagenet_labels();

/// "n01440764": n and eight digits.
bool looks_like_synset(std::string_view name);

/// How classes found their rows of the head.
struct HeadMatch {
    Text how;              ///< "by the names of its rows"
    std::string named_by;  ///< what says the names of the rows: "the head", "labels.txt"; or empty
    int head_rows = 0;
    std::vector<MatchCandidate> candidates;  ///< that a person may choose
};

/// What a person says of the matching.
struct MatchChoice {
    std::string name;               ///< of a candidate; empty: what is certain
    bool numbers_are_rows = false;  ///< the classes are labels of a table, not folders
};

/// Gives each class its head row where it has none yet: by the names of the head's rows, by
/// ImageNet's synsets for an unnamed head of 1,000 rows, or where the classes are called 0 to
/// rows-1 and every order agrees; never by position alone. What else is possible is listed. Also
/// gives readable names. `classes` are those of the whole data set. Throws Error{usage} where the
/// choice is none of those that are possible.
HeadMatch match_to_head(std::vector<DatasetClass>& classes, const HeadLabels& head,
                        const MatchChoice& choice);

/// The ways in which the classes of a whole data set may be rows of a head of `rows`, told apart by
/// the rows that they give: "number", "number-1" (counted from 1), "sorted" (the byte order of
/// names, which torchvision's ImageFolder takes) and "natural" (timm's order).
std::vector<MatchCandidate> match_candidates(const std::vector<DatasetClass>& classes, int rows);

/// One line for people about the classes that were chosen.
Text describe(const HeadMatch& match, const std::vector<DatasetClass>& classes);

}  // namespace sescope
