// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/figure_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/curve_graph.h"
#include "ui/figures/layout_elements.h"

namespace sescope {
namespace {

// Sizes in points at a font of 8 points, from which they grow with the font.
constexpr double kNarrowestPanel = 13;  // ems of the font: room for the tick labels
constexpr double kAxisPoints = 0.6;
constexpr double kGuidePoints = 0.5;
constexpr double kTickPoints = 2.5;
constexpr double kIconPoints = 18;
constexpr double kPadding = 0.03;  // of an axis, so that values at its ends are seen whole

QString text_of(const std::string& text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QVector<double> vector_of(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

QCPRange padded(const Axis& axis) {
    const double padding = kPadding * (axis.high - axis.low);
    return {axis.low - padding, axis.high + padding};
}

void style_axis(QCPAxis& axis, const Axis& values, const PlotStyle& style) {
    axis.setRange(padded(values));
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
    top->setLabel(text_of(panel.title));
}

void add_guides(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style) {
    QPen pen = style.thin_pen(style.theme.guide, kGuidePoints);
    pen.setDashPattern({4, 4});
    for (const double guide : panel.y.guides) {
        auto* line = new QCPItemLine(rect.parentPlot());  // owned by the plot
        line->setLayer("grid");
        line->setClipAxisRect(&rect);
        for (QCPItemPosition* end : {line->start, line->end}) {
            end->setTypeX(QCPItemPosition::ptAxisRectRatio);
            end->setTypeY(QCPItemPosition::ptPlotCoords);
            end->setAxisRect(&rect);
            end->setAxes(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
        }
        line->start->setCoords(0, guide);
        line->end->setCoords(1, guide);
        line->setPen(pen);
        line->setSelectable(false);
    }
}

// SVG has no clipping in Qt 6.4, so a band that leaves the axis is cut here.
QVector<double> kept_within(const std::vector<double>& values, const Axis& axis) {
    QVector<double> kept = vector_of(values);
    for (double& value : kept) {
        if (std::isfinite(value)) value = std::clamp(value, axis.low, axis.high);
    }
    return kept;
}

QCPGraph& add_graph(QCPAxisRect& rect, const Series& series, const QVector<double>& values) {
    auto* graph = new CurveGraph(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
    graph->setData(vector_of(series.x), values, true);
    graph->setName(text_of(series.name));
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

bool has_markers(const Series& series) {
    return series.kind == SeriesKind::markers || series.kind == SeriesKind::line_and_markers;
}

void add_curve(QCPAxisRect& rect, const Series& series, const PlotStyle& style) {
    QCPGraph& graph = add_graph(rect, series, vector_of(series.y));
    graph.setPen(style.curve_pen(series.colour, series.x.size()));
    if (series.kind == SeriesKind::markers) graph.setLineStyle(QCPGraph::lsNone);
    if (has_markers(series)) graph.setScatterStyle(style.marker(series.colour));
}

void add_series(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style) {
    // Bands lie below all lines, and the broad neutral line below the thin ones.
    for (const auto& series : panel.series) {
        if (series.kind == SeriesKind::band) add_band(rect, panel, series, style);
    }
    for (const bool neutral : {true, false}) {
        for (const auto& series : panel.series) {
            if ((series.colour < 0) == neutral) add_curve(rect, series, style);
        }
    }
}

struct Place {
    bool left = false;    // the first of its row
    bool bottom = false;  // none below it
};

QCPAxisRect* new_panel(QCustomPlot& plot, const Panel& panel, const PlotStyle& style, Place place) {
    auto* rect = new QCPAxisRect(&plot);
    rect->setMinimumSize(1, 1);
    const int around = style.whole_units(style.font_pt * 0.75);
    rect->setMinimumMargins(QMargins(around, 0, around, 0));
    QCPAxis* x = rect->axis(QCPAxis::atBottom);
    QCPAxis* y = rect->axis(QCPAxis::atLeft);
    style_axis(*x, panel.x, style);
    style_axis(*y, panel.y, style);
    const auto ticker = QSharedPointer<ChannelTicker>::create(int(panel.x.high) + 1);
    ticker->setTickCount(4);
    x->setTicker(ticker);
    y->ticker()->setTickCount(3);
    y->setTickLabels(place.left);
    if (place.left) y->setLabel(text_of(panel.y.label));
    if (place.bottom) x->setLabel(text_of(panel.x.label));
    set_title(*rect, panel, style);
    return rect;
}

int columns_that_fit(const Figure& figure, const PlotStyle& style, double width) {
    const double narrowest = style.units(style.font_pt) * kNarrowestPanel;
    const int most = std::max(1, std::min(figure.columns, int(figure.panels.size())));
    const int columns = std::clamp(int(width / narrowest), 1, most);
    const int rows = (int(figure.panels.size()) + columns - 1) / columns;
    return (int(figure.panels.size()) + rows - 1) / rows;
}

void add_legend(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, int row) {
    auto* legend = new WrappedLegend;
    auto* centred = new QCPLayoutGrid;
    plot.plotLayout()->addElement(row, 0, centred);
    plot.plotLayout()->setRowStretchFactor(row, 0.001);
    centred->addElement(0, 0, new QCPLayoutElement(&plot));
    centred->addElement(0, 1, legend);
    centred->addElement(0, 2, new QCPLayoutElement(&plot));
    centred->setColumnStretchFactor(1, 0.001);
    centred->setColumnSpacing(0);
    legend->setLayer("legend");
    legend->setFont(style.font());
    legend->setTextColor(style.theme.text);
    legend->setIconSize(style.whole_units(kIconPoints), style.whole_units(style.font_pt));
    legend->setIconTextPadding(style.whole_units(3));
    legend->setColumnSpacing(style.whole_units(style.font_pt * 1.5));
    legend->setRowSpacing(style.whole_units(1));
    legend->setMargins(QMargins(0, style.whole_units(2), 0, 0));
    QStringList named;
    for (const auto& panel : figure.panels) {
        for (const auto& series : panel.series) {
            const QString text = text_of(legend_text(series));
            if (named.contains(text)) continue;
            named += text;
            CurveLegendItem::Look look{style.curve_pen(series.colour, series.x.size()), {}, {}};
            if (series.kind == SeriesKind::markers) look.line = QPen(Qt::NoPen);
            if (has_markers(series)) look.marker = style.marker(series.colour);
            if (series.kind == SeriesKind::band) look.band = style.band_colour(series.colour);
            auto* item = new CurveLegendItem(legend, text, look);
            item->setFont(style.font());
            item->setTextColor(style.theme.text);
            legend->addItem(item);
        }
    }
}

void add_caption(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, int row) {
    auto* caption = new WrappedText(&plot, text_of(figure.caption), style.small_font());
    caption->setTextColor(style.theme.muted);
    caption->setTextFlags(Qt::AlignLeft | Qt::AlignTop);
    caption->setMargins(QMargins(0, style.whole_units(3), 0, 0));
    plot.plotLayout()->addElement(row, 0, caption);
    plot.plotLayout()->setRowStretchFactor(row, 0.001);
}

}  // namespace

void show_figure(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, double width,
                 bool caption) {
    plot.clearPlottables();
    plot.clearItems();
    plot.plotLayout()->clear();
    plot.setBackground(QBrush(style.theme.background));
    plot.setAntialiasedElements(QCP::aeAll);
    plot.plotLayout()->setRowSpacing(style.whole_units(4));
    const int edge = style.whole_units(style.font_pt * 0.4);
    plot.plotLayout()->setMargins(QMargins(edge, edge, edge, edge));
    auto* grid = new PanelGrid;
    plot.plotLayout()->addElement(0, 0, grid);
    grid->setColumnSpacing(style.whole_units(2));
    grid->setRowSpacing(style.whole_units(4));
    const int columns = columns_that_fit(figure, style, width);
    const int panels = int(figure.panels.size());
    for (int i = 0; i < panels; ++i) {
        const Panel& panel = figure.panels[std::size_t(i)];
        const Place place{i % columns == 0, i + columns >= panels};
        QCPAxisRect* rect = new_panel(plot, panel, style, place);
        grid->addElement(i / columns, i % columns, rect);
        add_guides(*rect, panel, style);
        add_series(*rect, panel, style);
    }
    add_legend(plot, figure, style, 1);
    if (caption && !figure.caption.empty()) add_caption(plot, figure, style, 2);
}

std::vector<QCPAxisRect*> panel_rects(const QCustomPlot& plot) {
    const auto rects = plot.axisRects();
    return {rects.begin(), rects.end()};
}

}  // namespace sescope
