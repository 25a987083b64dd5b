// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/prune.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/network/network.h"
#include "core/pruning/fold_gates.h"

namespace sescope {
namespace {

std::size_t find_block(const NetworkSpec& spec, const std::string& name) {
    for (std::size_t i = 0; i < spec.blocks.size(); ++i) {
        const BlockSpec& block = spec.blocks[i];
        if (block.name() != name) continue;
        if (block.se) return i;
        throw Error(ErrorKind::usage, fmt::format("{} has no SE unit that could go", name), {},
                    "`sescope info` lists those that are there");
    }
    std::vector<std::string> names;
    for (const BlockSpec* block : spec.se_blocks()) names.push_back(block->name());
    throw Error(ErrorKind::usage, fmt::format("the network has no block {}", name), {},
                names.empty() ? "it has no SE unit at all"
                              : fmt::format("its SE units are {}", fmt::join(names, ", ")));
}

const std::vector<double>& gates_of(const BlockSpec& block, const MeanGates& means) {
    const auto found = means.find(block.name());
    if (found == means.end()) {
        throw Error(ErrorKind::data,
                    fmt::format("the mean gates of {} are not known", block.name()), {},
                    "use a profile of this network");
    }
    const auto& gates = found->second;
    if (gates.size() != static_cast<std::size_t>(block.se->channels)) {
        throw Error(ErrorKind::data,
                    fmt::format("{} has {} mean gates for {} channels", block.name(), gates.size(),
                                block.se->channels),
                    {}, "use a profile of this network");
    }
    if (!std::ranges::all_of(gates, [](double gate) { return std::isfinite(gate); })) {
        throw Error(ErrorKind::data,
                    fmt::format("{} has no mean gates to fold: some of its gates were NaN or "
                                "infinite",
                                block.name()),
                    {}, "replace it by the identity, or record a profile without such images");
    }
    return gates;
}

void erase_unit(const SeSpec& se, StateDict& weights) {
    for (const auto& fc : {se.fc1, se.fc2}) {
        weights.erase(fc + ".weight");
        weights.erase(fc + ".bias");
    }
}

}  // namespace

std::string_view name_of(Replacement replacement) noexcept {
    return replacement == Replacement::mean ? "mean" : "identity";
}

MeanGates mean_gates(const ExcitationProfile& profile) {
    MeanGates means;
    for (std::size_t i = 0; i < profile.gates.blocks.size(); ++i) {
        const BlockTally& block = profile.gates.blocks[i];
        auto& gates = means[block.block] = overall_mean(profile.gates, static_cast<int>(i));
        // What was left out is of some channels and images: what is left is no mean of a block.
        if (block.not_finite > 0) {
            std::ranges::fill(gates, std::numeric_limits<double>::quiet_NaN());
        }
    }
    return means;
}

std::vector<BlockChoice> choose_blocks(std::span<const std::string> blocks,
                                       Replacement replacement) {
    std::vector<BlockChoice> choices;
    for (const auto& block : blocks) choices.push_back({block, replacement});
    return choices;
}

PrunedNetwork prune(const NetworkSpec& spec, const StateDict& weights,
                    std::span<const BlockChoice> choices, const MeanGates& means) {
    PrunedNetwork pruned{spec, weights};
    std::set<std::string> done;
    for (const BlockChoice& choice : choices) {
        if (!done.insert(choice.block).second) {
            throw Error(ErrorKind::usage, fmt::format("{} is chosen twice", choice.block), {},
                        "name each block once");
        }
        const std::size_t index = find_block(spec, choice.block);
        const BlockSpec& block = spec.blocks[index];
        if (choice.replacement == Replacement::mean) {
            fold_gates(spec, index, gates_of(block, means), pruned.weights);
        }
        erase_unit(*block.se, pruned.weights);
        pruned.spec.blocks[index].se.reset();
    }
    if (!done.empty() && pruned.spec.se_blocks().empty()) pruned.spec = without_se(pruned.spec);
    return pruned;
}

}  // namespace sescope
