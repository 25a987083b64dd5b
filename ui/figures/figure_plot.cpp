// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/figure_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/figure_legend.h"
#include "ui/figures/layout_elements.h"
#include "ui/figures/panel_contents.h"
#include "ui/figures/picture_row.h"
#include "ui/figures/shown_text.h"

namespace sescope {
namespace {

// Sizes in points at a font of 8 points, from which they grow with the font.
constexpr double kNarrowestPanel = 13;  // ems of the font: room for the tick labels
constexpr double kAxisPoints = 0.6;
constexpr double kTickPoints = 2.5;
constexpr double kPadding = 0.03;  // of an axis, so that values at its ends are seen whole

void set_names(QCPAxis& axis, const Axis& values, const PlotStyle& style) {
    const bool across = axis.orientation() == Qt::Horizontal;
    const QFontMetricsF metrics(style.small_font());
    double widest = 0;
    for (const auto& name : values.names) {
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(name)));
    }
    constexpr std::size_t kMostUpright = 16;
    const bool turned =
        across && (values.names.size() > kMostUpright || values.of == Quantity::cls);
    if (turned) axis.setTickLabelRotation(-90);
    const double room = across && !turned ? widest + style.units(6) : metrics.height();
    axis.setTicker(QSharedPointer<NameTicker>::create(&axis, values.names, room));
    axis.setTickLength(0, 0);
}

void style_axis(QCPAxis& axis, const Panel& panel, const Axis& values, const PlotStyle& style) {
    axis.setRange(values.shown ? QCPRange(values.shown->low, values.shown->high)
                               : full_range(panel, values));
    axis.setRangeReversed(values.downwards);
    axis.setBasePen(style.thin_pen(style.theme.axis, kAxisPoints));
    axis.setTickPen(style.thin_pen(style.theme.axis, kAxisPoints));
    axis.setSubTicks(false);
    axis.setTickLength(0, style.whole_units(kTickPoints));
    axis.setTickLabelFont(style.small_font());
    axis.setTickLabelColor(style.theme.text);
    axis.setTickLabelPadding(style.whole_units(1.5));
    axis.setLabelFont(style.font());
    axis.setLabelColor(style.theme.text);
    axis.setLabelPadding(style.whole_units(2));
    axis.setPadding(0);
    axis.setNumberFormat("gb");
    axis.grid()->setVisible(false);
    if (!values.names.empty()) {
        set_names(axis, values, style);
    } else if (values.of == Quantity::channel) {
        const auto ticker = QSharedPointer<ChannelTicker>::create(int(values.high + 0.5) + 1);
        ticker->setTickCount(4);
        axis.setTicker(ticker);
    } else {
        axis.ticker()->setTickCount(3);
    }
    if (!values.ticks) axis.setTicks(false);
}

// The top axis is only there for its label.
void set_title(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style) {
    QCPAxis* top = rect.axis(QCPAxis::atTop);
    top->setVisible(true);
    top->setBasePen(Qt::NoPen);
    top->setTicks(false);
    top->setTickLabels(false);
    top->grid()->setVisible(false);
    QFont bold = style.font();
    bold.setBold(true);
    top->setLabelFont(bold);
    top->setLabelColor(style.theme.text);
    top->setLabelPadding(style.whole_units(3));
    top->setPadding(0);
    top->setLabel(QString::fromStdString(panel.title));
}

struct Place {
    bool left = false;    // the first of its row, or with labels unlike those of the one before
    bool bottom = false;  // none below it, or with labels unlike those of that one
};

QCPAxisRect* new_panel(QCustomPlot& plot, const Panel& panel, const PlotStyle& style, Place place) {
    auto* rect = new PanelRect(&plot);
    rect->setMinimumSize(1, 1);
    const int around = style.whole_units(style.font_pt * 0.75);
    rect->setMinimumMargins(QMargins(around, 0, around, 0));
    QCPAxis* x = rect->axis(QCPAxis::atBottom);
    QCPAxis* y = rect->axis(QCPAxis::atLeft);
    style_axis(*x, panel, panel.x, style);
    style_axis(*y, panel, panel.y, style);
    y->setTickLabels(place.left);
    if (place.left) rect->set_y_label(shown(panel.y.label));
    if (place.bottom) x->setLabel(shown(panel.x.label));
    if (!panel.x.names.empty()) x->setTickLabels(place.bottom);
    set_title(*rect, panel, style);
    return rect;
}

bool same_labels(const Axis& a, const Axis& b) {
    return a.label.str() == b.label.str() && a.names == b.names && a.high == b.high &&
           a.shown == b.shown;
}

Place place_of(const Figure& figure, int panel, int columns) {
    const auto at = [&](int i) -> const Panel& { return figure.panels[std::size_t(i)]; };
    Place place{panel % columns == 0, panel + columns >= int(figure.panels.size())};
    if (!place.left) place.left = !same_labels(at(panel).y, at(panel - 1).y);
    if (!place.bottom && !at(panel).x.names.empty()) {
        place.bottom = !same_labels(at(panel).x, at(panel + columns).x);
    }
    return place;
}

