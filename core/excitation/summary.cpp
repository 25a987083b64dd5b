// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "core/excitation/class_share.h"
#include "core/excitation/profile.h"

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kStuckDistance = 0.05;  // of a channel's mean from the resting value
constexpr double kStuckSpread = 0.02;    // of a channel's gates over all images

double mean_of(const std::vector<double>& values) {
    return values.empty()
               ? kNaN
               : std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

double fraction(const PagedArray<std::uint32_t>& counts, double of) {
    double total = 0;
    counts.for_pieces([&](std::span<const std::uint32_t> piece, std::size_t) {
        total = std::accumulate(piece.begin(), piece.end(), total);
    });
    return total / of;
}

// Variances averaged over channels.
struct Spread {
    double within = 0;
    double between = 0;
};

// Classes weigh as many images as they have, so that within + between is the total variance.
Spread pooled_spread(const GateTally& gates, int block, const std::vector<double>& overall,
                     double images) {
    Spread spread;
    for (int cls = 0; cls < gates.classes; ++cls) {
        const double weight = gates_counted(gates, block, cls) / images;
        if (!(weight > 0)) continue;
        const auto mean = class_mean(gates, block, cls);
        const auto variance = class_variance(gates, block, cls);
        double distance = 0;
        for (std::size_t c = 0; c < mean.size(); ++c) {
            distance += (mean[c] - overall[c]) * (mean[c] - overall[c]);
        }
        spread.within += weight * mean_of(variance);
        spread.between += weight * distance / double(mean.size());
    }
    return spread;
}

double stuck_fraction(const std::vector<double>& mean, const std::vector<double>& variance,
                      double resting) {
    int stuck = 0;
    for (std::size_t c = 0; c < mean.size(); ++c) {
        stuck +=
            std::abs(mean[c] - resting) < kStuckDistance && std::sqrt(variance[c]) < kStuckSpread;
    }
    return double(stuck) / double(mean.size());
}

// Classes that have images, and images.
struct Sizes {
    double classes = 0;
    double images = 0;
};

Sizes sizes_of(const GateTally& gates, int block) {
    Sizes sizes;
    for (int cls = 0; cls < gates.classes; ++cls) {
        const double images = gates_counted(gates, block, cls);
        sizes.images += images;
        sizes.classes += images > 0 ? 1 : 0;
    }
    return sizes;
}

void set_spread(BlockSummary& row, const Spread& spread) {
    const double total = spread.within + spread.between;
    row.std_within = std::sqrt(spread.within);
    row.std_between = std::sqrt(spread.between);
    row.std_total = std::sqrt(total);
}

void leave_blank(BlockSummary& row) {
    for (double* value : {&row.mean, &row.std_within, &row.std_between, &row.std_total,
                          &row.class_share, &row.open, &row.closed, &row.stuck}) {
        *value = kNaN;
    }
    row.strength = {kNaN, kNaN, kNaN};
}

BlockSummary summarise_block(const ExcitationProfile& profile, int block) {
    const GateTally& gates = profile.gates;
    const BlockTally& tally = gates.blocks[block];
    const GateSite* site = profile.network.find_site(tally.block);
    const Sizes sizes = sizes_of(gates, block);
    const double images = sizes.images;

    BlockSummary row;
    row.block = tally.block;
    row.channels = tally.channels;
    row.images = profile.images();
    row.stage = site != nullptr ? site->stage : 0;
    row.parameters = site != nullptr ? site->parameters : 0;
    if (!(images > 0) || tally.channels == 0) {
        leave_blank(row);
        return row;
    }
    const auto mean = overall_mean(gates, block);
    row.mean = mean_of(mean);
    const Spread spread = pooled_spread(gates, block, mean, images);
    set_spread(row, spread);
    row.class_share = class_share_of(spread.within, spread.between, sizes.classes, images);
    row.strength = strength_of(gates, block);
    row.open = fraction(tally.open, images * tally.channels);
    row.closed = fraction(tally.closed, images * tally.channels);
    row.stuck = stuck_fraction(mean, overall_variance(gates, block),
                               site != nullptr ? site->range.at_zero : 0.5);
    tally.evict();
    return row;
}

}  // namespace

std::vector<BlockSummary> summarise(const ExcitationProfile& profile) {
    std::vector<BlockSummary> rows;
    for (std::size_t block = 0; block < profile.gates.blocks.size(); ++block) {
        rows.push_back(summarise_block(profile, int(block)));
    }
    return rows;
}

BlockSummary summarise_network(std::span<const BlockSummary> blocks) {
    BlockSummary all;
    all.block = "network";
    all.strength = {kNaN, kNaN, kNaN};  // changes of blocks do not add up
    Spread spread;
    for (const auto& row : blocks) {
        all.channels += row.channels;
        all.images = std::max(all.images, row.images);
        all.parameters += row.parameters;
    }
    if (all.channels == 0) {
        leave_blank(all);
        return all;
    }
    for (const auto& row : blocks) {
        const double weight = double(row.channels) / all.channels;
        all.mean += weight * row.mean;
        all.open += weight * row.open;
        all.closed += weight * row.closed;
        all.stuck += weight * row.stuck;
        spread.within += weight * row.std_within * row.std_within;
        spread.between += weight * row.std_between * row.std_between;
    }
    set_spread(all, spread);
    // Of the whole, weighed by what varies: the shares of blocks are corrected each by its images.
    double between = 0;
    double total = 0;
    for (const auto& row : blocks) {
        const double variance = row.channels * row.std_total * row.std_total;
        between += variance > 0 ? row.class_share * variance : 0;
        total += variance;
    }
    all.class_share = total > 0 ? between / total : blocks.front().class_share;
    if (std::isnan(all.mean)) all.class_share = kNaN;
    return all;
}

}  // namespace sescope
