// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/graph/channels.h"
#include "core/network/network.h"
#include "core/pruning/price.h"

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

ChannelRecord record_of_block(const GateTally& gates, int block) {
    const BlockTally& tally = gates.blocks[std::size_t(block)];
    const EnergyMoments& energies = tally.energies;
    ChannelRecord record;
    double images = 0;
    for (const auto count : gates.images) images += double(count);
    const auto channels = channel_gates(gates, block);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        record.largest.push_back(std::max(std::abs(channels[c].min), std::abs(channels[c].max)));
        const bool known = energies.recorded() && energies.not_finite == 0 && images > 0;
        record.energy.push_back(
            known ? std::ldexp(double(energies.squared_gate_energy[c]), -energies.bits) / images
                  : kNaN);
        record.all_energy += record.energy.back();
    }
    return record;
}

}  // namespace

graph::ValueId squeezed_value(const graph::Graph& graph, const GateSite& site) {
    for (const std::size_t at : site.place.operators) {
        const graph::Operator& op = graph.operators[at];
        if (op.input(0) != site.place.scaled || op.output() == site.place.product) continue;
        const auto* reduce = std::get_if<graph::Reduce>(&op.kind);
        if (reduce != nullptr && reduce->kind == graph::ReduceKind::mean) return op.output();
        if (std::holds_alternative<graph::AdaptivePool>(op.kind)) return op.output();
        if (std::holds_alternative<graph::Pool>(op.kind)) return op.output();
    }
    return graph::kAbsent;
}

namespace {

/// One block's channels on their way out: two sets of constants, of the product and the squeeze.
struct Leaving {
    const GateSite* site;
    const ChannelRecord* record;
    double closed;
    std::vector<std::size_t> channels;
    std::vector<bool> zero;  ///< their constant would stand beside padding
};

const ChannelRecord& known_record(const ChannelChoice& choice, const GateSite& site,
                                  const ChannelRecords& records) {
    const auto found = records.find(choice.block);
    const bool fits = found != records.end() &&
                      found->second.largest.size() == static_cast<std::size_t>(site.channels);
    if (!fits) {
        throw Error(ErrorKind::data, fmt::format("the channels of {} are not known", choice.block),
                    {}, "use a profile of this network");
    }
    return found->second;
}

/// Why none of the block's channels can go; empty where some may.
std::string obstacle(const Network& model, const GateSite& site, const ChannelRecord& record) {
    if (site.competitive()) return "its branches share their gates";
    if (site.squeeze != Squeeze::mean) return "its unit squeezes by something else than the mean";
    if (squeezed_value(model.graph, site) == graph::kAbsent)
        return "its squeeze is not found apart";
    if (!record.known()) {
        throw Error(ErrorKind::internal,
                    fmt::format("what {} squeezes was not measured", site.label));
    }
    return {};
}

std::vector<graph::ConstantChannels> constants_of(const graph::Graph& graph,
                                                  std::span<const Leaving> leaving) {
    std::vector<graph::ConstantChannels> constants;
    for (const Leaving& each : leaving) {
        graph::ConstantChannels product{each.site->place.product, each.channels, {}};
        graph::ConstantChannels squeeze{squeezed_value(graph, *each.site), each.channels, {}};
        for (std::size_t i = 0; i < each.channels.size(); ++i) {
            const std::size_t c = each.channels[i];
            product.constants.push_back(each.zero[i] ? 0.0 : each.record->passed[c]);
            squeeze.constants.push_back(each.record->squeezed[c]);
        }
        constants.push_back(std::move(product));
        constants.push_back(std::move(squeeze));
    }
    return constants;
}

/// Constants that would stand beside padding become 0; whether there were any.
bool yield_to_padding(std::span<Leaving> leaving,
                      const std::vector<graph::ChannelsOutcome>& outcomes) {
    bool any = false;
    for (std::size_t i = 0; i < leaving.size(); ++i) {
        for (const graph::StayingChannel& stay : outcomes[2 * i].stay) {
            const auto at = std::ranges::find(leaving[i].channels, stay.channel);
            const auto index = static_cast<std::size_t>(at - leaving[i].channels.begin());
            if (!stay.padded || leaving[i].zero[index]) continue;
            leaving[i].zero[index] = true;
            any = true;
        }
    }
    return any;
}

void count_reason(ChannelRemoval& removal, const std::string& reason, int channels = 1) {
    const auto found = std::ranges::find(removal.stay, reason, &StayingChannels::reason);
    if (found == removal.stay.end()) {
        removal.stay.push_back({channels, reason});
    } else {
        found->channels += channels;
    }
}

ChannelRemoval removal_of(const Leaving& leaving, const graph::ChannelsOutcome& outcome) {
    const ChannelRecord& record = *leaving.record;
    ChannelRemoval removal{
        leaving.site->label, leaving.closed, leaving.site->channels, {}, {}, 0, 0};
    double energy = 0;
    double squeezes = 0;
    for (const std::size_t c : outcome.gone) {
        removal.gone.push_back(int(c));
        const auto at = std::ranges::find(leaving.channels, c) - leaving.channels.begin();
        const double k = leaving.zero[std::size_t(at)] ? 0.0 : record.passed[c];
        energy += std::max(0.0, record.energy[c] - k * k);
        squeezes += record.spread[c];
    }
    for (const graph::StayingChannel& stay : outcome.stay) count_reason(removal, stay.reason);
    const auto relative = [](double part, double whole) {
        return part > 0 ? std::sqrt(part / whole) : 0.0;
    };
    removal.change = relative(energy, record.all_energy);
    removal.squeeze_change = relative(squeezes, record.all_squeezes);
    return removal;
}

const GateSite& site_called(const Network& model, const std::string& block) {
    if (const GateSite* site = model.find_site(block)) return *site;
    throw Error(ErrorKind::usage,
                fmt::format("the network has no block {} to take channels out of", block), {},
                "`sescope info` lists those that are there");
}

}  // namespace

