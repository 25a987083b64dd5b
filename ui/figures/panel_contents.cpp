// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/panel_contents.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/clipped_panel.h"
#include "ui/figures/curve_bundle.h"
#include "ui/figures/curve_graph.h"
#include "ui/figures/heat_map_plot.h"
#include "ui/figures/shown_text.h"

namespace sescope {
namespace {

constexpr double kGuidePoints = 0.5;
// From so many curves on none can be followed for itself: they are drawn together, as hairlines.
constexpr std::size_t kManyCurves = 64;
// The same where curves are fewer but go through so many points that ink is all that is seen.
constexpr std::size_t kManyPoints = 20'000;
constexpr std::size_t kFewCurves = 8;

QVector<double> vector_of(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

void add_guides(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style) {
    QPen pen = style.thin_pen(style.theme.guide, kGuidePoints);
    pen.setDashPattern({4, 4});
    for (const double guide : panel.y.guides) {
        add_line(rect, {{0, guide}, {1, guide}, true, false}, pen)->setLayer("grid");
    }
}

// SVG has no clipping in Qt 6.4, so a band that leaves the axis is cut here.
QVector<double> kept_within(const std::vector<double>& values, const Axis& axis) {
    QVector<double> kept = vector_of(values);
    const AxisRange range = axis.shown.value_or(AxisRange{axis.low, axis.high});
    for (double& value : kept) {
        if (std::isfinite(value)) value = std::clamp(value, range.low, range.high);
    }
    return kept;
}

QCPGraph& add_graph(QCPAxisRect& rect, const Series& series, const QVector<double>& values) {
    auto* graph = new CurveGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    const bool sorted = std::is_sorted(series.x.begin(), series.x.end());
    graph->setData(vector_of(series.x), values, sorted);
    graph->setName(shown(series.name));
    graph->setSelectable(QCP::stNone);
    return *graph;  // owned by the plot
}

void add_band(QCPAxisRect& rect, const Panel& panel, const Series& series, const PlotStyle& style) {
    QCPGraph& low = add_graph(rect, series, kept_within(series.low, panel.y));
    QCPGraph& high = add_graph(rect, series, kept_within(series.high, panel.y));
    low.setPen(Qt::NoPen);
    high.setPen(Qt::NoPen);
    high.setBrush(style.band_colour(series.colour));
    high.setChannelFillGraph(&low);
}

void add_curve(QCPAxisRect& rect, const Series& series, const PlotStyle& style) {
    QCPGraph& graph = add_graph(rect, series, vector_of(series.y));
    graph.setPen(style.curve_pen(series.colour, series.x.size(), series.thickness));
    const bool markers =
        series.kind == SeriesKind::markers || series.kind == SeriesKind::line_and_markers;
    if (series.kind == SeriesKind::markers) graph.setLineStyle(QCPGraph::lsNone);
    if (markers) graph.setScatterStyle(style.marker(series.colour, series.thickness));
}

bool are_many(const Panel& panel) {
    std::size_t points = 0;
    for (const auto& series : panel.series) points += series.x.size();
    return panel.series.size() > kManyCurves ||
           (panel.series.size() > kFewCurves && points > kManyPoints);
}

bool in_bundle(const Series& series) {
    return series.colour >= 0 && series.kind != SeriesKind::markers;
}

// Below the neutral line, which would be buried among so many.
void add_bundle(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style) {
    auto* bundle = new CurveBundle(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    for (const auto& series : panel.series) {
        if (in_bundle(series)) bundle->add(series, style.curve_colour(series.colour));
    }
}

}  // namespace

QCPItemLine* add_line(QCPAxisRect& rect, const PanelLine& line, const QPen& pen) {
    auto* item = new QCPItemLine(rect.parentPlot());  // owned by the plot
    item->setClipAxisRect(&rect);
    for (QCPItemPosition* end : {item->start, item->end}) {
        end->setAxisRect(&rect);
        end->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        end->setTypeX(line.x_ratio ? QCPItemPosition::ptAxisRectRatio
                                   : QCPItemPosition::ptPlotCoords);
        end->setTypeY(line.y_ratio ? QCPItemPosition::ptAxisRectRatio
                                   : QCPItemPosition::ptPlotCoords);
    }
    item->start->setCoords(line.from);
    item->end->setCoords(line.to);
    item->setPen(pen);
    item->setSelectable(false);
    return item;
}

void add_contents(QCPAxisRect& rect, const Panel& whole, const ColourScale& scale,
                  const PlotStyle& style) {
    const Panel panel = clipped(whole);
    add_guides(rect, panel, style);
    if (panel.map) {
        new HeatMapPlot(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft), *panel.map, scale,
                        style.theme.guide);  // owned by the plot
    }
    // Bands lie below all lines, and the broad neutral line below the thin ones.
    for (const auto& series : panel.series) {
        if (series.kind == SeriesKind::band) add_band(rect, panel, series, style);
    }
    const bool many = are_many(panel);
    if (many) add_bundle(rect, panel, style);
    for (const bool neutral : {true, false}) {
        for (const auto& series : panel.series) {
            const bool bundled = many && in_bundle(series);
            if ((series.colour < 0) == neutral && !bundled) add_curve(rect, series, style);
        }
    }
}

}  // namespace sescope
