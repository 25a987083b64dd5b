// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/figures/choices.h"
#include "core/figures/panels.h"
#include "core/figures/profile_figures.h"

namespace sescope {
namespace {

struct Measure {
    TextPattern name;
    int colour;
    double BlockSummary::*value;
};

// A round number at or above the largest value.
double round_above(double value) {
    for (const double limit : {0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.8}) {
        if (value <= limit) return limit;
    }
    return std::max(1.0, std::ceil(value));
}

Panel measure_panel(const ExcitationProfile& profile, const std::vector<BlockSummary>& blocks,
                    const Text& label, const std::vector<Measure>& measures) {
    Panel panel;
    panel.x = block_axis(profile);
    panel.y.label = label;
    double highest = 0;
    for (const auto& measure : measures) {
        std::vector<double> values;
        for (const BlockSummary& block : blocks) {
            values.push_back(block.*measure.value);
            if (std::isfinite(values.back())) highest = std::max(highest, values.back());
        }
        panel.series.push_back(block_series(measure.name, measure.colour, std::move(values)));
    }
    panel.y.high = round_above(highest);
    return panel;
}

}  // namespace

Figure depth_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    choose_blocks(profile, options);      // throw where there is nothing to draw,
    choose_classes(profile, options, 1);  // or no such block or class
    Figure figure;
    figure.name = "depth";
    figure.columns = 1;
    figure.aspect = 0.3;
    figure.title = {translatable("figures", "Excitation through the depth of the network: %1"),
                    {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "Class share: how much of the variance of gates lies between classes. A block with little "
        "spread, or with nearly all gates open, does little.");
    const auto blocks = summarise(profile);
    figure.panels = {
        measure_panel(profile, blocks, translatable("figures", "Class share"),
                      {{translatable("figures", "class share"), 0, &BlockSummary::class_share}}),
        measure_panel(
            profile, blocks, translatable("figures", "Std of gates"),
            {{translatable("figures", "std within classes"), 1, &BlockSummary::std_within},
             {translatable("figures", "std between classes"), 2, &BlockSummary::std_between}}),
        measure_panel(profile, blocks, translatable("figures", "Share of gates"),
                      {{translatable("figures", "open"), 3, &BlockSummary::open},
                       {translatable("figures", "closed"), 4, &BlockSummary::closed}})};
    return figure;
}

}  // namespace sescope
