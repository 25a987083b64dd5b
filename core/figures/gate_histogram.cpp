// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/gate_histogram.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool reaches_below_zero(const NetworkRecord& network, const std::string& block) {
    const GateSite* site = network.find_site(block);
    return site != nullptr && site->range.lower < 0;
}

}  // namespace

std::uint64_t GateHistogram::total() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::vector<double> GateHistogram::shares(int bins) const {
    const auto whole = double(total());
    std::vector<double> shares(std::size_t(bins), whole > 0 ? 0.0 : kNaN);
    if (!(whole > 0)) return shares;
    const std::size_t joined = counts.size() / std::size_t(bins);
    for (std::size_t i = 0; i < counts.size(); ++i) shares[i / joined] += double(counts[i]) / whole;
    return shares;
}

double GateHistogram::quantile(double q) const {
    const double wanted = q * double(total());
    double below = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto here = double(counts[i]);
        if (here > 0 && below + here >= wanted) {
            const double at = (double(i) + (wanted - below) / here) / double(counts.size());
            return low + at * (high - low);
        }
        below += here;
    }
    return kNaN;
}

GateHistogram gate_histogram(const ExcitationProfile& profile, int block, int cls) {
    const BlockTally& tally = profile.gates.blocks.at(std::size_t(block));
    GateHistogram histogram;
    histogram.counts.assign(kHistogramBins, 0);
    if (reaches_below_zero(profile.network, tally.block)) histogram.low = -1;
    const int first = cls < 0 ? 0 : cls;
    const int end = cls < 0 ? profile.gates.classes : cls + 1;
    for (int row = first; row < end; ++row) {
        for (std::size_t bin = 0; bin < kHistogramBins; ++bin) {
            histogram.counts[bin] += tally.histogram[std::size_t(row) * kHistogramBins + bin];
        }
        tally.histogram.pass(kHistogramBins);
    }
    return histogram;
}

}  // namespace sescope