ChannelRecords channel_records(const ExcitationProfile& profile) {
    ChannelRecords records;
    for (std::size_t i = 0; i < profile.gates.blocks.size(); ++i) {
        records[profile.gates.blocks[i].block] = record_of_block(profile.gates, int(i));
    }
    return records;
}

std::vector<ChannelChoice> closed_channels(const ExcitationProfile& profile, double threshold,
                                           std::span<const BlockChoice> without) {
    const ChannelThresholds thresholds{.closed = threshold};
    require_sensible(thresholds);
    std::vector<ChannelChoice> choices;
    for (std::size_t i = 0; i < profile.gates.blocks.size(); ++i) {
        const std::string& block = profile.gates.blocks[i].block;
        if (std::ranges::count(without, block, &BlockChoice::block) > 0) continue;
        const auto closed = channels_of(profile.gates, int(i), ChannelKind::closed, thresholds);
        if (!closed.empty()) choices.push_back({block, threshold});
    }
    return choices;
}

void take_out_channels(PrunedNetwork& pruned, std::span<const ChannelChoice> choices,
                       const ChannelRecords& records) {
    const Network& model = pruned.model;
    std::vector<Leaving> leaving;
    std::vector<ChannelRemoval> removals;
    for (const ChannelChoice& choice : choices) {
        require_sensible(ChannelThresholds{.closed = choice.closed});
        const GateSite& site = site_called(model, choice.block);
        const ChannelRecord& record = known_record(choice, site, records);
        Leaving each{&site, &record, choice.closed, {}, {}};
        for (std::size_t c = 0; c < record.largest.size(); ++c) {
            if (record.largest[c] <= choice.closed) each.channels.push_back(c);
        }
        each.zero.assign(each.channels.size(), false);
        ChannelRemoval& removal = removals.emplace_back(
            ChannelRemoval{site.label, choice.closed, site.channels, {}, {}, 0, 0});
        if (each.channels.empty()) continue;
        if (const auto why = obstacle(model, site, record); !why.empty()) {
            removal.stay.push_back({int(each.channels.size()), why});
            continue;
        }
        leaving.push_back(std::move(each));
    }
    if (!leaving.empty()) {
        const std::vector<graph::Shape> inputs{model.input_shape(1)};
        StateDict weights;
        graph::ThinnedGraph thinned;
        do {
            weights = pruned.weights;
            thinned = graph::without_channels(model.graph, weights,
                                              constants_of(model.graph, leaving), inputs);
        } while (yield_to_padding(leaving, thinned.outcomes));
        for (std::size_t i = 0; i < leaving.size(); ++i) {
            const auto found =
                std::ranges::find(removals, leaving[i].site->label, &ChannelRemoval::block);
            *found = removal_of(leaving[i], thinned.outcomes[2 * i]);
        }
        pruned.weights = std::move(weights);
        pruned.model.graph = std::move(thinned.graph);
        renew_sites(pruned.model);
    }
    pruned.channels = std::move(removals);
}

PrunedNetwork prune(const Network& model, const StateDict& weights, const PruneChoices& choices,
                    const MeanGates& means, const ChannelRecords& records) {
    PrunedNetwork pruned = prune(model, weights, choices.blocks, means);
    if (!choices.channels.empty()) take_out_channels(pruned, choices.channels, records);
    return pruned;
}

std::vector<ChannelSaving> channel_savings(const Network& model, const StateDict& weights,
                                           const ExcitationProfile& profile, double threshold) {
    ChannelRecords records = channel_records(profile);
    for (auto& [block, record] : records) {
        // Any number but 0, which adds no bias: what is saved does not depend on it.
        record.squeezed = record.passed = std::vector<double>(record.largest.size(), 1.0);
        record.spread = std::vector<double>(record.largest.size(), kNaN);
    }
    const NetworkPrice before = price_of(model, weights);
    std::vector<ChannelSaving> savings;
    for (const ChannelChoice& choice : closed_channels(profile, threshold)) {
        const PrunedNetwork pruned = prune(model, weights, {{}, {choice}}, {}, records);
        const NetworkPrice after = price_of(pruned.model, pruned.weights);
        ChannelRemoval removal = pruned.channels.front();
        removal.change = removal.squeeze_change = kNaN;
        savings.push_back(
            {std::move(removal), before.parameters - after.parameters, before.macs - after.macs});
    }
    return savings;
}

std::string described(const ChannelRemoval& removal) {
    std::string text = fmt::format("{}: {} of {} channels taken out", removal.block,
                                   removal.gone.size(), removal.channels);
    if (!removal.gone.empty() && !std::isnan(removal.squeeze_change)) {
        text += fmt::format(
            ", which changes {:.3g} % of what passes its gates and {:.3g} % of what "
            "they are made of",
            100 * removal.change, 100 * removal.squeeze_change);
    }
    for (const StayingChannels& stay : removal.stay) {
        text += fmt::format("; {} that are closed stay: {}", stay.channels, stay.reason);
    }
    return text;
}

}  // namespace sescope
