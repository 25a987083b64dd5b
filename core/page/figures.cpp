// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/figures.h"

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/figures/channel_ranks.h"
#include "core/figures/choices.h"
#include "core/figures/gate_means.h"

namespace sescope {
namespace {

void require_index(int index, std::size_t count, std::string_view what) {
    if (index >= 0 && std::size_t(index) < count) return;
    throw Error(ErrorKind::usage, text("the profile has no {} {}: it has {}", what, index, count));
}

FigureOptions options_of(const ExcitationProfile& profile, const PageChoice& choice) {
    FigureOptions options;
    options.channels = 0;
    options.band = true;
    for (const int block : choice.blocks) {
        require_index(block, profile.gates.blocks.size(), "block");
        options.blocks.push_back(profile.gates.blocks[std::size_t(block)].block);
    }
    for (const int cls : choice.classes) {
        require_index(cls, profile.classes.size(), "class");
        options.classes.push_back(profile.classes[std::size_t(cls)].name);
    }
    if (options.classes.empty()) options.classes = {"all"};
    return options;
}

}  // namespace

PageJson page_figure(const ExcitationProfile& profile, std::string_view name,
                     const PageChoice& choice) {
    const Figure figure = make_figure(name, profile, options_of(profile, choice));
    PageJson json = page_figure(figure);
    if (figure.name != "class" && figure.name != "instance") return json;
    for (auto& panel : json["panels"]) {
        const int block = panel["block"];
        panel["orders"] = {
            {"mean", ordered_channels(profile.gates, block, ChannelOrder::mean)},
            {"spread", ordered_channels(profile.gates, block, ChannelOrder::spread)}};
    }
    return json;
}

PageJson page_channel(const ExcitationProfile& profile, int block, int channel) {
    require_index(block, profile.gates.blocks.size(), "block");
    const BlockTally& tally = profile.gates.blocks[std::size_t(block)];
    require_index(channel, std::size_t(tally.channels), "channel");
    PageJson classes = PageJson::array();
    for (const RankedClass& ranked : classes_by_gate(profile, block, channel)) {
        const std::size_t cell =
            std::size_t(ranked.cls) * std::size_t(tally.channels) + std::size_t(channel);
        classes.push_back({{"cls", ranked.cls},
                           {"mean", page_number(ranked.mean)},
                           {"deviation", page_number(ranked.deviation)},
                           {"min", page_number(double(tally.min[cell]))},
                           {"max", page_number(double(tally.max[cell]))},
                           {"n", ranked.images}});
    }
    return {{"block", block}, {"channel", channel}, {"classes", std::move(classes)}};
}

}  // namespace sescope
