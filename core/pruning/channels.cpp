// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/excitation/relative_change.h"
#include "core/graph/channels.h"
#include "core/graph/shape_rules.h"
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

bool takes_means(const graph::Operator& op) {
    if (const auto* reduce = std::get_if<graph::Reduce>(&op.kind)) {
        return reduce->kind == graph::ReduceKind::mean;
    }
    if (const auto* pool = std::get_if<graph::Pool>(&op.kind)) {
        return pool->kind == graph::PoolKind::average;
    }
    const auto* pool = std::get_if<graph::AdaptivePool>(&op.kind);
    return pool != nullptr && pool->kind == graph::PoolKind::average;
}

}  // namespace

// The mean may be taken in several steps: first along rows, then along columns.
graph::ValueId squeezed_value(const graph::Graph& graph, const GateSite& site) {
    graph::ValueId squeezed = site.place.scaled;
    for (const std::size_t at : site.place.operators) {
        const graph::Operator& op = graph.operators[at];
        if (op.input(0) == squeezed && takes_means(op)) squeezed = op.output();
    }
    return squeezed == site.place.scaled ? graph::kAbsent : squeezed;
}

std::string channel_obstacle(const Network& model, const GateSite& site,
                             std::span<const graph::Shape> shapes) {
    const auto has_one_each = [&](graph::ValueId id) {
        return id != graph::kAbsent && graph::elements(shapes[std::size_t(id)]) == site.channels;
    };
    if (site.competitive()) return "its branches share their gates";
    if (site.squeeze != Squeeze::mean) return "its unit squeezes by something else than the mean";
    if (!has_one_each(squeezed_value(model.graph, site))) return "its squeeze is not found apart";
    if (!has_one_each(site.place.gate)) return "its gates are not one number a channel";
    return {};
}

namespace {

/// One block's channels on their way out: two sets of constants, of the product and the squeeze.
struct Leaving {
    const GateSite* site;
    const ChannelRecord* record;
    std::vector<std::size_t> channels;
    std::vector<bool> zero;  ///< their constant would stand beside padding
    ChannelRemoval* removal;
};

const ChannelRecord& record_of(const GateSite& site, const ChannelRecords& records) {
    const auto found = records.find(site.label);
    const bool fits = found != records.end() &&
                      found->second.largest.size() == static_cast<std::size_t>(site.channels);
    if (!fits) {
        throw Error(ErrorKind::data, text("the channels of {} are not known", site.label), {},
                    "use a profile of this network");
    }
    return found->second;
}

void require_measured(const ChannelRecord& record, const GateSite& site) {
    if (record.known()) return;
    throw Error(ErrorKind::internal, fmt::format("what {} squeezes was not measured", site.label));
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

void count_reason(ChannelRemoval& removal, const std::string& reason) {
    const auto found = std::ranges::find(removal.stay, reason, &StayingChannels::reason);
    if (found == removal.stay.end()) {
        removal.stay.push_back({1, reason});
    } else {
        ++found->channels;
    }
}

void fill(ChannelRemoval& removal, const Leaving& leaving, const graph::ChannelsOutcome& outcome) {
    const ChannelRecord& record = *leaving.record;
    double energy = 0;
    double squeezes = 0;
    for (const std::size_t c : outcome.gone) {
        removal.gone.push_back(int(c));
        const auto at = std::ranges::find(leaving.channels, c) - leaving.channels.begin();
        const double k = leaving.zero[std::size_t(at)] ? 0.0 : record.passed[c];
        // Rounding may leave a little below zero; NaN stays.
        energy += std::max(record.energy[c] - k * k, 0.0);
        squeezes += record.spread[c];
    }
    for (const graph::StayingChannel& stay : outcome.stay) count_reason(removal, stay.reason);
    removal.change = relative_change(energy, record.all_energy);
    removal.squeeze_change = relative_change(squeezes, record.all_squeezes);
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

namespace {

/// The channels that may go, and why others of the chosen blocks stay.
std::vector<Leaving> leaving_of(const Network& model, std::span<const ChannelChoice> choices,
                                const ChannelRecords& records,
                                std::vector<ChannelRemoval>& removals) {
    const std::vector<graph::Shape> inputs{model.input_shape(1)};
    const auto shapes = graph::infer_shapes(model.graph, inputs);
    removals.resize(choices.size());  // before any is pointed to
    std::vector<Leaving> leaving;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const double closed = choices[i].closed;
        require_sensible(ChannelThresholds{.closed = closed});
        const GateSite& site = site_called(model, choices[i].block);
        const ChannelRecord& record = record_of(site, records);
        removals[i] = {site.label, closed, site.channels, {}, {}, 0, 0};
        std::vector<std::size_t> channels;
        for (std::size_t c = 0; c < record.largest.size(); ++c) {
            if (record.largest[c] <= closed) channels.push_back(c);
        }
        if (channels.empty()) continue;
        if (const auto why = channel_obstacle(model, site, shapes); !why.empty()) {
            removals[i].stay.push_back({int(channels.size()), why});
            continue;
        }
        require_measured(record, site);
        std::vector<bool> zero(channels.size(), false);
        leaving.push_back({&site, &record, std::move(channels), std::move(zero), &removals[i]});
    }
    return leaving;
}

}  // namespace

void take_out_channels(PrunedNetwork& pruned, std::span<const ChannelChoice> choices,
                       const ChannelRecords& records) {
    const Network& model = pruned.model;
    std::vector<ChannelRemoval> removals;
    std::vector<Leaving> leaving = leaving_of(model, choices, records, removals);
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
            fill(*leaving[i].removal, leaving[i], thinned.outcomes[2 * i]);
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

namespace {

Text share_of(double change) {
    return std::isnan(change) ? Text("an unknown share") : text("{:.3g} %", 100 * change);
}

}  // namespace

Text described(const ChannelRemoval& removal) {
    Text all = text("{}: {} of {} channels taken out", removal.block, removal.gone.size(),
                    removal.channels);
    if (!removal.gone.empty() && !std::isnan(removal.squeeze_change)) {
        all = text("{}, which changes {} of what passes its gates and {} of what they are made of",
                   all, share_of(removal.change), share_of(removal.squeeze_change));
    }
    for (const StayingChannels& stay : removal.stay) {
        all = text("{}; {} that are closed stay: {}", all, stay.channels, stay.reason);
    }
    return all;
}

}  // namespace sescope
