// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/figures/choices.h"
#include "core/figures/gate_means.h"
#include "core/figures/linkage.h"
#include "core/figures/panels.h"
#include "core/figures/profile_figures.h"

namespace sescope {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr int kTile = 16;  // rows of two tiles stay in the cache

// Rows less their mean, of unit length: their products are correlations.
void standardise(std::vector<float>& rows, int count, int width) {
    for (int r = 0; r < count; ++r) {
        float* const row = rows.data() + std::size_t(r) * std::size_t(width);
        const double mean = std::accumulate(row, row + width, 0.0) / width;
        double squares = 0;
        for (int c = 0; c < width; ++c) squares += (row[c] - mean) * (row[c] - mean);
        // Means are kept to 2^-32: what is smaller is rounding, and divided by itself noise.
        const double length = std::sqrt(squares);
        const bool varies = length > 1e-6 * std::sqrt(double(width));
        for (int c = 0; c < width; ++c) {
            row[c] = varies ? float((row[c] - mean) / length) : kNaN;
        }
    }
}

float product(const float* a, const float* b, int width) {
    float sums[4] = {};
    int i = 0;
    for (; i + 4 <= width; i += 4) {
        for (int lane = 0; lane < 4; ++lane) sums[lane] += a[i + lane] * b[i + lane];
    }
    for (; i < width; ++i) sums[0] += a[i] * b[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

HeatMap correlations(std::vector<float> rows, int count, int width) {
    standardise(rows, count, width);
    HeatMap map{count, count, std::vector<float>(std::size_t(count) * std::size_t(count), kNaN)};
    const auto row = [&](int r) { return rows.data() + std::size_t(r) * std::size_t(width); };
    const auto cell = [&](int a, int b) -> float& {
        return map.values[std::size_t(a) * std::size_t(count) + std::size_t(b)];
    };
    for (int tile_a = 0; tile_a < count; tile_a += kTile) {
        for (int tile_b = 0; tile_b <= tile_a; tile_b += kTile) {
            for (int a = tile_a; a < std::min(tile_a + kTile, count); ++a) {
                for (int b = tile_b; b < std::min(tile_b + kTile, a + 1); ++b) {
                    const float r = std::clamp(product(row(a), row(b), width), -1.0F, 1.0F);
                    cell(a, b) = r;
                    cell(b, a) = a == b && !std::isnan(r) ? 1 : r;
                }
            }
        }
    }
    return map;
}

Panel similarity_panel(const ExcitationProfile& profile, int block, const std::vector<int>& classes,
                       bool clustered) {
    const BlockTally& tally = profile.gates.blocks[std::size_t(block)];
    const int count = int(classes.size());
    const HeatMap map =
        correlations(mean_gates(profile.gates, block, classes), count, tally.channels);
    std::vector<int> order(classes.size());
    std::iota(order.begin(), order.end(), 0);
    if (clustered) order = linkage_order(map.values, count, count);
    Panel panel;
    panel.title = tally.block;
    panel.block = block;
    panel.map = HeatMap{count, count};
    std::vector<int> shown;
    for (const int a : order) {
        shown.push_back(classes[std::size_t(a)]);
        for (const int b : order) panel.map->values.push_back(map.at(a, b));
    }
    panel.y = class_axis(profile, shown);
    panel.x = panel.y;
    panel.x.downwards = false;
    return panel;
}

// The same in all blocks, and with the same meaning in all networks.
ColourScale fixed_scale() {
    return {translatable("figures", "Correlation"), -1, 1, ColourMap::blue_red};
}

// Over the values between two classes; a class is like itself in every block.
ColourScale own_scale(const HeatMap& map, ColourMap colours) {
    double lowest = 1;
    double largest = 0;
    for (int r = 0; r < map.rows; ++r) {
        for (int c = 0; c < r; ++c) {
            const double value = double(map.at(r, c));
            if (!std::isfinite(value)) continue;
            lowest = std::min(lowest, value);
            largest = std::max(largest, std::abs(value));
        }
    }
    ColourScale scale = fixed_scale();
    if (lowest < 0) {
        scale.high = std::min(1.0, std::ceil(largest * 10) / 10);
        scale.low = -scale.high;
        return scale;
    }
    scale.low = std::min(0.99, std::floor(lowest * 100) / 100);
    scale.colours = colours;
    return scale;
}

// One bar stands for all of them where there are several: it has no numbers then, each panel has.
void give_own_scales(Figure& figure, ColourMap colours) {
    for (Panel& panel : figure.panels) {
        panel.scale = own_scale(*panel.map, colours);
        if (figure.panels.size() == 1) continue;
        panel.x.label = {translatable("figures", "colours from %1 to %2"),
                         {three_digits(panel.scale->low), three_digits(panel.scale->high)}};
    }
    figure.scale = figure.panels.front().scale;
    if (figure.panels.size() == 1) return;
    for (const Panel& panel : figure.panels) {
        if (panel.scale->low < 0) figure.scale->colours = ColourMap::blue_red;
    }
    figure.scale->ticks = false;
    figure.scale->label = translatable("figures", "Correlation, over the values of each block");
}

}  // namespace

Figure similarity_figure(const ExcitationProfile& profile, const FigureOptions& options) {
    Figure figure;
    figure.name = "similarity";
    figure.aspect = 1;
    figure.title = {translatable("figures", "Correlation of mean gates between classes: %1"),
                    {subject_of(profile)}};
    figure.caption = translatable(
        "figures",
        "How alike two classes are to the block: the correlation of their mean gates over its "
        "channels. All near 1: it treats classes alike; squares along the diagonal: groups of "
        "classes.");
    FigureOptions all = options;
    if (all.classes.empty()) all.classes = {"all"};
    const auto blocks = choose_blocks(profile, all);
    const auto classes = choose_classes(profile, all, 0);
    figure.columns = columns_for(blocks.size());
    figure.scale = fixed_scale();
    for (const int block : blocks) {
        figure.panels.push_back(similarity_panel(profile, block, classes, options.clustered));
    }
    if (options.scale == MapScale::block) give_own_scales(figure, options.colours);
    return figure;
}

}  // namespace sescope
