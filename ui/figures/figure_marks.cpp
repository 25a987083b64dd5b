// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/figure_marks.h"

#include "core/figures/read_out.h"
#include "ui/figures/curve_graph.h"
#include "ui/figures/figure_plot.h"
#include "ui/figures/panel_contents.h"

namespace sescope {
namespace {

const QString kLayer = QStringLiteral("overlay");
constexpr double kMarkPoints = 0.9;
constexpr double kPickedCurve = 2.4;  // times as thick as it is

}  // namespace

void FigureMarks::clear() {
    for (const auto& item : items_) {
        if (item) plot_.removeItem(item);
    }
    for (const auto& curve : curves_) {
        if (curve) plot_.removeGraph(curve);
    }
    items_.clear();
    curves_.clear();
}

void FigureMarks::across(QCPAxisRect& rect, bool vertical, double at, const QPen& pen) {
    const PanelLine line = vertical ? PanelLine{{at, 0}, {at, 1}, false, true}
                                    : PanelLine{{0, at}, {1, at}, true, false};
    QCPItemLine* const item = add_line(rect, line, pen);
    item->setLayer(kLayer);
    items_.emplace_back(item);
}

// The unit around a position: filled faintly, or only its outline where there are cells below.
void FigureMarks::strip(QCPAxisRect& rect, bool vertical, double at, const QPen& pen,
                        const QBrush& brush) {
    auto* const item = new QCPItemRect(&plot_);  // owned by the plot
    item->setLayer(kLayer);
    item->setClipAxisRect(&rect);
    for (QCPItemPosition* corner : {item->topLeft, item->bottomRight}) {
        corner->setAxisRect(&rect);
        corner->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        corner->setTypeX(vertical ? QCPItemPosition::ptPlotCoords
                                  : QCPItemPosition::ptAxisRectRatio);
        corner->setTypeY(vertical ? QCPItemPosition::ptAxisRectRatio
                                  : QCPItemPosition::ptPlotCoords);
    }
    item->topLeft->setCoords(vertical ? QPointF(at - 0.5, 0) : QPointF(0, at - 0.5));
    item->bottomRight->setCoords(vertical ? QPointF(at + 0.5, 1) : QPointF(1, at + 0.5));
    item->setPen(pen);
    item->setBrush(brush);
    item->setSelectable(false);
    items_.emplace_back(item);
}

void FigureMarks::mark_positions(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style,
                                 const Marks& marks, const QColor& on_map) {
    const bool map = panel.map.has_value();
    QColor faint = style.theme.mark;
    faint.setAlphaF(0.12F);
    const std::pair<Quantity, int> picked[] = {{Quantity::channel, marks.channel},
                                               {Quantity::cls, marks.cls},
                                               {Quantity::block, marks.block}};
    for (const bool vertical : {true, false}) {
        const Axis& axis = vertical ? panel.x : panel.y;
        for (const auto& [quantity, index] : picked) {
            const auto at = position_of(axis, quantity, index);
            if (!at) continue;
            if (quantity == Quantity::channel) {
                across(rect, vertical, *at,
                       style.thin_pen(map ? on_map : style.theme.mark, kMarkPoints));
            } else if (map) {
                strip(rect, vertical, *at, style.thin_pen(on_map, kMarkPoints * 1.4), Qt::NoBrush);
            } else {
                strip(rect, vertical, *at, QPen(Qt::NoPen), faint);
            }
        }
    }
}

void FigureMarks::mark_curve(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style,
                             int cls) {
    for (const auto& series : panel.series) {
        if (series.cls != cls || series.kind == SeriesKind::markers) continue;
        auto* const curve =
            new CurveGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        curve->setLayer(kLayer);
        curve->removeFromLegend();  // it stands there by the curve that it lies on
        curve->setData(QVector<double>(series.x.begin(), series.x.end()),
                       QVector<double>(series.y.begin(), series.y.end()),
                       std::is_sorted(series.x.begin(), series.x.end()));
        curve->setPen(
            style.curve_pen(series.colour, series.x.size(), kPickedCurve * series.thickness));
        curve->setSelectable(QCP::stNone);
        curves_.emplace_back(curve);
    }
}

void FigureMarks::show(const Figure& figure, const PlotStyle& style, const Marks& marks) {
    clear();
    const auto rects = panel_rects(plot_);
    for (std::size_t i = 0; i < rects.size() && i < figure.panels.size(); ++i) {
        const Panel& panel = figure.panels[i];
        // Whose middle is white.
        const bool white = scale_of(figure, panel).colours != ColourMap::blue_red;
        mark_positions(*rects[i], panel, style, marks, white ? Qt::white : Qt::black);
        if (marks.cls >= 0) mark_curve(*rects[i], panel, style, marks.cls);
    }
}

}  // namespace sescope
