// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that show a part of their panels, and how broad and bright curves are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/figures/figure.h"
#include "tests/ui/figures/made_figure.h"
#include "tests/ui/figures/plot_fixture.h"
#include "ui/figures/clipped_panel.h"
#include "ui/figures/curve_bundle.h"

namespace sescope {
namespace {

using testing::ElementsAre;

Panel panel_of(SeriesKind kind) {
    Series series;
    series.kind = kind;
    series.x = {0, 10, 20};
    series.y = {0, 1, 0};
    series.low = {0, 0.5, 0};
    series.high = {1, 1, 1};
    Panel panel = made_panel("SE_2_1", {series});
    panel.x.shown = AxisRange{5, 20};
    panel.y.shown = AxisRange{0, 0.8};
    return panel;
}

TEST(ClippedPanel, CutsALineAtTheEdges) {
    const Panel panel = clipped(panel_of(SeriesKind::line));
    ASSERT_EQ(panel.series.size(), 1U);
    EXPECT_THAT(panel.series[0].x, ElementsAre(5, 8, 12, 12, 20));
    EXPECT_NEAR(panel.series[0].y[0], 0.5, 1e-12);
    EXPECT_NEAR(panel.series[0].y[1], 0.8, 1e-12);
    EXPECT_TRUE(std::isnan(panel.series[0].y[2]));  // out of sight between
    EXPECT_NEAR(panel.series[0].y[3], 0.8, 1e-12);
    EXPECT_EQ(panel.series[0].y[4], 0);
}

TEST(ClippedPanel, KeepsMarkersWithinAndLinesToTheEdge) {
    const Panel panel = clipped(panel_of(SeriesKind::line_and_markers));
    ASSERT_EQ(panel.series.size(), 2U);
    EXPECT_EQ(panel.series[0].kind, SeriesKind::line);
    EXPECT_EQ(panel.series[1].kind, SeriesKind::markers);
    EXPECT_THAT(panel.series[1].x, ElementsAre(20));
}

TEST(ClippedPanel, CutsABandAlongX) {
    const Panel panel = clipped(panel_of(SeriesKind::band));
    ASSERT_EQ(panel.series.size(), 2U);  // and its line
    EXPECT_THAT(panel.series[0].x, ElementsAre(5, 10, 20));
    EXPECT_THAT(panel.series[0].low, ElementsAre(0.25, 0.5, 0));
    EXPECT_EQ(panel.series[1].kind, SeriesKind::line);
}

TEST(ClippedPanel, LeavesAPanelThatIsShownWholeAsItIs) {
    Panel panel = panel_of(SeriesKind::line_and_markers);
    panel.x.shown.reset();
    panel.y.shown.reset();
    EXPECT_EQ(clipped(panel).series.size(), 1U);
}

TEST_F(FigurePlot, ShowsThePartThatIsZoomedInto) {
    QCustomPlot plot;
    const Figure figure = zoomed(made_figure(2), {{2, {10, 20}, {0.25, 0.5}}});
    show_figure(plot, figure, style(), 680, false);
    const auto panels = panel_rects(plot);
    EXPECT_EQ(panels[0]->axis(QCPAxis::atBottom)->range(),
              full_range(figure.panels[0], figure.panels[0].x));
    EXPECT_EQ(panels[1]->axis(QCPAxis::atBottom)->range(), QCPRange(10, 20));
    EXPECT_EQ(panels[1]->axis(QCPAxis::atLeft)->range(), QCPRange(0.25, 0.5));
    for (int i = 0; i < plot.graphCount(); ++i) {
        const QCPGraph& graph = *plot.graph(i);
        if (graph.keyAxis()->axisRect() != panels[1]) continue;
        for (const auto& point : *graph.data()) {
            EXPECT_GE(point.key, 10);
            EXPECT_LE(point.key, 20);
            EXPECT_FALSE(point.value > 0.5 + 1e-12);  // NaN is a gap
        }
    }
    EXPECT_TRUE(panels[1]->axis(QCPAxis::atLeft)->tickLabels());  // other ones than its neighbour's
}

double contrast_on(const QColor& ground, const QColor& colour) {
    const auto luminance = [](const QColor& of) {  // WCAG 2
        const auto linear = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(of.redF()) + 0.7152 * linear(of.greenF()) +
               0.0722 * linear(of.blueF());
    };
    const double x = luminance(ground) + 0.05;
    const double y = luminance(colour) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

TEST_F(FigurePlot, DrawsCurvesOfAtLeastOneAndAHalfPixelsThatAreSeen) {
    for (const Theme& theme : {light_theme(), dark_theme()}) {
        const PlotStyle screen{theme, 9, 96, 1.5};
        for (int colour = -1; colour < 16; ++colour) {
            for (const std::size_t points : {std::size_t(50), std::size_t(2048)}) {
                for (const double thickness : {0.4, 1.0})
                    EXPECT_GE(screen.curve_pen(colour, points, thickness).widthF(), 1.5);
                EXPECT_GE(screen.curve_pen(colour, points, 2.4).widthF(), 2.4 * 1.5);
            }
        }
        for (const QColor& colour : theme.curves)
            EXPECT_GE(contrast_on(theme.background, colour), 2.0) << colour.name().toStdString();
    }
}

// Curves of all channels are fine; their colours in the legend are as strong as those of few.
TEST_F(FigurePlot, LegendsOfFineCurvesDoNotFade) {
    const auto legend_picture = [](int points) {
        QCustomPlot plot;
        Figure figure = made_figure(1);
        figure.panels[0].series = {made_series("tench", 0, 0.3, points)};
        figure.panels[0].series[0].kind = SeriesKind::line;
        show_figure(plot, figure, style(), 680, false);
        plot.setViewport(QRect(0, 0, 680, 400));
        const QImage image = plot.toPixmap(680, 400).toImage();
        for (auto* element : plot.plotLayout()->elements(true)) {
            if (auto* entry = dynamic_cast<CurveLegendItem*>(element))
                return image.copy(entry->rect());
        }
        return QImage();
    };
    const QImage few = legend_picture(50);
    ASSERT_FALSE(few.isNull());
    EXPECT_EQ(legend_picture(2048), few);
}

// So few that each can be followed: drawn together, they are as broad as others.
TEST_F(FigurePlot, AFewCurvesDrawnTogetherAreTwoPixelsBroad) {
    const auto rows_of_ink = [](int curves) {
        QCustomPlot plot;
        auto* bundle = new CurveBundle(plot.xAxis, plot.yAxis);
        for (int i = 0; i < curves; ++i) bundle->add(made_series("c", 0, 0.5), Qt::black);
        plot.xAxis->setRange(0, 200);
        plot.yAxis->setRange(-1000, 1000);  // level lines
        plot.xAxis->grid()->setVisible(false);
        plot.yAxis->grid()->setVisible(false);
        const QImage image = plot.toPixmap(300, 200).toImage();
        const int x = plot.axisRect()->center().x();
        int rows = 0;
        for (int y = plot.axisRect()->top(); y < plot.axisRect()->bottom(); ++y)
            rows += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
        return rows;
    };
    EXPECT_EQ(rows_of_ink(10), 2);
    EXPECT_EQ(rows_of_ink(100), 1);
}

}  // namespace
}  // namespace sescope
