// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/figures/figure.h"

namespace sescope {
namespace {

// Whole cells: a viewer that does not cut would show the rest of them.
AxisRange whole_cells(AxisRange range, const Axis& axis) {
    return {std::max(axis.low, std::floor(range.low + 0.5) - 0.5),
            std::min(axis.high, std::ceil(range.high - 0.5) + 0.5)};
}

}  // namespace

Figure zoomed(Figure figure, const std::vector<Zoom>& zooms) {
    for (const Zoom& zoom : zooms) {
        if (zoom.panel < 1 || zoom.panel > std::ssize(figure.panels)) {
            throw Error(ErrorKind::usage, fmt::format("the figure has no panel {}", zoom.panel), {},
                        fmt::format("choose one from 1 to {}", figure.panels.size()));
        }
        const bool sensible = zoom.x.low < zoom.x.high && zoom.y.low < zoom.y.high;
        if (!sensible) {
            throw Error(ErrorKind::usage,
                        fmt::format("the part that panel {} is to show is empty", zoom.panel), {},
                        "give the lower end of each axis first");
        }
        Panel& panel = figure.panels[std::size_t(zoom.panel - 1)];
        panel.x.shown = panel.map ? whole_cells(zoom.x, panel.x) : zoom.x;
        panel.y.shown = panel.map ? whole_cells(zoom.y, panel.y) : zoom.y;
    }
    return figure;
}

}  // namespace sescope
