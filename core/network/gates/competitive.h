// SPDX-License-Identifier: GPL-3.0-or-later
// Gates of branches that share one softmax: SK, split attention.
#pragma once

#include <vector>

#include "core/network/gates/candidate.h"

namespace sescope::gates {

/// The verdict on a product whose factor is a softmax, with branches stacked along a dimension of
/// it: one gate a branch.
Verdict judged_competitive(const SearchedGraph& g, Candidate candidate, const Variation& variation);

/// A product of one branch: U_i * the i-th part of a softmax.
struct BranchProduct {
    Candidate candidate;
    std::size_t softmax = 0;  ///< the operator
};
/// The product as one of a branch, if its factor is a part of a softmax.
std::optional<BranchProduct> branch_product(const SearchedGraph& g, std::size_t product);

/// The verdict on all products that share a softmax, by product.
std::vector<std::pair<std::size_t, Verdict>> judged_together(const SearchedGraph& g,
                                                             std::vector<BranchProduct> branches);

}  // namespace sescope::gates
