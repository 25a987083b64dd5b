// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/profile_figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/figures/channel_series.h"
#include "core/figures/choices.h"
#include "core/figures/gate_means.h"
#include "core/figures/panels.h"

namespace sescope {
namespace {

constexpr int kClassCurves = 4;  // as in the paper
constexpr int kInstanceCurves = 2;
constexpr std::size_t kMostMarkers = 50;  // more points than this are a line
constexpr std::size_t kMostMarkedCurves = 5;
constexpr std::size_t kMostBands = 16;  // more would lie on each other, and be slow to draw

// Markers tell curves apart while there are few; many only add ink.
SeriesKind curve_kind(std::size_t points, std::size_t curves) {
    const bool few = points <= kMostMarkers && curves <= kMostMarkedCurves;
    return few ? SeriesKind::line_and_markers : SeriesKind::line;
}

Series mean_series(const ExcitationProfile& profile, int block, const ShownChannels& shown) {
    const auto& images = profile.gates.images;
    Series series;
    series.name = all_classes_text(profile);
    series.colour = -1;
    series.images = std::accumulate(images.begin(), images.end(), std::uint64_t(0));
    series.x = shown.positions;
    series.y = overall_mean_of_channels(profile.gates, block, shown.channels);
    return series;
}

Figure figure_of_channels(const char* name, const ExcitationProfile& profile,
                          const FigureOptions& options, const std::vector<int>& classes, bool band,
                          bool mean) {
    Figure figure;
    figure.name = name;
    const auto blocks = choose_blocks(profile, options);
    figure.columns = columns_for(blocks.size());
    for (const int block : blocks) {
        const ShownChannels shown =
            shown_channels(profile, block, options, int(figure.panels.size()) + 1);
        Panel panel{profile.gates.blocks[std::size_t(block)].block, shown.axis, {}};
        panel.block = block;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            panel.series.push_back(class_series(profile, block, classes[i], int(i), shown));
            Series& series = panel.series.back();
            series.kind = curve_kind(shown.channels.size(), classes.size());
            if (band) add_band(series, profile, block, shown);
        }
        if (mean) panel.series.push_back(mean_series(profile, block, shown));
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

}  // namespace

Figure class_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    const auto classes = choose_classes(profile, options, kClassCurves);
    const bool too_many = options.band && classes.size() > kMostBands;
    Figure figure = figure_of_channels("class", profile, options, classes,
                                       options.band && !too_many, /*mean=*/true);
    figure.title = {translatable("figures", "Mean gates per class: %1"), {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "Each curve is a class: its mean gate on channels sampled evenly from the block. Where "
        "curves lie on each other, the block treats all classes alike; where all gates are near 1, "
        "it changes nothing.");
    if (options.channels == 0) {
        figure.caption = translatable(
            "figures",
            "Each curve is a class: its mean gate on every channel of the block. Where curves lie "
            "on each other, the block treats all classes alike; where all gates are near 1, it "
            "changes nothing.");
    }
    if (too_many) {
        figure.caption = {translatable("figures",
                                       "%1 Bands are left out: of more than %2 classes they would "
                                       "hide each other."),
                          {figure.caption, with_separators(kMostBands)}};
    }
    share_gate_axis(figure, translatable("figures", "Mean gate"));
    return figure;
}

Figure instance_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    const auto classes = choose_classes(profile, options, kInstanceCurves);
    Figure figure =
        figure_of_channels("instance", profile, options, classes, /*band=*/true, /*mean=*/false);
    figure.title = {translatable("figures", "Gates of single images per class: %1"),
                    {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "Line and band: mean and one standard deviation of the gate over the images of a class. A "
        "wide band: the gate depends on the image; bands apart: it depends on the class; a thin "
        "line: it is nearly constant.");
    share_gate_axis(figure, translatable("figures", "Gate"));
    return figure;
}

}  // namespace sescope
