// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/figure_legend.h"

#include <QSet>

#include "ui/figures/heat_map_plot.h"
#include "ui/figures/layout_elements.h"
#include "ui/figures/shown_text.h"

namespace sescope {
namespace {

// Sizes in points at a font of 8 points, from which they grow with the font.
constexpr double kIconPoints = 18;
constexpr double kAxisPoints = 0.6;
constexpr double kTickPoints = 2.5;

struct LegendEntry {
    QString text;
    const Series* series;
};

// Of hundreds of classes the first ones and the neutral line: the rest tell their names under the
// cursor.
std::vector<LegendEntry> legend_entries(const Figure& figure) {
    constexpr std::size_t kMostEntries = 24;
    constexpr std::size_t kKept = 8;
    std::vector<LegendEntry> entries;
    QSet<QString> named;
    for (const auto& panel : figure.panels) {
        for (const auto& series : panel.series) {
            const QString text = shown(legend_text(series));
            if (named.contains(text)) continue;
            named.insert(text);
            entries.push_back({text, &series});
        }
    }
    if (entries.size() <= kMostEntries) return entries;
    std::vector<LegendEntry> kept(entries.begin(), entries.begin() + kKept);
    for (const auto& entry : entries) {
        if (entry.series->colour < 0) kept.push_back(entry);
    }
    return kept;
}

}  // namespace

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
    for (const auto& [text, series] : legend_entries(figure)) {
        const bool markers =
            series->kind == SeriesKind::markers || series->kind == SeriesKind::line_and_markers;
        // As wide as a curve of few points: of many, lines are so fine that their colours fade.
        CurveLegendItem::Look look{style.curve_pen(series->colour, 0), {}, {}};
        // No line, but its colour: QCustomPlot fills discs with that of the pen.
        if (series->kind == SeriesKind::markers) look.line.setStyle(Qt::NoPen);
        if (markers) look.marker = style.marker(series->colour);
        if (series->kind == SeriesKind::band) look.band = style.band_colour(series->colour);
        auto* item = new CurveLegendItem(legend, text, look);
        item->setFont(style.font());
        item->setTextColor(style.theme.text);
        legend->addItem(item);
    }
}

void add_caption(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, int row) {
    auto* caption = new WrappedText(&plot, shown(figure.caption), style.small_font());
    caption->setTextColor(style.theme.muted);
    caption->setTextFlags(Qt::AlignLeft | Qt::AlignTop);
    caption->setMargins(QMargins(0, style.whole_units(3), 0, 0));
    plot.plotLayout()->addElement(row, 0, caption);
    plot.plotLayout()->setRowStretchFactor(row, 0.001);
}

QCPLayoutElement* new_colour_bar(QCustomPlot& plot, const ColourScale& scale,
                                 const PlotStyle& style) {
    auto* bar = new ColourBar(&plot, scale);
    bar->setBarWidth(style.whole_units(style.font_pt));
    bar->axis()->setTickLabelFont(style.small_font());
    bar->axis()->setTickLabelColor(style.theme.text);
    bar->axis()->setLabelFont(style.font());
    bar->axis()->setLabelColor(style.theme.text);
    bar->setLabel(shown(scale.label));
    bar->axis()->setTicks(scale.ticks);
    for (const auto side : {QCPAxis::atLeft, QCPAxis::atRight, QCPAxis::atTop, QCPAxis::atBottom}) {
        QCPAxis* const axis = bar->axis()->axisRect()->axis(side);
        axis->setBasePen(style.thin_pen(style.theme.axis, kAxisPoints));
        axis->setTickPen(style.thin_pen(style.theme.axis, kAxisPoints));
        axis->setSubTicks(false);
        axis->setTickLength(0, style.whole_units(kTickPoints));
        axis->setTickLabelPadding(style.whole_units(1.5));
    }
    return bar;
}

}  // namespace sescope
