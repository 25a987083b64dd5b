// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/channel_series.h"

#include <algorithm>

#include "core/figures/choices.h"
#include "core/figures/gate_means.h"

namespace sescope {

ShownChannels shown_channels(const ExcitationProfile& profile, int block,
                             const FigureOptions& options) {
    const int count = profile.gates.blocks[std::size_t(block)].channels;
    ShownChannels shown;
    const std::vector<int> ranks = sample_channels(count, options.channels);
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