int columns_that_fit(const Figure& figure, const PlotStyle& style, double width) {
    const double narrowest = style.units(style.font_pt) * kNarrowestPanel;
    const int most = std::max(1, std::min(figure.columns, int(figure.panels.size())));
    const int columns = std::clamp(int(width / narrowest), 1, most);
    const int rows = (int(figure.panels.size()) + columns - 1) / columns;
    return (int(figure.panels.size()) + rows - 1) / rows;
}

// What the panels stand in: below the pictures, where there are any.
QCPLayoutElement& panels_of(const QCustomPlot& plot) {
    QCPLayoutGrid& rows = *plot.plotLayout();
    const bool pictures = dynamic_cast<PictureRow*>(rows.element(0, 0)) != nullptr;
    return *rows.element(pictures ? 1 : 0, 0);
}

// The panels, and beside them what their colours mean.
PanelGrid* add_panel_grid(QCustomPlot& plot, const Figure& figure, const PlotStyle& style,
                          int row) {
    constexpr double kKeptFrom = 0.95;  // squares are worth some empty room, other shapes are not
    auto* grid = new PanelGrid(figure.aspect >= kKeptFrom && figure.scale ? figure.aspect : 0);
    grid->setColumnSpacing(style.whole_units(2));
    grid->setRowSpacing(style.whole_units(4));
    if (!figure.scale) {
        plot.plotLayout()->addElement(row, 0, grid);
        return grid;
    }
    QCPLayoutElement* const bar = new_colour_bar(plot, *figure.scale, style);
    plot.plotLayout()->addElement(row, 0, new BesideBar(&plot, grid, bar, style.whole_units(4)));
    return grid;
}

// As high as the panels themselves, where they stand in one row.
void align_bar(QCustomPlot& plot, const std::vector<QCPAxisRect*>& rects) {
    const auto* const beside = dynamic_cast<BesideBar*>(&panels_of(plot));
    if (beside == nullptr) return;
    auto* const group = new QCPMarginGroup(&plot);  // owned by the plot
    beside->bar().setMarginGroup(QCP::msTop | QCP::msBottom, group);
    for (QCPAxisRect* const rect : rects) rect->setMarginGroup(QCP::msTop | QCP::msBottom, group);
}

}  // namespace

void show_figure(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, double width,
                 bool caption) {
    plot.clearPlottables();
    plot.clearItems();
    plot.plotLayout()->clear();
    qDeleteAll(plot.findChildren<QCPMarginGroup*>());  // of the panels that were shown before
    plot.setBackground(QBrush(style.theme.background));
    plot.setAntialiasedElements(QCP::aeAll);
    plot.plotLayout()->setRowSpacing(style.whole_units(4));
    const int edge = style.whole_units(style.font_pt * 0.4);
    plot.plotLayout()->setMargins(QMargins(edge, edge, edge, edge));
    int row = 0;
    if (!figure.pictures.empty()) {
        plot.plotLayout()->addElement(
            row, 0, new PictureRow(&plot, figure.pictures, style, width - 2 * edge));
        plot.plotLayout()->setRowStretchFactor(row++, 0.001);
    }
    PanelGrid* const grid = add_panel_grid(plot, figure, style, row++);
    const int columns = columns_that_fit(figure, style, width);
    const int panels = int(figure.panels.size());
    std::vector<QCPAxisRect*> rects;
    std::vector<QCPMarginGroup*> edges;  // of each column: panels stand exactly below each other
    for (int i = 0; i < columns; ++i) edges.push_back(new QCPMarginGroup(&plot));
    for (int i = 0; i < panels; ++i) {
        const Panel& panel = figure.panels[std::size_t(i)];
        QCPAxisRect* rect = new_panel(plot, panel, style, place_of(figure, i, columns));
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, edges[std::size_t(i % columns)]);
        grid->addElement(i / columns, i % columns, rect);
        add_contents(*rect, panel, scale_of(figure, panel), style);
        rects.push_back(rect);
    }
    if (figure.scale && panels <= columns) align_bar(plot, rects);
    const bool curves = std::any_of(figure.panels.begin(), figure.panels.end(),
                                    [](const Panel& panel) { return !panel.series.empty(); });
    if (curves) add_legend(plot, figure, style, row++);
    if (caption && !figure.caption.empty()) add_caption(plot, figure, style, row);
}

ColourScale scale_of(const Figure& figure, const Panel& panel) {
    return panel.scale.value_or(figure.scale.value_or(ColourScale{}));
}

QCPRange full_range(const Panel& panel, const Axis& axis) {
    const bool exact = panel.map.has_value() || !axis.names.empty();
    const double padding = exact ? 0 : kPadding * (axis.high - axis.low);
    return {axis.low - padding, axis.high + padding};
}

PanelGrid& panel_grid(const QCustomPlot& plot) {
    QCPLayoutElement& panels = panels_of(plot);
    if (auto* grid = dynamic_cast<PanelGrid*>(&panels)) return *grid;
    return dynamic_cast<BesideBar&>(panels).grid();
}

std::vector<QCPAxisRect*> panel_rects(const QCustomPlot& plot) {
    const auto rects = plot.axisRects();
    return {rects.begin(), rects.end()};
}

}  // namespace sescope
