// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/plan_order.h"

#include <algorithm>
#include <cmath>

namespace sescope {
namespace {

constexpr std::size_t kMostOfLastStage = 4;  // 15 sets

bool is_prunable(const std::string& block, std::span<const RankedBlock> order) {
    return std::ranges::any_of(order, [&](const RankedBlock& ranked) {
        return ranked.block == block && ranked.unprunable.empty();
    });
}

std::vector<std::string> in_network_order(const Network& model,
                                          const std::vector<std::string>& blocks) {
    std::vector<std::string> ordered;
    for (const GateSite& site : model.sites) {
        if (std::ranges::count(blocks, site.label) > 0) ordered.push_back(site.label);
    }
    return ordered;
}

}  // namespace

void rank_blocks(const ExcitationProfile& profile, Replacement replacement, Plan& plan) {
    const auto summaries = summarise(profile);
    // Profiles of before there were energies have no strength.
    const bool known = std::ranges::any_of(
        summaries, [](const BlockSummary& s) { return std::isfinite(s.strength.mean); });
    plan.score = known ? "strength" : "std_total";
    for (const BlockSummary& summary : summaries) {
        const Strength& strength = summary.strength;
        const double of_replacement =
            replacement == Replacement::mean ? strength.mean : strength.identity;
        plan.order.push_back({summary.block, known ? of_replacement : summary.std_total, {}});
    }
    const auto key = [](const RankedBlock& ranked) {
        return std::isfinite(ranked.score) ? ranked.score : HUGE_VAL;
    };
    std::ranges::stable_sort(plan.order, {}, key);
}

std::vector<std::vector<std::string>> subsets_of_last_stage(const Network& model,
                                                            std::span<const RankedBlock> order) {
    std::vector<const GateSite*> prunable;
    for (const GateSite& site : model.sites) {
        if (is_prunable(site.label, order)) prunable.push_back(&site);
    }
    std::vector<std::string> last;
    for (const GateSite* site : prunable) {
        if (site->stage == prunable.back()->stage) last.push_back(site->label);
    }
    if (last.size() > kMostOfLastStage) {
        last.erase(last.begin(), last.end() - std::ptrdiff_t(kMostOfLastStage));
    }
    std::vector<std::vector<std::string>> sets;
    for (unsigned chosen = 1; chosen < 1U << last.size(); ++chosen) {
        sets.emplace_back();
        for (std::size_t i = 0; i < last.size(); ++i) {
            if ((chosen >> i & 1U) != 0) sets.back().push_back(last[i]);
        }
    }
    return sets;
}

std::vector<std::vector<std::string>> greedy_path(const Network& model,
                                                  std::span<const RankedBlock> order) {
    std::vector<std::vector<std::string>> path;
    std::vector<std::string> taken;
    for (const RankedBlock& ranked : order) {
        if (!ranked.unprunable.empty()) continue;
        taken.push_back(ranked.block);
        path.push_back(in_network_order(model, taken));
    }
    return path;
}

}  // namespace sescope
