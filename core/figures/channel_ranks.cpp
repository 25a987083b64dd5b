// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/channel_ranks.h"

#include <algorithm>
#include <cmath>

#include "core/figures/choices.h"
#include "core/figures/gate_means.h"

namespace sescope {
namespace {

// Ties keep the order of the profile.
template <class Ranked>
void rank(std::vector<Ranked>& rows) {
    std::ranges::stable_sort(rows, [](const Ranked& a, const Ranked& b) {
        return std::isnan(b.mean) ? !std::isnan(a.mean) : a.mean > b.mean;
    });
}

}  // namespace

std::vector<RankedClass> classes_by_gate(const ExcitationProfile& profile, int block, int channel) {
    std::vector<RankedClass> rows;
    const std::vector<int> one{channel};
    for (const int cls : classes_with_images(profile.gates)) {
        rows.push_back({cls, mean_of_channels(profile.gates, block, cls, one).front(),
                        deviation_of_channels(profile.gates, block, cls, one).front(),
                        profile.gates.images[std::size_t(cls)]});
    }
    rank(rows);
    return rows;
}

std::vector<RankedChannel> channels_by_gate(const ExcitationProfile& profile, int block, int cls) {
    const auto mean = class_mean(profile.gates, block, cls);
    const auto overall = overall_mean(profile.gates, block);
    std::vector<RankedChannel> rows;
    for (std::size_t c = 0; c < mean.size(); ++c) rows.push_back({int(c), mean[c], overall[c]});
    rank(rows);
    return rows;
}

}  // namespace sescope
