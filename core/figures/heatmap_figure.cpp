// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/figures/choices.h"
#include "core/figures/gate_means.h"
#include "core/figures/linkage.h"
#include "core/figures/panels.h"
#include "core/figures/profile_figures.h"

namespace sescope {
namespace {

// What two rows or columns are compared by, at most: evenly sampled from all. With more the order
// hardly changes, and 1,000 classes by 2,048 channels take a tenth of a second.
constexpr int kComparedClasses = 64;
constexpr int kComparedChannels = 256;

struct Order {
    std::vector<int> rows;
    std::vector<int> columns;
};

std::vector<int> natural(int count) {
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    return order;
}

// Clustered by some of the other dimension.
std::vector<int> clustered_rows(const HeatMap& map) {
    const auto compared = sample_channels(map.columns, kComparedChannels);
    std::vector<float> points;
    for (int r = 0; r < map.rows; ++r) {
        for (const int c : compared) points.push_back(map.at(r, c));
    }
    return linkage_order(points, map.rows, int(compared.size()));
}

std::vector<int> clustered_columns(const HeatMap& map) {
    const auto compared = sample_channels(map.rows, kComparedClasses);
    std::vector<float> points;
    for (int c = 0; c < map.columns; ++c) {
        for (const int r : compared) points.push_back(map.at(r, c));
    }
    return linkage_order(points, map.columns, int(compared.size()));
}

HeatMap arranged(const HeatMap& map, const Order& order) {
    HeatMap arranged{map.rows, map.columns};
    arranged.values.reserve(map.values.size());
    for (const int r : order.rows) {
        for (const int c : order.columns) arranged.values.push_back(map.at(r, c));
    }
    return arranged;
}

std::vector<int> chosen(const std::vector<int>& values, const std::vector<int>& order) {
    std::vector<int> result;
    for (const int i : order) result.push_back(values[std::size_t(i)]);
    return result;
}

Panel map_panel(const ExcitationProfile& profile, int block, const std::vector<int>& classes,
                bool clustered) {
    const BlockTally& tally = profile.gates.blocks[std::size_t(block)];
    const HeatMap map{int(classes.size()), tally.channels,
                      mean_gates(profile.gates, block, classes)};
    Order order{natural(map.rows), natural(map.columns)};
    if (clustered) order = {clustered_rows(map), clustered_columns(map)};
    Panel panel;
    panel.title = tally.block;
    panel.block = block;
    panel.map = arranged(map, order);
    panel.y = class_axis(profile, chosen(classes, order.rows));
    panel.x = {translatable("figures", "Channel index"), -0.5, tally.channels - 0.5};
    panel.x.of = Quantity::channel;
    if (clustered) {
        panel.x.label = translatable("figures", "Channels, clustered");
        panel.x.ids = order.columns;
        panel.x.ticks = false;
    }
    return panel;
}

}  // namespace

Figure heatmap_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    Figure figure;
    figure.name = "heatmap";
    figure.title = {translatable("figures", "Mean gates, class by channel: %1"),
                    {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "A row is a class, a column a channel, the colour its mean gate. Rows alike: the block "
        "treats these classes alike; columns that change down the map tell classes apart.");
    FigureOptions all = options;
    if (all.classes.empty()) all.classes = {"all"};
    const auto blocks = choose_blocks(profile, all);
    const auto classes = choose_classes(profile, all, 0);
    figure.columns = columns_for(blocks.size());
    figure.scale = ColourScale{translatable("figures", "Mean gate"), 0, 1, options.colours};
    for (const int block : blocks) {
        figure.panels.push_back(map_panel(profile, block, classes, options.clustered));
        for (const float value : figure.panels.back().map->values) {
            if (!std::isfinite(value)) continue;
            figure.scale->low = std::min(figure.scale->low, std::floor(double(value)));
            figure.scale->high = std::max(figure.scale->high, std::ceil(double(value)));
        }
    }
    if (figure.scale->low < 0) {  // gates of tanh: no gate in the middle, a sign to either side
        figure.scale->high = std::max(figure.scale->high, -figure.scale->low);
        figure.scale->low = -figure.scale->high;
        figure.scale->colours = ColourMap::blue_red;
    }
    return figure;
}

}  // namespace sescope
