// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/find_gates.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "core/network/gates/added_context.h"
#include "core/network/gates/competitive.h"
#include "core/network/gates/site.h"
#include "core/network/gates/site_names.h"

namespace sescope {
namespace {

using gates::SearchedGraph;
using gates::Verdict;

// A binary operator on two values of which both hang on the images.
bool joins(const SearchedGraph& g, std::size_t op, graph::BinaryKind kind) {
    const auto& at = g.at(op);
    const auto* binary = std::get_if<graph::Binary>(&at.kind);
    return binary != nullptr && binary->kind == kind && !binary->scalar &&
           g.hangs_on_images(at.inputs[0]) && g.hangs_on_images(at.inputs[1]);
}

// Verdicts by operator, in the order of the network.
std::map<std::size_t, Verdict> verdicts_on(const SearchedGraph& g) {
    std::map<std::size_t, Verdict> verdicts;
    std::map<std::size_t, std::vector<gates::BranchProduct>> by_softmax;
    for (std::size_t op = 0; op < g.graph.operators.size(); ++op) {
        if (joins(g, op, graph::BinaryKind::add)) {
            if (auto reason = gates::added_context(g, op); !reason.empty()) {
                verdicts[op] = {{}, std::move(reason)};
            }
        }
        if (!joins(g, op, graph::BinaryKind::multiply)) continue;
        if (auto branch = gates::branch_product(g, op)) {
            by_softmax[branch->softmax].push_back(std::move(*branch));
            continue;
        }
        auto verdict = gates::judged(g, op);
        if (!verdict.gates.empty() || !verdict.near_miss.empty()) {
            verdicts[op] = std::move(verdict);
        }
    }
    for (auto& [softmax, branches] : by_softmax) {
        for (auto& [op, verdict] : gates::judged_together(g, std::move(branches))) {
            verdicts[op] = std::move(verdict);
        }
    }
    return verdicts;
}

// Where the products of one competitive unit stand apart, its sites follow its first, by branch.
void gather_branches(std::vector<gates::Candidate>& candidates) {
    std::map<std::size_t, std::size_t> first;  // product, by softmax
    const auto place = [&](const gates::Candidate& c) {
        const auto at = c.branch < 0 ? c.product : first.at(*c.bounding.softmax);
        return std::pair(at, c.branch);
    };
    for (const auto& c : candidates) {
        if (c.branch < 0) continue;
        const auto [at, added] = first.emplace(*c.bounding.softmax, c.product);
        if (!added) at->second = std::min(at->second, c.product);
    }
    std::ranges::stable_sort(candidates, {}, place);
}

}  // namespace

FoundGates find_gates(const graph::Graph& graph, std::span<const graph::Shape> inputs) {
    const auto g = gates::searched(graph, inputs);
    std::vector<gates::Candidate> candidates;
    std::vector<std::pair<std::size_t, Text>> misses;
    for (auto& [op, verdict] : verdicts_on(g)) {
        if (verdict.gates.empty()) misses.emplace_back(op, std::move(verdict.near_miss));
        for (auto& candidate : verdict.gates) candidates.push_back(std::move(candidate));
    }
    gather_branches(candidates);
    FoundGates found;
    std::unordered_set<std::size_t> inside;
    for (const auto& candidate : candidates) {
        const auto operators = gates::operators_of(g, candidate);
        inside.insert(operators.begin(), operators.end());
        found.sites.push_back(gates::site_of(g, candidate));
    }
    gates::set_stages(g, found.sites);
    gates::name_sites(found.sites);
    for (auto& [op, reason] : misses) {
        if (!inside.contains(op)) found.near_misses.push_back({gates::called(g, op), reason});
    }
    return found;
}

}  // namespace sescope
