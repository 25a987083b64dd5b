// SPDX-License-Identifier: GPL-3.0-or-later
// Means and variances from the integer sums of a tally. Sums, products and differences are exact
// (128-bit integers); rounding happens once, in the last division.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "core/excitation/profile.h"

namespace sescope {
namespace {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Wraps instead of being undefined: sums of a hostile file may be anything.
Int128 times(Int128 a, Int128 b) {
    return static_cast<Int128>(UInt128(a) * UInt128(b));
}

// What has been summed over the images of one class, or of all of them, for one channel.
struct ChannelSum {
    Int128 sum = 0;
    Int128 squares = 0;

    void add(const BlockTally& tally, std::size_t at) {
        sum += tally.sum[at];
        squares += tally.sum_of_squares[at];
    }
};

double mean_of(const ChannelSum& channel, double n, int bits) {
    return n > 0 ? std::ldexp(double(channel.sum) / n, -bits) : kNaN;
}

// (n S2 2^b - S1^2) / (n^2 2^2b), where S1 and S2 are sums scaled by 2^b.
double variance_of(const ChannelSum& channel, double n, int bits) {
    if (!(n > 0)) return kNaN;
    if (n != std::floor(n)) {  // some gates of the class were not finite: see gates_counted
        const double mean = mean_of(channel, n, bits);
        return std::max(0.0, std::ldexp(double(channel.squares) / n, -bits) - mean * mean);
    }
    const Int128 spread = times(times(static_cast<Int128>(n), channel.squares), Int128{1} << bits) -
                          times(channel.sum, channel.sum);
    if (spread <= 0) return 0;
    return std::ldexp(double(spread) / (n * n), -2 * bits);
}

template <class Statistic>
std::vector<double> of_class(const GateTally& gates, int block, int cls, Statistic statistic) {
    const BlockTally& tally = gates.blocks.at(block);
    const double n = gates_counted(gates, block, cls);
    std::vector<double> values(tally.channels);
    for (int c = 0; c < tally.channels; ++c) {
        ChannelSum channel;
        channel.add(tally, std::size_t(cls) * tally.channels + c);
        values[c] = statistic(channel, n, tally.scale_bits);
    }
    tally.sum.pass(values.size());
    tally.sum_of_squares.pass(values.size());
    return values;
}

template <class Statistic>
std::vector<double> over_all(const GateTally& gates, int block, Statistic statistic) {
    const BlockTally& tally = gates.blocks.at(block);
    double n = 0;
    for (int cls = 0; cls < gates.classes; ++cls) n += gates_counted(gates, block, cls);
    // Row after row, as they lie in memory.
    std::vector<ChannelSum> sums(tally.channels);
    for (int cls = 0; cls < gates.classes; ++cls) {
        const std::size_t row = std::size_t(cls) * tally.channels;
        for (std::size_t c = 0; c < sums.size(); ++c) sums[c].add(tally, row + c);
        tally.sum.pass(sums.size());
        tally.sum_of_squares.pass(sums.size());
    }
    std::vector<double> values;
    values.reserve(sums.size());
    for (const auto& channel : sums) values.push_back(statistic(channel, n, tally.scale_bits));
    return values;
}

}  // namespace

double gates_counted(const GateTally& gates, int block, int cls) {
    const BlockTally& tally = gates.blocks.at(block);
    if (tally.not_finite == 0 || tally.channels == 0) return double(gates.images.at(cls));
    const auto row =
        std::span(tally.histogram).subspan(std::size_t(cls) * kHistogramBins, kHistogramBins);
    const auto counted = std::accumulate(row.begin(), row.end(), std::uint64_t{0});
    tally.histogram.pass(kHistogramBins);
    return double(counted) / tally.channels;
}

std::vector<double> class_mean(const GateTally& gates, int block, int cls) {
    return of_class(gates, block, cls, mean_of);
}

std::vector<double> class_variance(const GateTally& gates, int block, int cls) {
    return of_class(gates, block, cls, variance_of);
}

std::vector<double> overall_mean(const GateTally& gates, int block) {
    return over_all(gates, block, mean_of);
}

std::vector<double> overall_variance(const GateTally& gates, int block) {
    return over_all(gates, block, variance_of);
}

}  // namespace sescope
