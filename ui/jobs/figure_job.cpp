// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/figure_job.h"

#include <algorithm>

namespace sescope::ui {
namespace {

// Means that are worked out at once.
constexpr std::size_t kQuickMeans = 60'000;
// Clustering takes the square of what it puts in order.
constexpr std::size_t kQuicklyClustered = 512;

}  // namespace

bool takes_long(const ExcitationProfile& profile, const FigureRequest& request) {
    const bool map = request.figure == "heatmap" || request.figure == "similarity";
    const bool curves = request.figure == "class" || request.figure == "instance";
    const auto channels_of = [&](const BlockTally& block) {
        const auto all = static_cast<std::size_t>(block.channels);
        if (!map && !curves) return static_cast<std::size_t>(kHistogramBins);
        const bool some = curves && request.options.channels > 0;
        return some ? std::min(all, static_cast<std::size_t>(request.options.channels)) : all;
    };
    const auto& named = request.options.blocks;
    std::size_t channels = 0;
    for (const auto& block : profile.gates.blocks) {
        if (!named.empty() && std::ranges::find(named, block.block) == named.end()) continue;
        channels += channels_of(block);
        const bool wide = static_cast<std::size_t>(block.channels) > kQuicklyClustered;
        if (request.figure == "heatmap" && request.options.clustered && wide) return true;
    }
    // All classes, whichever are shown: the mean of all is of them.
    return channels * profile.classes.size() > kQuickMeans;
}

void FigureJob::make(const ProfilePtr& profile, const FigureRequest& request) {
    qRegisterMetaType<FigurePtr>("sescope::ui::FigurePtr");
    start([this, profile, request](const std::stop_token&) {
        emit made(id(), std::make_shared<const Figure>(
                            make_figure(request.figure, *profile, request.options)));
    });
}

}  // namespace sescope::ui
