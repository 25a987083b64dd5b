// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/prune.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/graph/pruning.h"
#include "core/network/network.h"

namespace sescope {
namespace {

const std::vector<double>& gates_of(const GateSite& site, const MeanGates& means) {
    const auto found = means.find(site.label);
    if (found == means.end()) {
        throw Error(ErrorKind::data, text("the mean gates of {} are not known", site.label), {},
                    "use a profile of this network");
    }
    const auto& gates = found->second;
    if (gates.size() != static_cast<std::size_t>(site.channels)) {
        throw Error(
            ErrorKind::data,
            text("{} has {} mean gates for {} channels", site.label, gates.size(), site.channels),
            {}, "use a profile of this network");
    }
    if (!std::ranges::all_of(gates, [](double gate) { return std::isfinite(gate); })) {
        throw Error(ErrorKind::data,
                    text("{} has no mean gates to fold: some of its gates were NaN or infinite",
                         site.label),
                    {}, "replace it by the identity, or record a profile without such images");
    }
    return gates;
}

/// The branches of a competitive unit share one softmax: none of them can go alone.
void require_single(const GateSite& site) {
    if (!site.competitive()) return;
    throw Error(
        ErrorKind::usage,
        text("{} is one branch of several that share their gates: it cannot go alone", site.label),
        {}, "leave it in");
}

/// Key of the constant that stands for a site's gates.
std::string key_of_constant(const GateSite& site) {
    return site.id + ".held_gate";
}

graph::ChannelLayout layout_of(const graph::Shape& scaled, int channels) {
    const std::size_t rank = scaled.size();
    const bool last = rank > 1 && scaled[1] != channels && scaled.back() == channels;
    return {rank, last ? rank - 1 : 1};
}

}  // namespace

const GateSite& site_called(const Network& model, const std::string& name) {
    if (const GateSite* site = model.find_site(name)) return *site;
    const bool is_block = std::ranges::any_of(
        model.places, [&](const ModulePlace& place) { return place.block == name; });
    if (is_block) {
        throw Error(ErrorKind::usage, text("{} has no SE unit that could go", name), {},
                    "`sescope info` lists those that are there");
    }
    std::vector<std::string> names;
    for (const GateSite& site : model.sites) names.push_back(site.label);
    throw Error(ErrorKind::usage, text("the network has no block {}", name), {},
                names.empty()
                    ? Text("it has no SE unit at all")
                    : text("its SE units are {}", fmt::format("{}", fmt::join(names, ", "))));
}

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

PrunedNetwork prune(const Network& model, const StateDict& weights,
                    std::span<const BlockChoice> choices, const MeanGates& means) {
    PrunedNetwork pruned{model, weights, {}};
    const std::vector<graph::Shape> inputs{model.input_shape(1)};
    std::vector<graph::Shape> shapes;
    std::set<std::string> done;
    std::vector<std::string> constants;
    graph::Graph graph = model.graph;
    for (const BlockChoice& choice : choices) {
        if (!done.insert(choice.block).second) {
            throw Error(ErrorKind::usage, text("{} is chosen twice", choice.block), {},
                        "name each block once");
        }
        const GateSite& site = site_called(model, choice.block);
        require_single(site);
        const GatePlace& place = site.place;
        if (choice.replacement == Replacement::identity) {
            graph = graph::drop(graph, place.scaled, place.product);
            continue;
        }
        if (shapes.empty()) shapes = graph::infer_shapes(model.graph, inputs);
        constants.push_back(key_of_constant(site));
        graph =
            graph::hold(graph, pruned.weights, place.scaled, place.product, gates_of(site, means),
                        constants.back(),
                        layout_of(shapes[static_cast<std::size_t>(place.scaled)], site.channels));
    }
    if (constants.empty()) {
        graph = graph::without_dead(graph);
        graph::erase_dead(pruned.weights, model.graph, graph);
    } else {
        graph = graph::fold_constants(graph, pruned.weights, constants, inputs);
    }
    pruned.model.graph = std::move(graph);
    for (const std::string& key : constants) {
        if (pruned.weights.contains(key)) pruned.held.push_back(key);
    }
    renew_sites(pruned.model);
    if (!done.empty() && pruned.model.sites.empty()) forget_gates(pruned.model);
    return pruned;
}

}  // namespace sescope
