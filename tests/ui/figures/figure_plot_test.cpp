// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/figure_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QApplication>
#include <QTranslator>
#include <cmath>
#include <limits>

#include "tests/ui/figures/made_figure.h"
#include "tests/ui/figures/plot_fixture.h"
#include "ui/figures/figure_marks.h"
#include "ui/figures/heat_map_plot.h"
#include "ui/figures/layout_elements.h"
#include "ui/figures/shown_text.h"

namespace sescope {
namespace {

TEST_F(FigurePlot, GivesAllPanelsDataAreasOfOneSize) {
    QCustomPlot plot;
    show_figure(plot, made_figure(6), style(), 680, true);
    lay_out(plot, 680, 500);
    const auto panels = panel_rects(plot);
    ASSERT_EQ(panels.size(), 6U);
    for (const auto* panel : panels) {
        EXPECT_NEAR(panel->width(), panels[0]->width(), 1);
        EXPECT_NEAR(panel->height(), panels[0]->height(), 1);
        EXPECT_GT(panel->width(), 120);
    }
    EXPECT_EQ(lefts(plot).size(), 3U);
}

TEST_F(FigurePlot, BreaksALabelThatIsLongerThanItsPanelIsHigh) {
    QCustomPlot plot;
    Figure figure = made_figure(1);
    figure.panels[0].y.label = "Change of top-1, points";
    show_figure(plot, figure, style(), 680, false);
    const QCPAxis& axis = *panel_rects(plot)[0]->axis(QCPAxis::atLeft);
    lay_out(plot, 680, 400);
    EXPECT_EQ(axis.label(), "Change of top-1, points");
    const int left = panel_rects(plot)[0]->left();
    lay_out(plot, 680, 150);
    EXPECT_EQ(axis.label(), "Change of top-1,\npoints");
    // Both lines have their room.
    EXPECT_GE(panel_rects(plot)[0]->left(), left + QFontMetrics(axis.labelFont()).height() - 2);
    const int longest = QFontMetrics(axis.labelFont()).horizontalAdvance("Change of top-1,");
    EXPECT_LE(longest, panel_rects(plot)[0]->outerRect().height());
    lay_out(plot, 680, 400);
    EXPECT_EQ(axis.label(), "Change of top-1, points");
    EXPECT_EQ(panel_rects(plot)[0]->left(), left);
}

TEST_F(FigurePlot, ShowsFewerColumnsWhereItIsNarrow) {
    QCustomPlot plot;
    show_figure(plot, made_figure(6), style(), 321, true);  // 85 mm
    lay_out(plot, 321, 700);
    EXPECT_EQ(lefts(plot).size(), 2U);
    show_figure(plot, made_figure(6), style(), 120, true);
    lay_out(plot, 120, 1500);
    EXPECT_EQ(lefts(plot).size(), 1U);
}

TEST_F(FigurePlot, KeepsLegendAndCaptionBelowThePanelsAndInsideTheFigure) {
    for (const int width : {321, 680}) {
        QCustomPlot plot;
        Figure figure = made_figure(6);
        figure.panels[0].series[0].name = std::string(200, 'x');  // a name that no line holds
        show_figure(plot, figure, style(), width, true);
        lay_out(plot, width, 800);
        const QRect whole(0, 0, width, 800);
        int bottom = 0;
        for (const auto* panel : panel_rects(plot)) {
            EXPECT_TRUE(whole.contains(panel->outerRect()));
            bottom = std::max(bottom, panel->outerRect().bottom());
        }
        for (auto* element : plot.plotLayout()->elements(true)) {
            if (element == nullptr) continue;
            const auto* text = qobject_cast<QCPTextElement*>(element);
            const auto* entry = qobject_cast<QCPAbstractLegendItem*>(element);
            if (text == nullptr && entry == nullptr) continue;
            EXPECT_TRUE(whole.contains(element->outerRect()));
            EXPECT_GT(element->outerRect().top(), bottom);
            if (text == nullptr) continue;
            const QRect ink =
                QFontMetrics(text->font())
                    .boundingRect(QRect(0, 0, 10000, 10000), Qt::AlignLeft, text->text());
            EXPECT_LE(ink.width(), text->rect().width());
            EXPECT_LE(ink.height(), text->rect().height());
        }
    }
}

TEST_F(FigurePlot, NamesEachSeriesOnceInTheLegend) {
    QCustomPlot plot;
    show_figure(plot, made_figure(6), style(), 680, true);
    QStringList names;
    for (auto* element : plot.plotLayout()->elements(true)) {
        if (auto* entry = dynamic_cast<CurveLegendItem*>(element)) names += entry->text();
    }
    EXPECT_EQ(names, QStringList({"tench (n = 50)", "golf & tee <ball> (n = 50)",
                                  "all 10 classes (n = 50)"}));
}

TEST_F(FigurePlot, DrawsTheValuesOfTheFigureAndTheNeutralLineFirst) {
    QCustomPlot plot;
    const Figure figure = made_figure(1);
    show_figure(plot, figure, style(), 680, true);
    ASSERT_EQ(plot.graphCount(), 3);
    EXPECT_EQ(plot.graph(0)->name(), "all 10 classes");
    EXPECT_EQ(plot.graph(1)->name(), "tench");
    const auto data = plot.graph(1)->data();
    ASSERT_EQ(data->size(), 50);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(data->at(i)->key, figure.panels[0].series[0].x[std::size_t(i)]);
        EXPECT_EQ(data->at(i)->value, figure.panels[0].series[0].y[std::size_t(i)]);
    }
    EXPECT_GT(plot.graph(0)->pen().widthF(), 2 * plot.graph(1)->pen().widthF());
}

TEST_F(FigurePlot, CutsBandsAtTheAxis) {
    QCustomPlot plot;
    Figure figure = made_figure(1);
    figure.panels[0].series = {made_band("tench", 0, 0.95)};
    show_figure(plot, figure, style(), 680, true);
    ASSERT_EQ(plot.graphCount(), 3);  // low, high, line
    bool ok = false;
    EXPECT_EQ(plot.graph(1)->data()->valueRange(ok).upper, 1.0);
    EXPECT_TRUE(ok);
}

TEST_F(FigurePlot, RepeatsAxisLabelsOnlyWhereARowOrColumnBegins) {
    QCustomPlot plot;
    show_figure(plot, made_figure(5), style(), 680, true);  // 3 columns: 3 + 2
    const auto panels = panel_rects(plot);
    const auto label = [&](std::size_t i, QCPAxis::AxisType side) {
        return panels[i]->axis(side)->label().toStdString();
    };
    EXPECT_EQ(label(0, QCPAxis::atLeft), "Mean gate");
    EXPECT_EQ(label(1, QCPAxis::atLeft), "");
    EXPECT_EQ(label(3, QCPAxis::atLeft), "Mean gate");
    EXPECT_EQ(label(0, QCPAxis::atBottom), "");
    EXPECT_EQ(label(2, QCPAxis::atBottom), "Channel index");  // nothing is below it
    EXPECT_EQ(label(4, QCPAxis::atBottom), "Channel index");
    EXPECT_FALSE(panels[1]->axis(QCPAxis::atLeft)->tickLabels());
}

TEST_F(FigurePlot, CanBeFilledAgain) {
    QCustomPlot plot;
    show_figure(plot, made_figure(6), style(), 680, true);
    show_figure(plot, made_figure(2), style(), 680, false);
    EXPECT_EQ(panel_rects(plot).size(), 2U);
    EXPECT_EQ(plot.plottableCount(), 6);
    EXPECT_EQ(plot.itemCount(), 6);  // three guides each
}

Figure made_map(int rows, int columns, double aspect) {
    Figure figure;
    figure.aspect = aspect;
    figure.scale = ColourScale{"Mean gate", 0, 1};
    Panel panel;
    panel.title = "SE_5_3";
    panel.map = HeatMap{rows, columns};
    for (int i = 0; i < rows * columns; ++i) {
        panel.map->values.push_back(float(i) / float(rows * columns - 1));
    }
    panel.x = {"Channels", -0.5, columns - 0.5};
    panel.x.of = Quantity::channel;
    panel.y = {"", -0.5, rows - 0.5};
    panel.y.of = Quantity::cls;
    panel.y.downwards = true;
    for (int r = 0; r < rows; ++r) panel.y.names.push_back("class " + std::to_string(r));
    figure.panels = {panel};
    return figure;
}

TEST_F(FigurePlot, KeepsSquareMapsSquareAndAsLargeAsFit) {
    QCustomPlot plot;
    show_figure(plot, made_map(10, 10, 1), style(), 900, false);
    lay_out(plot, 900, 400);
    lay_out(plot, 900, 400);
    const auto* const rect = panel_rects(plot).at(0);
    EXPECT_NEAR(rect->width(), rect->height(), 2);
    EXPECT_GE(rect->outerRect().bottom(), 400 - 8);
    lay_out(plot, 400, 900);
    EXPECT_NEAR(rect->width(), rect->height(), 2);
}

TEST_F(FigurePlot, ColoursTheCellsOfAMapByItsScale) {
    QCustomPlot plot;
    Figure figure = made_map(2, 2, 0.6);
    figure.panels[0].map->values = {0, 1, std::numeric_limits<float>::quiet_NaN(), 5};
    show_figure(plot, figure, style(), 400, false);
    const auto* const map = dynamic_cast<HeatMapPlot*>(plot.plottable(0));
    ASSERT_NE(map, nullptr);
    EXPECT_EQ(map->colour(0, 0), qRgb(0x44, 0x01, 0x54));  // viridis, from dark
    EXPECT_EQ(map->colour(0, 1), qRgb(0xFD, 0xE7, 0x25));  // to bright
    EXPECT_EQ(map->colour(1, 0), style().theme.guide.rgb());
    EXPECT_EQ(map->colour(1, 1), map->colour(0, 1));  // beyond the scale
    figure.scale->colours = ColourMap::cividis;
    show_figure(plot, figure, style(), 400, false);
    EXPECT_EQ(dynamic_cast<HeatMapPlot*>(plot.plottable(0))->colour(0, 0), qRgb(0x00, 0x22, 0x4E));
}

// Where the figure is drawn, the first row is at the top and the first column on the left.
TEST_F(FigurePlot, DrawsTheCellsOfAMapWhereTheyBelong) {
    QCustomPlot plot;
    Figure figure = made_map(3, 4, 0.6);
    figure.panels[0].map->values.assign(12, 0);
    figure.panels[0].map->values[4 + 3] = 1;  // second row, last column
    show_figure(plot, figure, style(), 400, false);
    plot.resize(400, 300);
    const QImage image = plot.toPixmap(400, 300).toImage();
    const auto* const rect = panel_rects(plot).at(0);
    const auto at = [&](double column, double row) {
        return image.pixel(int(rect->axis(QCPAxis::atBottom)->coordToPixel(column)),
                           int(rect->axis(QCPAxis::atLeft)->coordToPixel(row)));
    };
    EXPECT_EQ(at(3, 1), qRgb(0xFD, 0xE7, 0x25));
    EXPECT_EQ(at(3, 0), qRgb(0x44, 0x01, 0x54));
    EXPECT_EQ(at(0, 1), qRgb(0x44, 0x01, 0x54));
    EXPECT_LT(rect->axis(QCPAxis::atLeft)->coordToPixel(0),
              rect->axis(QCPAxis::atLeft)->coordToPixel(2));
}

TEST_F(FigurePlot, ShowsTheMeanOfCellsThatAreSmallerThanPixels) {
    QCustomPlot plot;
    Figure figure = made_map(1, 4096, 0.6);
    auto& values = figure.panels[0].map->values;
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = i % 2 == 0 ? 0 : 1;
    show_figure(plot, figure, style(), 400, false);
    const QImage image = plot.toPixmap(400, 300).toImage();
    const auto* const rect = panel_rects(plot).at(0);
    const QColor colour = image.pixelColor(rect->rect().center());
    EXPECT_NEAR(colour.red(), (0x44 + 0xFD) / 2, 3);
    EXPECT_NEAR(colour.green(), (0x01 + 0xE7) / 2, 3);
}

TEST_F(FigurePlot, NamesTheClassesOfAMapOrNoneWhereThereIsNoRoom) {
    QCustomPlot plot;
    for (const auto& [rows, named] : {std::pair(5, 5), std::pair(500, 0)}) {
        show_figure(plot, made_map(rows, 3, 0.6), style(), 600, false);
        lay_out(plot, 600, 300);
        lay_out(plot, 600, 300);
        const auto labels = panel_rects(plot).at(0)->axis(QCPAxis::atLeft)->tickVectorLabels();
        EXPECT_EQ(labels.size(), named);
        EXPECT_EQ(labels.value(0), named > 0 ? "class 0" : "");
    }
}

TEST_F(FigurePlot, MarksWhatIsPickedInEachPanel) {
    QCustomPlot plot;
    Figure figure = made_figure(2);
    for (auto& panel : figure.panels) panel.series[0].cls = 7;
    show_figure(plot, figure, style(), 680, false);
    const int graphs = plot.graphCount();
    FigureMarks marks(plot);
    marks.show(figure, style(), {3, 7, -1});
    EXPECT_EQ(marks.count(), 4U);  // a line and a curve in either panel
    EXPECT_EQ(plot.graphCount(), graphs + 2);
    EXPECT_GT(plot.graph(graphs)->pen().widthF(), 2 * plot.graph(1)->pen().widthF());
    marks.show(figure, style(), {300, -1, 0});  // no such channel, and no axis of blocks
    EXPECT_EQ(marks.count(), 0U);
    EXPECT_EQ(plot.graphCount(), graphs);
    marks.show(figure, style(), {3, -1, -1});
    show_figure(plot, figure, style(), 680, false);  // takes the marks with it
    marks.show(figure, style(), {3, -1, -1});
    EXPECT_EQ(marks.count(), 2U);
}

TEST_F(FigurePlot, NamesOnlySomeOfHundredsOfClassesInTheLegend) {
    QCustomPlot plot;
    Figure figure = made_figure(1);
    figure.panels[0].series.clear();
    for (int i = 0; i < 100; ++i) {
        figure.panels[0].series.push_back(made_series("class " + std::to_string(i), i, 0.5));
    }
    figure.panels[0].series.push_back(made_series("all 100 classes", -1, 0.5));
    show_figure(plot, figure, style(), 680, false);
    QStringList names;
    for (auto* element : plot.plotLayout()->elements(true)) {
        if (auto* entry = dynamic_cast<CurveLegendItem*>(element)) names += entry->text();
    }
    EXPECT_EQ(names.size(), 9);
    EXPECT_EQ(names.last(), "all 100 classes (n = 50)");
}

TEST_F(FigurePlot, LeavesDescendersOfTheLegendRoom) {
    QCustomPlot plot;
    show_figure(plot, made_figure(1), style(), 680, false);
    lay_out(plot, 680, 400);
    for (auto* element : plot.plotLayout()->elements(true)) {
        if (auto* entry = dynamic_cast<CurveLegendItem*>(element)) {
            EXPECT_GT(entry->rect().height(), QFontMetricsF(style().font()).height() + 1);
        }
    }
}

TEST_F(FigurePlot, ShowsTextsInTheLanguageOfTheProgram) {
    class Reversed : public QTranslator {
        QString translate(const char* context, const char* text, const char*, int) const override {
            if (qstrcmp(context, "figures") != 0) return {};
            return qstrcmp(text, "%1 (n = %2)") == 0 ? "%2 mal %1" : "alle %1";
        }
        bool isEmpty() const override { return false; }
    } reversed;
    QCoreApplication::installTranslator(&reversed);
    Series series = made_series("figures", 0, 0);
    EXPECT_EQ(shown(legend_text(series)), "50 mal figures");
    series.name = {translatable("figures", "all %1 classes"), {std::string("10")}};
    EXPECT_EQ(shown(legend_text(series)), "50 mal alle 10");
    QCoreApplication::removeTranslator(&reversed);
}

double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& colour) {  // WCAG 2
        const auto linear = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
               0.0722 * linear(colour.blueF());
    };
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

