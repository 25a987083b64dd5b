// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <sstream>

#include "core/base/error.h"
#include "core/figures/figure.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointwise;

constexpr double kExact = 1e-9;  // of means kept as integers of 2^-32

// Image i of class c opens channel k of every block by 0.1 c + 0.01 k + 0.02 i.
double ramp(int, int cls, int channel, int image) {
    return 0.1 * cls + 0.01 * channel + 0.02 * image;
}

Figure built(const char* name, const ExcitationProfile& profile, const FigureOptions& options) {
    return find_figure(name).build(profile, options);
}

std::vector<std::string> series_names(const Panel& panel) {
    std::vector<std::string> names;
    for (const auto& series : panel.series) names.push_back(series.name.str());
    return names;
}

TEST(FigureTable, BeginsWithTheTwoFiguresOfThePaper) {
    std::vector<std::string_view> names;
    for (const auto& row : figure_table()) names.push_back(row.name);
    EXPECT_THAT(names, ElementsAre("class", "instance", "distribution", "ridges", "heatmap",
                                   "similarity", "depth", "channels"));
    try {
        find_figure("pie");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_THAT(error.what(), HasSubstr("pie"));
        EXPECT_THAT(error.what(), HasSubstr("class, instance"));
    }
}

TEST(ClassFigure, DrawsTheMeanOfEachClassAndOfAllImages) {
    const auto profile = made_profile({{"SE_2_1", 4}}, {2, 4}, ramp);
    const auto figure = built("class", profile, {});
    ASSERT_EQ(figure.panels.size(), 1U);
    const auto& series = figure.panels[0].series;
    ASSERT_EQ(series.size(), 3U);
    EXPECT_THAT(series[0].x, ElementsAre(0, 1, 2, 3));
    // Images 0 and 1 of class 0: 0.01 k + mean(0, 0.02).
    EXPECT_THAT(series[0].y, Pointwise(DoubleNear(kExact), {0.01, 0.02, 0.03, 0.04}));
    // Images 0 .. 3 of class 1: 0.1 + 0.01 k + 0.03.
    EXPECT_THAT(series[1].y, Pointwise(DoubleNear(kExact), {0.13, 0.14, 0.15, 0.16}));
    // All six images weigh the same: (2 * 0.01 + 4 * 0.13) / 6 = 0.09.
    EXPECT_THAT(series[2].y, Pointwise(DoubleNear(kExact), {0.09, 0.10, 0.11, 0.12}));
    EXPECT_EQ(series[0].images, 2U);
    EXPECT_EQ(series[1].images, 4U);
    EXPECT_EQ(series[2].images, 6U);
    EXPECT_EQ(series[0].colour, 0);
    EXPECT_EQ(series[1].colour, 1);
    EXPECT_EQ(series[2].colour, -1);
    EXPECT_TRUE(series[0].low.empty());
}

TEST(ClassFigure, SamplesFiftyChannelsOfEachPanelAndAllWhenAsked) {
    const auto profile = made_profile(made_blocks({3, 4, 6, 3}, 64), {1, 1}, ramp);
    const auto figure = built("class", profile, {});
    ASSERT_EQ(figure.panels.size(), 6U);
    EXPECT_EQ(figure.columns, 3);
    EXPECT_EQ(figure.panels[0].title, "SE_2_3");
    EXPECT_EQ(figure.panels[5].title, "SE_5_3");
    EXPECT_EQ(figure.panels[5].series[0].x.size(), 50U);
    EXPECT_EQ(figure.panels[5].series[0].x.back(), 49 * 512 / 50);
    EXPECT_EQ(figure.panels[5].series[0].kind, SeriesKind::line_and_markers);
    EXPECT_EQ(figure.panels[5].x.high, 511);
    const auto all = built("class", profile, {{"SE_5_3"}, {}, 0});
    EXPECT_EQ(all.panels[0].series[0].x.size(), 512U);
    EXPECT_EQ(all.panels[0].series[0].kind, SeriesKind::line);
}

TEST(ClassFigure, ShowsTheFourMostDifferentClassesInTheirOrder) {
    // Class 2 and 5 are the extremes, then 0 and 4; the first four are all alike.
    const std::vector<double> level = {0.5, 0.52, 0.0, 0.51, 0.3, 1.0};
    const auto profile =
        made_profile({{"SE_2_1", 2}}, {1, 1, 1, 1, 1, 1},
                     [&](int, int cls, int, int) { return level[std::size_t(cls)]; });
    EXPECT_THAT(series_names(built("class", profile, {}).panels[0]),
                ElementsAre("class 0", "class 2", "class 4", "class 5", "all 6 classes"));
}

TEST(ClassFigure, KeepsTheGateAxisAtZeroToOneWithGuides) {
    const auto profile = made_profile({{"SE_2_1", 2}, {"SE_3_1", 2}}, {1}, ramp);
    for (const auto& panel : built("class", profile, {}).panels) {
        EXPECT_EQ(panel.y.low, 0);
        EXPECT_EQ(panel.y.high, 1);
        EXPECT_THAT(panel.y.guides, ElementsAre(0.05, 0.5, 0.95));
    }
}

