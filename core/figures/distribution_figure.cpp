// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "core/figures/choices.h"
#include "core/figures/gate_histogram.h"
#include "core/figures/panels.h"
#include "core/figures/profile_figures.h"

namespace sescope {
namespace {

constexpr int kClassCurves = 4;
constexpr int kBins = 64;        // of 256: smooth enough to read
constexpr double kRidge = 0.85;  // of the distance between two blocks
// Of a class beside the ridge of all, in its units: where one is higher, both are drawn lower.
constexpr double kHighestCurve = 1.6;
constexpr std::array kQuantiles{0.05, 0.25, 0.5, 0.75, 0.95};

Axis gate_axis(const GateHistogram& histogram) {
    Axis axis{translatable("figures", "Gate"), histogram.low, histogram.high};
    axis.guides = {0.05, 0.5, 0.95};
    return axis;
}

std::vector<double> middles(const GateHistogram& histogram) {
    std::vector<double> middles;
    for (int bin = 0; bin < kBins; ++bin) {
        middles.push_back(histogram.low + (bin + 0.5) / kBins * (histogram.high - histogram.low));
    }
    return middles;
}

Series named_series(const ExcitationProfile& profile, int cls, int colour) {
    Series series;
    series.name = cls < 0 ? all_classes_text(profile) : Text(shown_name(profile, cls));
    series.colour = colour;
    series.cls = cls;
    series.images = cls < 0 ? profile.images() : profile.gates.images[std::size_t(cls)];
    return series;
}

Series histogram_series(const ExcitationProfile& profile, int block, int cls, int colour) {
    Series series = named_series(profile, cls, colour);
    const GateHistogram histogram = gate_histogram(profile, block, cls);
    series.x = middles(histogram);
    series.y = histogram.shares(kBins);
    for (double& share : series.y) share *= 100;
    return series;
}

Panel histogram_panel(const ExcitationProfile& profile, int block,
                      const std::vector<int>& classes) {
    Panel panel{profile.gates.blocks[std::size_t(block)].block,
                gate_axis(gate_histogram(profile, block, -1)),
                {translatable("figures", "Share of gates (%)"), 0, 1}};
    panel.block = block;
    panel.x.guides.clear();
    for (std::size_t i = 0; i < classes.size(); ++i) {
        panel.series.push_back(histogram_series(profile, block, classes[i], int(i)));
    }
    panel.series.push_back(histogram_series(profile, block, -1, -1));
    return panel;
}

// The largest share of all panels, so that blocks compare at a glance.
void share_height(Figure& figure, std::size_t panels) {
    double highest = 1;
    for (std::size_t i = 0; i < panels; ++i) {
        for (const auto& series : figure.panels[i].series) {
            for (const double y : series.y) highest = std::max(highest, std::isnan(y) ? 0 : y);
        }
    }
    const double step = highest > 20 ? 10 : highest > 5 ? 5 : 1;
    for (std::size_t i = 0; i < panels; ++i) {
        figure.panels[i].y.high = std::ceil(highest / step) * step;
    }
}

// A row a class: a thin line from the 5 % to the 95 % quantile, a thick one over the middle half,
// a dot at the median.
Panel quantile_panel(const ExcitationProfile& profile, int block, const std::vector<int>& classes) {
    Panel panel{profile.gates.blocks[std::size_t(block)].block,
                gate_axis(gate_histogram(profile, block, -1)), class_axis(profile, classes)};
    panel.block = block;
    panel.x.guides.clear();
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const GateHistogram histogram = gate_histogram(profile, block, classes[i]);
        std::array<double, kQuantiles.size()> at{};
        for (std::size_t q = 0; q < at.size(); ++q) at[q] = histogram.quantile(kQuantiles[q]);
        const auto row = double(i);
        Series thin = named_series(profile, classes[i], int(i));
        thin.x = {at[0], at[4]};
        thin.y = {row, row};
        Series thick = thin;
        thick.x = {at[1], at[3]};
        thick.thickness = 4;
        Series dot = thin;
        dot.kind = SeriesKind::markers;
        dot.x = {at[2]};
        dot.y = {row};
        dot.thickness = 1.8;
        for (auto* series : {&thin, &thick, &dot}) panel.series.push_back(std::move(*series));
    }
    return panel;
}

// What is as high as a ridge: the highest share of all images, or more where a class would rise far
// above it. Each block has its own, so that its shape is seen.
double ridge_unit(const std::vector<Series>& curves) {
    double unit = 0;
    for (const Series& curve : curves) {
        for (const double share : curve.y) {
            if (std::isfinite(share)) {
                unit = std::max(unit, curve.cls < 0 ? share : share / kHighestCurve);
            }
        }
    }
    return unit > 0 ? unit : 1;
}

// A curve for each class and the ridge of all, over the baseline of their block.
std::vector<Series> ridge(const ExcitationProfile& profile, int block,
                          const std::vector<int>& classes) {
    std::vector<Series> curves;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        curves.push_back(histogram_series(profile, block, classes[i], int(i)));
    }
    curves.push_back(histogram_series(profile, block, -1, -1));
    const double unit = ridge_unit(curves);
    for (Series& curve : curves) {
        for (double& y : curve.y) y = block - kRidge * y / unit;
    }
    Series& all = curves.back();
    all.kind = SeriesKind::band;
    all.thickness = 0.4;
    all.low.assign(all.y.size(), double(block));
    all.high = all.y;
    return curves;
}

}  // namespace

