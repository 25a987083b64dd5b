// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/read_out.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/figures/choices.h"
#include "core/figures/gate_means.h"
#include "core/figures/panels.h"

namespace sescope {
namespace {

struct Nearest {
    const Series* series = nullptr;
    std::size_t at = 0;
    double squared = std::numeric_limits<double>::infinity();
};

Nearest nearest_point(const Panel& panel, const PanelPoint& point) {
    Nearest nearest;
    for (const auto& series : panel.series) {
        for (std::size_t i = 0; i < series.x.size(); ++i) {
            const double dx = (series.x[i] - point.x) / point.x_per_pixel;
            const double dy = (series.y[i] - point.y) / point.y_per_pixel;
            const double squared = dx * dx + dy * dy;
            if (squared < nearest.squared) nearest = {&series, i, squared};  // false for NaN
        }
    }
    return nearest;
}

// "channel 217: tench 0.830 ± 0.0614 (50)": what a channel does for a class, or for all (-1).
Text gate_text(const ExcitationProfile& profile, int block, int channel, int cls) {
    const std::vector<int> one{channel};
    const std::string number = with_separators(std::uint64_t(channel));
    if (cls < 0) {
        return {translatable("figures", "channel %1: %2 %3 (%4)"),
                {number, all_classes_text(profile),
                 three_digits(overall_mean_of_channels(profile.gates, block, one).front()),
                 with_separators(profile.images())}};
    }
    return {translatable("figures", "channel %1: %2 %3 ± %4 (%5)"),
            {number, shown_name(profile, cls),
             three_digits(mean_of_channels(profile.gates, block, cls, one).front()),
             three_digits(deviation_of_channels(profile.gates, block, cls, one).front()),
             with_separators(profile.gates.images[std::size_t(cls)])}};
}

Text curve_text(const ExcitationProfile& profile, const Panel& panel, const ReadOut& found,
                const Series& series) {
    const std::string y = three_digits(found.y);
    if (found.channel >= 0 && series.cls < 0 && series.images == 0) {
        return {translatable("figures", "channel %1: %2 %3"),
                {with_separators(std::uint64_t(found.channel)), found.name, y}};
    }
    if (panel.block >= 0 && found.channel >= 0) {
        return gate_text(profile, panel.block, found.channel, found.cls);
    }
    if (panel.x.of == Quantity::block) {
        return {translatable("figures", "%1: %2 %3"),
                {position_text(panel.x, found.x), found.name, y}};
    }
    const std::string x = three_digits(found.x);
    if (panel.y.of == Quantity::block) {
        return {translatable("figures", "%1: %2, gate %3"),
                {panel.y.names[std::size_t(std::max(found.block, 0))], found.name, x}};
    }
    if (panel.y.of == Quantity::cls)
        return {translatable("figures", "%1: gate %2"), {found.name, x}};
    return {translatable("figures", "%1: %2 % of gates near %3"), {found.name, y, x}};
}

std::optional<ReadOut> read_curve(const ExcitationProfile& profile, const Panel& panel,
                                  const PanelPoint& point) {
    const Nearest nearest = nearest_point(panel, point);
    if (nearest.series == nullptr) return std::nullopt;
    ReadOut found;
    found.x = nearest.series->x[nearest.at];
    found.y = nearest.series->y[nearest.at];
    found.distance = std::sqrt(nearest.squared);
    found.name = nearest.series->name;
    found.cls = nearest.series->cls;
    found.channel = index_at(panel.x, Quantity::channel, found.x);
    found.block = panel.block;
    if (panel.x.of == Quantity::block) found.block = index_at(panel.x, Quantity::block, found.x);
    // A ridge rises from the row of its block.
    if (panel.y.of == Quantity::block) {
        found.block = std::clamp(int(std::ceil(found.y - 1e-9)), 0, int(panel.y.names.size()) - 1);
    }
    found.text = curve_text(profile, panel, found, *nearest.series);
    return found;
}

std::optional<ReadOut> read_map(const ExcitationProfile& profile, const Panel& panel,
                                const PanelPoint& point) {
    const auto column = std::llround(point.x);
    const auto row = std::llround(point.y);
    const HeatMap& map = *panel.map;
    if (column < 0 || column >= map.columns || row < 0 || row >= map.rows) return std::nullopt;
    ReadOut found;
    found.x = double(column);
    found.y = double(row);
    found.block = panel.block;
    found.cls = index_at(panel.y, Quantity::cls, found.y);
    found.name = position_text(panel.y, found.y);
    found.channel = index_at(panel.x, Quantity::channel, found.x);
    if (found.channel >= 0 && found.cls >= 0) {
        found.text = gate_text(profile, panel.block, found.channel, found.cls);
    } else {
        found.text = {translatable("figures", "%1 and %2: correlation %3"),
                      {position_text(panel.y, found.y), position_text(panel.x, found.x),
                       three_digits(double(map.at(int(row), int(column))))}};
    }
    return found;
}

}  // namespace

std::optional<ReadOut> read_out(const ExcitationProfile& profile, const Figure& figure,
                                const PanelPoint& point) {
    if (point.panel >= figure.panels.size()) return std::nullopt;
    const Panel& panel = figure.panels[point.panel];
    return panel.map ? read_map(profile, panel, point) : read_curve(profile, panel, point);
}

int index_at(const Axis& axis, Quantity quantity, double at) {
    if (axis.of != quantity || !std::isfinite(at)) return -1;
    const auto position = std::llround(at);
    if (position < 0) return -1;
    if (axis.ids.empty()) return double(position) <= axis.high ? int(position) : -1;
    return position < std::ssize(axis.ids) ? axis.ids[std::size_t(position)] : -1;
}

std::optional<double> position_of(const Axis& axis, Quantity quantity, int index) {
    if (axis.of != quantity || index < 0) return std::nullopt;
    if (axis.ids.empty()) {
        if (index > axis.high) return std::nullopt;
        return index;
    }
    const auto found = std::find(axis.ids.begin(), axis.ids.end(), index);
    if (found == axis.ids.end()) return std::nullopt;
    return double(found - axis.ids.begin());
}

}  // namespace sescope
