// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/channels_figure.h"

#include <utility>
#include <vector>

#include "core/excitation/channels.h"
#include "core/figures/choices.h"
#include "core/figures/panels.h"

namespace sescope {
namespace {

struct Share {
    TextPattern name;
    int colour;
    int ChannelCounts::*value;
};

Series series_of(const std::vector<ChannelCounts>& blocks, const Share& share) {
    std::vector<double> values;
    for (const ChannelCounts& block : blocks) {
        values.push_back(100.0 * block.*share.value / block.channels());
    }
    return block_series(share.name, share.colour, std::move(values));
}

}  // namespace

Figure channels_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    choose_blocks(profile, options);      // throw where there is nothing to draw,
    choose_classes(profile, options, 1);  // or no such block or class
    Figure figure;
    figure.name = "channels";
    figure.columns = 1;
    figure.aspect = 0.4;
    figure.title = {
        translatable("figures", "Channels that never open, always are, or do not move: %1"),
        {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "Closed, open and constant are about every image: no gate of the channel is farther than "
        "0.05 from 0, from 1, or its own largest from its smallest. Nothing passes a closed "
        "channel: it can go, with what makes it.");
    std::vector<ChannelCounts> blocks;
    for (std::size_t i = 0; i < profile.gates.blocks.size(); ++i) {
        blocks.push_back(channel_counts(profile.gates, int(i)));
    }
    Panel panel;
    panel.x = block_axis(profile);
    panel.y.label = translatable("figures", "Share of channels (%)");
    panel.y.high = 100;
    for (const Share& share : {
             Share{translatable("figures", "closed"), 4, &ChannelCounts::closed},
             Share{translatable("figures", "open"), 3, &ChannelCounts::open},
             Share{translatable("figures", "constant"), 1, &ChannelCounts::constant},
             Share{translatable("figures", "live"), 0, &ChannelCounts::live},
         }) {
        panel.series.push_back(series_of(blocks, share));
    }
    figure.panels = {std::move(panel)};
    return figure;
}

}  // namespace sescope
