// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/image_figure.h"

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/figures/channel_series.h"
#include "core/figures/panels.h"

namespace sescope {

Figure image_figure(const ExcitationProfile& profile, const ImageGates& image,
                    const FigureOptions& options) {
    const auto& blocks = profile.gates.blocks;
    const bool known = image.block >= 0 && image.block < std::ssize(blocks);
    if (!known || blocks[std::size_t(image.block)].channels != std::ssize(image.gates)) {
        throw Error(ErrorKind::data, text("the gates of {} are not of this profile", image.name),
                    {}, "open the network that the profile is of");
    }
    Figure figure;
    figure.name = "image";
    figure.columns = 1;
    figure.title = {translatable("figures", "Gates of %1"), {image.name}};
    figure.caption = translatable(
        "figures",
        "The gates of this image, and mean and one standard deviation of its class. Far outside "
        "the band: the block treats this image unlike others of its class.");
    const ShownChannels shown = shown_channels(profile, image.block, options);
    Panel panel{blocks[std::size_t(image.block)].block, shown.axis, {}};
    panel.block = image.block;
    const bool has_class = image.cls >= 0 && image.cls < std::ssize(profile.gates.images) &&
                           profile.gates.images[std::size_t(image.cls)] > 0;
    if (has_class) {
        panel.series.push_back(class_series(profile, image.block, image.cls, 0, shown));
        add_band(panel.series.back(), profile, image.block, shown);
    }
    Series series;
    series.name = image.name;
    series.kind = SeriesKind::line_and_markers;
    series.colour = 1;
    series.x = shown.positions;
    for (const int channel : shown.channels) {
        series.y.push_back(double(image.gates[std::size_t(channel)]));
    }
    panel.series.push_back(std::move(series));
    figure.panels.push_back(std::move(panel));
    share_gate_axis(figure, translatable("figures", "Gate"));
    return figure;
}

}  // namespace sescope