Figure distribution_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    Figure figure;
    figure.name = "distribution";
    figure.title = {translatable("figures", "Distribution of gates per class: %1"),
                    {subject_of(profile)}};
    const auto blocks = choose_blocks(profile, options);
    const auto classes = choose_classes(profile, options, kClassCurves);
    for (const int block : blocks) {
        figure.panels.push_back(histogram_panel(profile, block, classes));
    }
    share_height(figure, figure.panels.size());
    figure.caption = translatable(
        "figures",
        "How many gates of a class have which value, over all its images and the channels of the "
        "block. A peak near 1: the block lets its channels pass; peaks apart: the class decides.");
    if (blocks.size() == 1) {
        figure.panels.push_back(quantile_panel(profile, blocks.front(), classes));
        figure.caption = translatable(
            "figures",
            "Left: how many gates of a class have which value, over all its images and the "
            "channels of the block. Right: its median (dot), middle half (thick) and middle 90 % "
            "(thin).");
    }
    figure.columns = columns_for(figure.panels.size());
    return figure;
}

Figure ridges_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    choose_blocks(profile, options);  // throws where there is none, or none of that name
    Figure figure;
    figure.name = "ridges";
    figure.columns = 1;
    figure.aspect = 0.9;
    figure.title = {translatable("figures", "Distribution of gates through the blocks: %1"),
                    {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "Each ridge is a block: how many of its gates have which value, over all images (grey) and "
        "over those of single classes (lines). Heights compare within a block only.");
    const auto classes = choose_classes(profile, options, kClassCurves);
    Panel panel{"", gate_axis(gate_histogram(profile, 0, -1)), block_axis(profile)};
    panel.y.downwards = true;
    const int blocks = int(profile.gates.blocks.size());
    for (int block = 0; block < blocks; ++block) {
        std::ranges::move(ridge(profile, block, classes), std::back_inserter(panel.series));
        const GateHistogram histogram = gate_histogram(profile, block, -1);
        panel.x.low = std::min(panel.x.low, histogram.low);
        panel.x.high = std::max(panel.x.high, histogram.high);
    }
    // Room for whatever rises from the first row.
    constexpr double kAbove = 0.1;
    for (const Series& series : panel.series) {
        for (const double y : series.y) {
            if (std::isfinite(y)) panel.y.low = std::min(panel.y.low, y - kAbove);
        }
    }
    panel.x.guides.clear();
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace sescope
