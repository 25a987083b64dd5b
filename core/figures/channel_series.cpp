// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/channel_series.h"

#include <algorithm>
#include <cmath>

#include "core/figures/choices.h"
#include "core/figures/gate_means.h"

namespace sescope {
namespace {

// Positions that are drawn: sampled from all, or from the part that is zoomed into, whose ends are
// among them, so that lines reach its edges.
std::vector<int> sampled_ranks(int count, const FigureOptions& options, int panel) {
    for (const Zoom& zoom : options.zooms) {
        if (zoom.panel != panel || options.channels == 0 || count < 1) continue;
        const int first = int(std::clamp(std::floor(zoom.x.low), 0.0, double(count - 1)));
        const int last = int(std::clamp(std::ceil(zoom.x.high), double(first), double(count - 1)));
        auto ranks = sample_channels(last - first + 1, options.channels);
        for (int& rank : ranks) rank += first;
        ranks.back() = last;
        return ranks;
    }
    return sample_channels(count, options.channels);
}

}  // namespace

ShownChannels shown_channels(const ExcitationProfile& profile, int block,
                             const FigureOptions& options, int panel) {
    const int count = profile.gates.blocks[std::size_t(block)].channels;
    ShownChannels shown;
    const std::vector<int> ranks = sampled_ranks(count, options, panel);
    shown.positions.assign(ranks.begin(), ranks.end());
    shown.axis = {translatable("figures", "Channel index"), 0, double(std::max(count - 1, 1))};
    shown.axis.of = Quantity::channel;
    if (options.order == ChannelOrder::index) {
        shown.channels = ranks;
        return shown;
    }
    shown.axis.label = options.order == ChannelOrder::mean
                           ? translatable("figures", "Channels by mean gate")
                           : translatable("figures", "Channels by spread between classes");
    shown.axis.ids = ordered_channels(profile.gates, block, options.order);
    for (const int rank : ranks) shown.channels.push_back(shown.axis.ids[std::size_t(rank)]);
    return shown;
}

Series class_series(const ExcitationProfile& profile, int block, int cls, int colour,
                    const ShownChannels& shown) {
    Series series;
    series.name = shown_name(profile, cls);
    series.colour = colour;
    series.cls = cls;
    series.images = profile.gates.images[std::size_t(cls)];
    series.x = shown.positions;
    series.y = mean_of_channels(profile.gates, block, cls, shown.channels);
    return series;
}

void add_band(Series& series, const ExcitationProfile& profile, int block,
              const ShownChannels& shown) {
    series.kind = SeriesKind::band;
    const auto deviation = deviation_of_channels(profile.gates, block, series.cls, shown.channels);
    for (std::size_t i = 0; i < deviation.size(); ++i) {
        series.low.push_back(series.y[i] - deviation[i]);
        series.high.push_back(series.y[i] + deviation[i]);
    }
}

}  // namespace sescope
