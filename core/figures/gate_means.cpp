// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/gate_means.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double scaled(std::int64_t sum, double n, int bits) {
    return n > 0 ? std::ldexp(double(sum) / n, -bits) : kNaN;
}

// Between classes, which weigh as many images as they have: see BlockSummary.
std::vector<double> spread_between_classes(const GateTally& gates, int block) {
    const auto overall = overall_mean(gates, block);
    std::vector<double> spread(overall.size(), 0.0);
    for (int cls = 0; cls < gates.classes; ++cls) {
        const double weight = gates_counted(gates, block, cls);
        if (!(weight > 0)) continue;
        const auto mean = class_mean(gates, block, cls);
        for (std::size_t c = 0; c < mean.size(); ++c) {
            spread[c] += weight * (mean[c] - overall[c]) * (mean[c] - overall[c]);
        }
    }
    return spread;
}

}  // namespace

std::vector<double> mean_of_channels(const GateTally& gates, int block, int cls,
                                     const std::vector<int>& channels) {
    const BlockTally& tally = gates.blocks.at(std::size_t(block));
    const double n = gates_counted(gates, block, cls);
    const std::size_t row = std::size_t(cls) * std::size_t(tally.channels);
    std::vector<double> means;
    means.reserve(channels.size());
    for (const int channel : channels) {
        means.push_back(scaled(tally.sum[row + std::size_t(channel)], n, tally.scale_bits));
    }
    tally.sum.pass(std::size_t(tally.channels));
    return means;
}

std::vector<double> deviation_of_channels(const GateTally& gates, int block, int cls,
                                          const std::vector<int>& channels) {
    const auto variance = class_variance(gates, block, cls);
    std::vector<double> deviations;
    deviations.reserve(channels.size());
    for (const int channel : channels) {
        deviations.push_back(std::sqrt(variance[std::size_t(channel)]));
    }
    return deviations;
}

std::vector<double> overall_mean_of_channels(const GateTally& gates, int block,
                                             const std::vector<int>& channels) {
    const BlockTally& tally = gates.blocks.at(std::size_t(block));
    if (channels.size() == std::size_t(tally.channels)) {
        const auto all = overall_mean(gates, block);
        std::vector<double> means;
        for (const int channel : channels) means.push_back(all[std::size_t(channel)]);
        return means;
    }
    double n = 0;
    std::vector<std::uint64_t> sums(channels.size(), 0);  // unsigned: those of a hostile file wrap
    for (int cls = 0; cls < gates.classes; ++cls) {
        n += gates_counted(gates, block, cls);
        const std::size_t row = std::size_t(cls) * std::size_t(tally.channels);
        for (std::size_t i = 0; i < channels.size(); ++i) {
            sums[i] += std::uint64_t(tally.sum[row + std::size_t(channels[i])]);
        }
        tally.sum.pass(std::size_t(tally.channels));
    }
    std::vector<double> means;
    for (const auto sum : sums) means.push_back(scaled(std::int64_t(sum), n, tally.scale_bits));
    return means;
}

std::vector<float> mean_gates(const GateTally& gates, int block, const std::vector<int>& classes) {
    std::vector<int> channels(std::size_t(gates.blocks.at(std::size_t(block)).channels));
    std::iota(channels.begin(), channels.end(), 0);
    std::vector<float> values;
    values.reserve(classes.size() * channels.size());
    for (const int cls : classes) {
        for (const double mean : mean_of_channels(gates, block, cls, channels)) {
            values.push_back(float(mean));
        }
    }
    return values;
}

std::vector<int> ordered_channels(const GateTally& gates, int block, ChannelOrder order) {
    std::vector<int> channels(std::size_t(gates.blocks.at(std::size_t(block)).channels));
    std::iota(channels.begin(), channels.end(), 0);
    if (order == ChannelOrder::index) return channels;
    auto key = order == ChannelOrder::mean ? overall_mean(gates, block)
                                           : spread_between_classes(gates, block);
    for (double& value : key) {
        if (order == ChannelOrder::spread) value = -value;
        if (std::isnan(value)) value = std::numeric_limits<double>::infinity();
    }
    std::stable_sort(channels.begin(), channels.end(),
                     [&](int a, int b) { return key[std::size_t(a)] < key[std::size_t(b)]; });
    return channels;
}

}  // namespace sescope
