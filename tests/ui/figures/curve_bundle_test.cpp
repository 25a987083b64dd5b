// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/curve_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ui/figures/made_figure.h"
#include "tests/ui/figures/plot_fixture.h"

namespace sescope {
namespace {

class CurveBundles : public FigurePlot {};

Figure many_curves(int count) {
    Figure figure = made_figure(1);
    figure.panels[0].series.clear();
    for (int i = 0; i < count; ++i) {
        figure.panels[0].series.push_back(
            made_series("class " + std::to_string(i), i, 0.2 + 0.6 * i / count));
    }
    figure.panels[0].series.push_back(made_series("all classes", -1, 0.5));
    return figure;
}

TEST_F(CurveBundles, DrawsHundredsOfCurvesTogetherAndTheNeutralOneAboveThem) {
    QCustomPlot plot;
    show_figure(plot, many_curves(300), style(), 680, false);
    ASSERT_EQ(plot.plottableCount(), 2);
    const auto* const bundle = dynamic_cast<CurveBundle*>(plot.plottable(0));
    ASSERT_NE(bundle, nullptr);
    EXPECT_EQ(bundle->size(), 300U);
    EXPECT_EQ(plot.graph(0)->name(), "all classes");
    bool found = false;
    EXPECT_NEAR(bundle->getValueRange(found).lower, 0.1, 0.01);
    EXPECT_TRUE(found);
    show_figure(plot, many_curves(20), style(), 680, false);
    EXPECT_EQ(plot.plottableCount(), 21);
}

// The last curve is on top, wherever it goes, at any number of dots a pixel.
TEST_F(CurveBundles, DrawsTheLastOfHundredsOfCurvesOnTop) {
    for (const double scale : {1.0, 2.0}) {
        QCustomPlot plot;
        Figure figure = many_curves(299);
        for (auto& series : figure.panels[0].series) series.y.assign(series.y.size(), 0.5);
        figure.panels[0].series.pop_back();  // the neutral one
        show_figure(plot, figure, style(), 400, false);
        plot.resize(400, 300);
        const QImage image = plot.toPixmap(400, 300, scale).toImage();
        const auto* const rect = panel_rects(plot).at(0);
        const double x = rect->axis(QCPAxis::atBottom)->coordToPixel(120);
        const double y = rect->axis(QCPAxis::atLeft)->coordToPixel(0.5);
        std::vector<QRgb> near;  // where the line is to a pixel is the painter's to round
        for (const int row : {-1, 0, 1}) {
            near.push_back(image.pixel(int(x * scale), int(y * scale) + row));
        }
        EXPECT_THAT(near, testing::Contains(style().curve_colour(298).rgb())) << scale;
    }
}

}  // namespace
}  // namespace sescope
