// SPDX-License-Identifier: GPL-3.0-or-later
// Figures made by hand for the tests of drawing.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "core/figures/figure.h"

namespace sescope {

inline Series made_series(const std::string& name, int colour, double level, int points = 50) {
    Series series;
    series.name = name;
    series.kind = colour < 0 ? SeriesKind::line : SeriesKind::line_and_markers;
    series.colour = colour;
    series.images = 50;
    for (int i = 0; i < points; ++i) {
        series.x.push_back(i * 5);
        series.y.push_back(level + 0.1 * std::sin(i));
    }
    return series;
}

inline Series made_band(const std::string& name, int colour, double level, int points = 50) {
    Series series = made_series(name, colour, level, points);
    series.kind = SeriesKind::band;
    for (const double y : series.y) {
        series.low.push_back(y - 0.2);
        series.high.push_back(y + 0.2);
    }
    return series;
}

inline Panel made_panel(const std::string& title, std::vector<Series> series) {
    Panel panel{title,
                {"Channel index", 0, 255},
                {"Mean gate", 0, 1, {0.05, 0.5, 0.95}},
                std::move(series)};
    panel.x.of = Quantity::channel;
    return panel;
}

/// So many panels of two classes and the mean.
inline Figure made_figure(int panels = 6) {
    Figure figure;
    figure.name = "class";
    figure.title = "Mean gates per class";
    figure.caption =
        "Each curve is a class; this line says how to read it, and it is long enough "
        "to be broken where the figure is narrow.";
    for (int i = 0; i < panels; ++i) {
        figure.panels.push_back(
            made_panel("SE_2_" + std::to_string(i + 1),
                       {made_series("tench", 0, 0.3), made_series("golf & tee <ball>", 1, 0.7),
                        made_series("all 10 classes", -1, 0.5)}));
    }
    return figure;
}

}  // namespace sescope