TEST(ClassFigure, WidensTheGateAxisOfAllPanelsForTanhAndRelu) {
    const auto profile =
        made_profile({{"SE_2_1", 2}, {"SE_3_1", 2}}, {1},
                     [](int block, int, int, int) { return block == 0 ? 0.5 : -0.2; });
    const auto figure = built("class", profile, {});
    EXPECT_EQ(figure.panels[0].y.low, -1);
    EXPECT_EQ(figure.panels[1].y.low, -1);
    EXPECT_EQ(figure.panels[0].y.high, 1);
}

TEST(ClassFigure, SaysHowToReadItAndWhatItIsOf) {
    const auto profile = made_profile({{"SE_2_1", 2}}, {50, 1250}, ramp);
    const auto figure = built("class", profile, {});
    EXPECT_THAT(figure.caption.str(), HasSubstr("Each curve is a class"));
    EXPECT_EQ(figure.caption.str().find('\n'), std::string::npos);
    EXPECT_THAT(figure.title.str(), HasSubstr("SE-ResNet-50 on made"));
    EXPECT_EQ(legend_text(figure.panels[0].series[0]), "class 0 (n = 50)");
    EXPECT_EQ(legend_text(figure.panels[0].series[1]), "class 1 (n = 1,250)");
}

TEST(ClassFigure, LeavesAGapForAClassWhoseGatesWereAllNaN) {
    auto profile = made_profile({{"SE_2_1", 1}}, {2, 2}, ramp);
    profile.gates.blocks[0].not_finite = 2;
    profile.gates.blocks[0].histogram[kHistogramBins] = 2;  // both images of class 1
    const auto figure = built("class", profile, {{}, {"c0", "c1"}, 50});
    EXPECT_TRUE(std::isnan(figure.panels[0].series[0].y[0]));
    EXPECT_NEAR(figure.panels[0].series[1].y[0], 0.11, kExact);
    EXPECT_EQ(figure.panels[0].y.high, 1);
    const auto bands = built("instance", profile, {{}, {"c0"}, 50});
    EXPECT_TRUE(std::isnan(bands.panels[0].series[0].low[0]));
}

TEST(ClassFigure, DrawsFourColumnsForManyPanels) {
    const auto profile = made_profile(made_blocks({3, 4, 6, 3}), {1}, ramp);
    const auto figure = built("class", profile, {{"all"}, {}, 50});
    EXPECT_EQ(figure.panels.size(), 16U);
    EXPECT_EQ(figure.columns, 4);
}

TEST(InstanceFigure, DrawsMeanAndOneStandardDeviationOfTheTwoMostDifferentClasses) {
    const auto profile = made_profile({{"SE_2_1", 2}}, {2, 2, 4}, ramp);
    const auto figure = built("instance", profile, {});
    const auto& series = figure.panels.at(0).series;
    ASSERT_EQ(series.size(), 2U);
    EXPECT_EQ(series[0].name, "class 0");
    EXPECT_EQ(series[1].name, "class 2");
    EXPECT_EQ(series[1].kind, SeriesKind::band);
    EXPECT_THAT(series[1].y, Pointwise(DoubleNear(kExact), {0.23, 0.24}));
    // Population deviation of 0, 0.02, 0.04, 0.06 is 0.02 sqrt(1.25).
    const double deviation = 0.02 * std::sqrt(1.25);
    EXPECT_THAT(series[1].low, Pointwise(DoubleNear(1e-7), {0.23 - deviation, 0.24 - deviation}));
    EXPECT_THAT(series[1].high, Pointwise(DoubleNear(1e-7), {0.23 + deviation, 0.24 + deviation}));
}

TEST(InstanceFigure, OfIdenticalImagesHasABandOfNoWidth) {
    const auto profile =
        made_profile({{"SE_2_1", 3}}, {7}, [](int, int, int, int) { return 1.0 / 3; });
    const Figure figure = built("instance", profile, {});
    const Series& series = figure.panels.at(0).series.at(0);
    EXPECT_THAT(series.low, Pointwise(DoubleNear(1e-4), series.y));
    EXPECT_THAT(series.high, Pointwise(DoubleNear(1e-4), series.y));
}

TEST(FigureCsv, EqualsTheGoldenText) {
    Figure figure;
    Panel panel;
    panel.title = "SE_2_1";
    Series line;
    line.name = "English springer, \"dog\"";
    line.images = 50;
    line.x = {0, 5};
    line.y = {0.1, std::numeric_limits<double>::quiet_NaN()};
    Series band;
    band.name = "tench";
    band.kind = SeriesKind::band;
    band.x = {2047};
    band.y = {0.25};
    band.low = {1e-9};
    band.high = {1.0 / 3};
    panel.series = {line, band};
    figure.panels = {panel};
    std::ostringstream out;
    write_figure_csv(figure, out);
    EXPECT_EQ(out.str(),
              "panel,series,x,y,low,high,n\r\n"
              "SE_2_1,\"English springer, \"\"dog\"\"\",0,0.1,,,50\r\n"
              "SE_2_1,\"English springer, \"\"dog\"\"\",5,,,,50\r\n"
              "SE_2_1,tench,2047,0.25,1e-09,0.3333333333333333,\r\n");
}

}  // namespace
}  // namespace sescope
