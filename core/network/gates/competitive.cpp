// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/competitive.h"

#include <algorithm>

namespace sescope::gates {
namespace {

int dimension_of(const SearchedGraph& g, std::size_t softmax) {
    const auto dimension = std::get<graph::Softmax>(g.at(softmax).kind).dimension;
    const auto rank = static_cast<std::int64_t>(g.shape(g.at(softmax).outputs.front()).size());
    return static_cast<int>(dimension < 0 ? dimension + rank : dimension);
}

bool runs_along(const std::vector<AxisPart>& parts, int dimension) {
    return std::ranges::any_of(parts, [&](const AxisPart& part) {
        return part.dimension == dimension && part.extent > 1;
    });
}

// The roots of what a concatenation puts together; empty where `value` is none.
std::vector<ValueId> concatenated(const SearchedGraph& g, ValueId value) {
    const auto* op = g.computing(value);
    if (op == nullptr || !std::holds_alternative<graph::Concat>(op->kind)) return {};
    std::vector<ValueId> roots;
    for (const auto id : op->inputs) roots.push_back(g.root(id));
    std::ranges::sort(roots);
    return roots;
}

// The map that all are slices of, or kAbsent.
ValueId sliced_from(const SearchedGraph& g, const std::vector<BranchProduct>& branches) {
    ValueId common = graph::kAbsent;
    for (const auto& branch : branches) {
        const auto* op = g.computing(g.root(branch.candidate.scaled));
        if (op == nullptr || !std::holds_alternative<graph::Slice>(op->kind)) {
            return graph::kAbsent;
        }
        const auto source = g.root(op->inputs.front());
        if (common != graph::kAbsent && common != source) return graph::kAbsent;
        common = source;
    }
    return common;
}

std::pair<std::int64_t, std::int64_t> bounds_of(const graph::Slice& slice, std::int64_t extent) {
    const auto from_end = [&](std::int64_t at) { return at < 0 ? at + extent : at; };
    return {std::clamp<std::int64_t>(from_end(slice.begin), 0, extent),
            std::clamp<std::int64_t>(from_end(slice.end), 0, extent)};
}

}  // namespace

Verdict judged_competitive(const SearchedGraph& g, Candidate candidate,
                           const Variation& variation) {
    const auto softmax = dimension_of(g, *candidate.bounding.softmax);
    const auto& shape = g.shape(candidate.scaled);
    // Batch, branches, channels, and positions.
    if (shape.size() < 4) return {{}, "its softmax is not over branches"};
    std::optional<std::size_t> branch;
    std::optional<std::size_t> channel;
    for (const auto at : variation.along) {
        const auto& parts = variation.factor[at];
        if (runs_along(parts, softmax)) {
            if (branch || elements_of(parts) != shape[at])
                return {{}, "its softmax is not over branches"};
            branch = at;
        } else {
            if (channel)
                return {{}, "its gate varies along the map, not only from channel to channel"};
            channel = at;
        }
    }
    if (!branch || !channel) return {{}, "its softmax is not over branches"};
    const Scaled scaled{g.root(candidate.scaled), concatenated(g, g.root(candidate.scaled))};
    auto walk = unit_before(g, g.at(*candidate.bounding.softmax).inputs.front(), scaled);
    if (!walk.unit) return {{}, std::move(walk.reason)};
    const auto axes = traced(g, scaled.root, candidate.scaled);
    if (!axes || elements_of(walk.unit->kept) != shape[*channel] ||
        (scaled.summands.empty() && coverage((*axes)[*channel]) != walk.unit->kept)) {
        return {{}, "its pool is not over all positions of the sum of its branches"};
    }
    candidate.unit = std::move(*walk.unit);
    candidate.channels = shape[*channel];
    candidate.channel_dimension = *channel;
    candidate.branch_dimension = branch;
    candidate.branches = static_cast<int>(shape[*branch]);
    candidate.of_one_map = scaled.summands.empty();
    Verdict verdict;
    for (int i = 0; i < candidate.branches; ++i) {
        verdict.gates.push_back(candidate);
        verdict.gates.back().branch = i;
    }
    return verdict;
}

std::optional<BranchProduct> branch_product(const SearchedGraph& g, std::size_t product) {
    for (const int side : {0, 1}) {
        BranchProduct found;
        auto& candidate = found.candidate;
        candidate.product = product;
        candidate.scaled = g.at(product).inputs[static_cast<std::size_t>(side)];
        candidate.factor = g.at(product).inputs[static_cast<std::size_t>(1 - side)];
        if (g.shape(candidate.scaled) != g.shape(g.at(product).outputs.front())) continue;
        const auto part = without_shape(g, candidate.factor, nullptr);
        const auto cut = g.producer(part);
        const auto* slice = cut ? std::get_if<graph::Slice>(&g.at(*cut).kind) : nullptr;
        if (slice == nullptr || slice->step != 1) continue;
        const auto whole = g.at(*cut).inputs.front();
        auto bounding = bounding_of(g, whole);
        if (!bounding || !bounding->softmax) continue;
        const auto axes = traced(g, bounding->gate, whole);
        const auto variation =
            variation_of(g, part, candidate.factor, g.at(product).outputs.front());
        if (!axes || !variation) continue;
        const auto at = static_cast<std::size_t>(slice->dimension);
        const auto softmax = dimension_of(g, *bounding->softmax);
        const auto& parts = (*axes)[at];
        if (parts.empty() || parts.front().dimension != softmax) continue;
        const auto extent = g.shape(whole)[at];
        const auto [begin, end] = bounds_of(*slice, extent);
        candidate.branches = static_cast<int>(parts.front().extent);
        const auto length = extent / std::max(1, candidate.branches);
        if (length < 1 || end - begin != length || begin % length != 0) continue;
        candidate.branch = static_cast<int>(begin / length);
        if (!fault_of(*variation, g.shape(candidate.scaled), candidate.channel_dimension).empty()) {
            continue;
        }
        candidate.channels = g.shape(candidate.scaled)[candidate.channel_dimension];
        found.softmax = *bounding->softmax;
        candidate.bounding = std::move(*bounding);
        candidate.bounding.operators.push_back(*cut);
        candidate.bounding.gate = part;
        return found;
    }
    return std::nullopt;
}

std::vector<std::pair<std::size_t, Verdict>> judged_together(const SearchedGraph& g,
                                                             std::vector<BranchProduct> branches) {
    std::ranges::sort(branches, {}, [](const auto& b) { return b.candidate.branch; });
    const auto refused = [&](const Text& reason) {
        std::vector<std::pair<std::size_t, Verdict>> verdicts;
        verdicts.reserve(branches.size());
        for (const auto& branch : branches) {
            verdicts.push_back({branch.candidate.product, {{}, reason}});
        }
        return verdicts;
    };
    for (std::size_t i = 0; i < branches.size(); ++i) {
        if (branches[i].candidate.branch != static_cast<int>(i)) {
            return refused("not every part of its softmax scales one branch");
        }
    }
    if (static_cast<int>(branches.size()) != branches.front().candidate.branches) {
        return refused("not every part of its softmax scales one branch");
    }
    Scaled scaled{sliced_from(g, branches), {}};
    for (const auto& branch : branches) {
        scaled.summands.push_back(g.root(branch.candidate.scaled));
    }
    std::ranges::sort(scaled.summands);
    const auto walk = unit_before(g, g.at(branches.front().softmax).inputs.front(), scaled);
    if (!walk.unit) return refused(walk.reason);
    std::vector<std::pair<std::size_t, Verdict>> verdicts;
    for (auto& branch : branches) {
        if (elements_of(walk.unit->kept) != branch.candidate.channels) {
            return refused("its pool is not over all positions of the sum of its branches");
        }
    }
    for (auto& branch : branches) {
        branch.candidate.unit = *walk.unit;
        branch.candidate.of_one_map = scaled.root != graph::kAbsent;
        verdicts.push_back({branch.candidate.product, {{branch.candidate}, {}}});
    }
    return verdicts;
}

}  // namespace sescope::gates
