// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/channels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Extremes over all classes; classes without images hold infinities, which change nothing.
void take_extremes(const GateTally& gates, const BlockTally& tally,
                   std::vector<ChannelGates>& channels) {
    for (ChannelGates& channel : channels) {
        channel.min = std::numeric_limits<double>::infinity();
        channel.max = -std::numeric_limits<double>::infinity();
    }
    for (int cls = 0; cls < gates.classes; ++cls) {
        const std::size_t row = std::size_t(cls) * channels.size();
        for (std::size_t c = 0; c < channels.size(); ++c) {
            channels[c].min = std::min(channels[c].min, double(tally.min[row + c]));
            channels[c].max = std::max(channels[c].max, double(tally.max[row + c]));
        }
        tally.min.pass(channels.size());
        tally.max.pass(channels.size());
    }
}

void take_shares(const EnergyMoments& moments, std::vector<ChannelGates>& channels) {
    double all = 0;
    for (const auto term : moments.squared_gate_energy) all += double(term);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        channels[c].passed =
            moments.recorded() && all > 0 ? double(moments.squared_gate_energy[c]) / all : kNaN;
    }
}

}  // namespace

std::string_view name_of(ChannelKind kind) noexcept {
    switch (kind) {
        case ChannelKind::closed:
            return "closed";
        case ChannelKind::open:
            return "open";
        case ChannelKind::constant:
            return "constant";
        case ChannelKind::live:
            break;
    }
    return "live";
}

void require_sensible(const ChannelThresholds& thresholds) {
    const auto require = [](std::string_view name, double value) {
        if (value >= 0 && value <= 1) return;  // false of NaN
        throw Error(ErrorKind::usage,
                    text("the threshold of {} channels cannot be {}", name, value), {},
                    "give a number from 0 to 1");
    };
    require("closed", thresholds.closed);
    require("open", thresholds.open);
    require("constant", thresholds.constant);
}

std::vector<ChannelGates> channel_gates(const GateTally& gates, int block) {
    const BlockTally& tally = gates.blocks.at(std::size_t(block));
    const auto means = overall_mean(gates, block);
    std::vector<ChannelGates> channels(means.size());
    const std::size_t cells = std::size_t(gates.classes) * channels.size();
    const bool known = !means.empty() && !std::isnan(means.front()) && tally.not_finite == 0 &&
                       tally.min.size() == cells && tally.max.size() == cells;
    if (!known) {
        std::ranges::fill(channels, ChannelGates{kNaN, kNaN, kNaN, kNaN});
        return channels;
    }
    take_extremes(gates, tally, channels);
    take_shares(tally.energies, channels);
    for (std::size_t c = 0; c < means.size(); ++c) channels[c].mean = means[c];
    return channels;
}

ChannelKind kind_of(const ChannelGates& gates, const ChannelThresholds& thresholds) noexcept {
    // False of NaN. Gates of tanh may be negative: what counts is how far they are from 0.
    if (std::max(std::abs(gates.min), std::abs(gates.max)) <= thresholds.closed) {
        return ChannelKind::closed;
    }
    if (std::max(std::abs(gates.min - 1), std::abs(gates.max - 1)) <= thresholds.open) {
        return ChannelKind::open;
    }
    if (gates.max - gates.min <= thresholds.constant) return ChannelKind::constant;
    return ChannelKind::live;
}

ChannelCounts channel_counts(const GateTally& gates, int block,
                             const ChannelThresholds& thresholds) {
    ChannelCounts counts;
    double passed = 0;
    for (const ChannelGates& channel : channel_gates(gates, block)) {
        const ChannelKind kind = kind_of(channel, thresholds);
        counts.live += kind == ChannelKind::live;
        counts.closed += kind == ChannelKind::closed;
        counts.open += kind == ChannelKind::open;
        counts.constant += kind == ChannelKind::constant;
        if (kind == ChannelKind::closed) passed += channel.passed;
    }
    counts.closed_passes = counts.closed == 0 ? 0.0 : std::sqrt(passed);
    return counts;
}

std::vector<int> channels_of(const GateTally& gates, int block, ChannelKind kind,
                             const ChannelThresholds& thresholds) {
    std::vector<int> found;
    const auto channels = channel_gates(gates, block);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        if (kind_of(channels[c], thresholds) == kind) found.push_back(int(c));
    }
    return found;
}

}  // namespace sescope