TEST_F(FigurePlot, WritesTextWithAContrastOfAtLeastFourAndAHalf) {
    for (const Theme& theme : {light_theme(), dark_theme()}) {
        EXPECT_GE(contrast(theme.text, theme.background), 4.5);
        EXPECT_GE(contrast(theme.muted, theme.background), 4.5);
        EXPECT_GE(contrast(theme.neutral, theme.background), 3.0);
    }
}

TEST_F(FigurePlot, TellsMoreThanEightCurvesApartByDashes) {
    const PlotStyle plain = style();
    std::set<std::pair<QRgb, std::vector<qreal>>> looks;
    for (int colour = 0; colour < 16; ++colour) {
        const QPen pen = plain.curve_pen(colour, 50);
        const auto dashes = pen.dashPattern();
        looks.insert({pen.color().rgb(), {dashes.begin(), dashes.end()}});
    }
    EXPECT_EQ(looks.size(), 16U);
    EXPECT_EQ(plain.curve_colour(8), plain.curve_colour(0));
}

TEST_F(FigurePlot, RendersFilesBesideAProgramsOwnApplication) {
    const auto* const before = QCoreApplication::instance();
    const auto path = std::filesystem::path(testing::TempDir()) /
                      ("sescope_own_" + std::to_string(::getpid()) + ".png");
    load_figure_renderer().render(made_figure(), path, {.dpi = 50});
    EXPECT_EQ(QCoreApplication::instance(), before);
    EXPECT_TRUE(std::filesystem::remove(path));
}

}  // namespace
}  // namespace sescope
