// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/clipped_panel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Point {
    double x;
    double y;
};

struct Box {
    AxisRange x;
    AxisRange y;
    bool holds(Point at) const {
        return at.x >= x.low && at.x <= x.high && at.y >= y.low && at.y <= y.high;
    }
};

struct Segment {
    Point from;
    Point to;
};

// What lies within of a segment (Liang and Barsky, 1984); false: nothing.
bool cut(Segment& segment, const Box& box) {
    const Point d{segment.to.x - segment.from.x, segment.to.y - segment.from.y};
    double enters = 0;
    double leaves = 1;
    const auto keep = [&](double step, double room) {
        if (step == 0) return room >= 0;
        const double at = room / step;
        (step < 0 ? enters : leaves) = step < 0 ? std::max(enters, at) : std::min(leaves, at);
        return enters <= leaves;
    };
    const Point from = segment.from;
    if (!keep(-d.x, from.x - box.x.low) || !keep(d.x, box.x.high - from.x) ||
        !keep(-d.y, from.y - box.y.low) || !keep(d.y, box.y.high - from.y))
        return false;
    segment = {{from.x + enters * d.x, from.y + enters * d.y},
               {from.x + leaves * d.x, from.y + leaves * d.y}};
    return true;
}

Series line_within(const Series& series, const Box& box) {
    Series line = series;
    line.kind = SeriesKind::line;
    line.x.clear();
    line.y.clear();
    const auto add = [&](Point at) {
        const bool last = !line.x.empty() && line.x.back() == at.x && line.y.back() == at.y;
        if (last) return;
        line.x.push_back(at.x);
        line.y.push_back(at.y);
    };
    for (std::size_t i = 1; i < series.x.size(); ++i) {
        Segment segment{{series.x[i - 1], series.y[i - 1]}, {series.x[i], series.y[i]}};
        if (!std::isfinite(segment.from.y) || !std::isfinite(segment.to.y)) continue;
        if (!cut(segment, box)) continue;
        const bool goes_on =
            !line.x.empty() && line.x.back() == segment.from.x && line.y.back() == segment.from.y;
        if (!goes_on && !line.x.empty()) {
            line.x.push_back(segment.from.x);  // what lies between is out of sight
            line.y.push_back(kNaN);
        }
        add(segment.from);
        add(segment.to);
    }
    return line;
}

Series markers_within(const Series& series, const Box& box) {
    Series markers = series;
    markers.kind = SeriesKind::markers;
    markers.x.clear();
    markers.y.clear();
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        if (!box.holds({series.x[i], series.y[i]})) continue;
        markers.x.push_back(series.x[i]);
        markers.y.push_back(series.y[i]);
    }
    return markers;
}

// Between two points of a band, the one at the edge.
void add_edge(Series& band, const Series& of, std::size_t i, double x) {
    const double share = (x - of.x[i - 1]) / (of.x[i] - of.x[i - 1]);
    const auto between = [&](const std::vector<double>& values) {
        return values[i - 1] + share * (values[i] - values[i - 1]);
    };
    band.x.push_back(x);
    band.low.push_back(between(of.low));
    band.high.push_back(between(of.high));
}

// Along x; along y every band is cut where it is drawn. Its middle line is a series of its own.
Series band_within(const Series& series, const AxisRange& x) {
    Series band = series;
    band.x.clear();
    band.low.clear();
    band.high.clear();
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        for (const double edge : {x.low, x.high}) {
            if (i > 0 && series.x[i - 1] < edge && series.x[i] > edge)
                add_edge(band, series, i, edge);
        }
        if (series.x[i] < x.low || series.x[i] > x.high) continue;
        band.x.push_back(series.x[i]);
        band.low.push_back(series.low[i]);
        band.high.push_back(series.high[i]);
    }
    band.y.assign(band.x.size(), kNaN);
    return band;
}

}  // namespace

Panel clipped(Panel panel) {
    if (!panel.x.shown && !panel.y.shown) return panel;
    const auto shown = [](const Axis& axis) {
        return axis.shown.value_or(AxisRange{-std::numeric_limits<double>::infinity(),
                                             std::numeric_limits<double>::infinity()});
    };
    const Box box{shown(panel.x), shown(panel.y)};
    std::vector<Series> within;
    for (const Series& series : panel.series) {
        if (series.kind == SeriesKind::band) within.push_back(band_within(series, box.x));
        if (series.kind != SeriesKind::markers) within.push_back(line_within(series, box));
        if (series.kind == SeriesKind::markers || series.kind == SeriesKind::line_and_markers)
            within.push_back(markers_within(series, box));
    }
    panel.series = std::move(within);
    return panel;
}

}  // namespace sescope
