// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/profile_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/figures/choices.h"

namespace sescope {
namespace {

constexpr int kClassCurves = 4;  // as in the paper
constexpr int kInstanceCurves = 2;
constexpr std::size_t kMostMarkers = 50;  // more points than this are a line
constexpr std::size_t kMostMarkedCurves = 5;

std::vector<double> picked(const std::vector<double>& values, const std::vector<int>& channels) {
    std::vector<double> chosen;
    chosen.reserve(channels.size());
    for (const int channel : channels) chosen.push_back(values[std::size_t(channel)]);
    return chosen;
}

std::string subject(const ExcitationProfile& profile) {
    std::string text = profile.network.architecture;
    if (!profile.origin.data_root.empty()) text += " on " + profile.origin.data_root;
    return text;
}

// Gates of a sigmoid lie in 0 .. 1, and all panels share that axis so that blocks compare at a
// glance; tanh and ReLU (senet.md, "excitation operator") widen it.
void share_gate_axis(Figure& figure) {
    Axis axis{"Mean gate", 0, 1, {0.05, 0.5, 0.95}};
    for (const auto& panel : figure.panels) {
        for (const auto& series : panel.series) {
            for (const double y : series.y) {
                if (std::isfinite(y)) axis.low = std::min(axis.low, std::floor(y));
                if (std::isfinite(y)) axis.high = std::max(axis.high, std::ceil(y));
            }
        }
    }
    for (auto& panel : figure.panels) panel.y = axis;
}

// Markers tell curves apart while there are few; many only add ink.
SeriesKind curve_kind(std::size_t points, std::size_t curves) {
    const bool few = points <= kMostMarkers && curves <= kMostMarkedCurves;
    return few ? SeriesKind::line_and_markers : SeriesKind::line;
}

Panel empty_panel(const BlockTally& block) {
    Panel panel;
    panel.title = block.block;
    panel.x = {"Channel index", 0, double(std::max(block.channels - 1, 1)), {}};
    return panel;
}

Series class_series(const ExcitationProfile& profile, int block, int cls, int colour,
                    const std::vector<int>& channels) {
    Series series;
    series.name = shown_name(profile, cls);
    series.colour = colour;
    series.images = profile.gates.images[std::size_t(cls)];
    series.x.assign(channels.begin(), channels.end());
    series.y = picked(class_mean(profile.gates, block, cls), channels);
    return series;
}

Series band_series(const ExcitationProfile& profile, int block, int cls, int colour,
                   const std::vector<int>& channels) {
    Series series = class_series(profile, block, cls, colour, channels);
    series.kind = SeriesKind::band;
    const auto variance = picked(class_variance(profile.gates, block, cls), channels);
    for (std::size_t i = 0; i < variance.size(); ++i) {
        // Rounding may leave a tiny negative variance; a NaN stays one.
        const double deviation = std::sqrt(variance[i] < 0 ? 0.0 : variance[i]);
        series.low.push_back(series.y[i] - deviation);
        series.high.push_back(series.y[i] + deviation);
    }
    return series;
}

Series mean_series(const ExcitationProfile& profile, int block, const std::vector<int>& channels) {
    const auto& images = profile.gates.images;
    Series series;
    const auto classes = std::count_if(images.begin(), images.end(), [](auto n) { return n > 0; });
    series.name = classes == 1 ? "all images" : fmt::format("all {} classes", classes);
    series.colour = -1;
    series.images = std::accumulate(images.begin(), images.end(), std::uint64_t(0));
    series.x.assign(channels.begin(), channels.end());
    series.y = picked(overall_mean(profile.gates, block), channels);
    return series;
}

int columns_for(std::size_t panels) {
    constexpr int kPaperColumns = 3;
    constexpr std::size_t kManyPanels = 9;
    return panels > kManyPanels ? kPaperColumns + 1 : std::min(kPaperColumns, int(panels));
}

}  // namespace

Figure class_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    Figure figure;
    figure.name = "class";
    figure.title = "Mean gates per class: " + subject(profile);
    figure.caption =
        "Each curve is a class: its mean gate on channels sampled evenly from the block. Where "
        "curves lie on each other, the block treats all classes alike; where all gates are near 1, "
        "it changes nothing.";
    const auto blocks = choose_blocks(profile, options);
    const auto classes = choose_classes(profile, options, kClassCurves);
    figure.columns = columns_for(blocks.size());
    for (const int block : blocks) {
        const auto& tally = profile.gates.blocks[std::size_t(block)];
        const auto channels = sample_channels(tally.channels, options.channels);
        Panel panel = empty_panel(tally);
        for (std::size_t i = 0; i < classes.size(); ++i) {
            panel.series.push_back(class_series(profile, block, classes[i], int(i), channels));
            panel.series.back().kind = curve_kind(channels.size(), classes.size());
        }
        panel.series.push_back(mean_series(profile, block, channels));
        figure.panels.push_back(std::move(panel));
    }
    share_gate_axis(figure);
    return figure;
}

Figure instance_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    Figure figure;
    figure.name = "instance";
    figure.title = "Gates of single images per class: " + subject(profile);
    figure.caption =
        "Line and band: mean and one standard deviation of the gate over the images of a class. A "
        "wide band: the gate depends on the image; bands apart: it depends on the class; a thin "
        "line: it is nearly constant.";
    const auto blocks = choose_blocks(profile, options);
    const auto classes = choose_classes(profile, options, kInstanceCurves);
    figure.columns = columns_for(blocks.size());
    for (const int block : blocks) {
        const auto& tally = profile.gates.blocks[std::size_t(block)];
        const auto channels = sample_channels(tally.channels, options.channels);
        Panel panel = empty_panel(tally);
        for (std::size_t i = 0; i < classes.size(); ++i) {
            panel.series.push_back(band_series(profile, block, classes[i], int(i), channels));
        }
        figure.panels.push_back(std::move(panel));
    }
    share_gate_axis(figure);
    for (auto& panel : figure.panels) panel.y.label = "Gate";
    return figure;
}

}  // namespace sescope
