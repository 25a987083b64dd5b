// SPDX-License-Identifier: GPL-3.0-or-later
// Distributions, depth, and the orders and bands of the class figure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "core/base/error.h"
#include "core/figures/figure.h"
#include "core/figures/gate_histogram.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;
using testing::Pointwise;

Figure built(const char* name, const ExcitationProfile& profile, const FigureOptions& options) {
    return find_figure(name).build(profile, options);
}

// Fills the histogram of (block, class): so many gates at the middle of each named bin.
void count(ExcitationProfile& profile, int block, int cls,
           const std::vector<std::pair<int, std::uint64_t>>& bins) {
    auto& histogram = profile.gates.blocks[std::size_t(block)].histogram;
    for (const auto& [bin, gates] : bins) {
        histogram[std::size_t(cls) * kHistogramBins + std::size_t(bin)] += gates;
    }
}

ExcitationProfile two_classes() {
    auto profile = made_profile({{"SE_2_1", 2}, {"SE_3_1", 2}}, {2, 2},
                                [](int, int cls, int, int) { return 0.25 + 0.5 * cls; });
    for (const int block : {0, 1}) {
        count(profile, block, 0, {{64, 3}, {128, 1}});
        count(profile, block, 1, {{192, 4}});
    }
    return profile;
}

TEST(GateHistogram, FindsQuantilesWithinABin) {
    GateHistogram histogram;
    histogram.counts.assign(kHistogramBins, 0);
    EXPECT_TRUE(std::isnan(histogram.quantile(0.5)));
    EXPECT_TRUE(std::isnan(histogram.shares(64)[0]));
    histogram.counts[64] = 3;
    histogram.counts[128] = 1;
    // Half of four gates is two thirds through bin 64.
    EXPECT_DOUBLE_EQ(histogram.quantile(0.5), (64 + 2.0 / 3) / 256);
    EXPECT_DOUBLE_EQ(histogram.quantile(0.875), 128.5 / 256);
    EXPECT_DOUBLE_EQ(histogram.quantile(1), 129.0 / 256);
    histogram.low = -1;
    EXPECT_DOUBLE_EQ(histogram.quantile(1), -1 + 2 * 129.0 / 256);
    EXPECT_DOUBLE_EQ(histogram.shares(4)[1], 0.75);
    EXPECT_DOUBLE_EQ(histogram.shares(4)[2], 0.25);
}

TEST(DistributionFigure, IsTheShareOfGatesInEachBin) {
    const Figure figure = built("distribution", two_classes(), {});
    ASSERT_EQ(figure.panels.size(), 2U);
    const Panel& panel = figure.panels[0];
    ASSERT_EQ(panel.series.size(), 3U);
    ASSERT_EQ(panel.series[0].y.size(), 64U);
    EXPECT_DOUBLE_EQ(panel.series[0].x[16], 16.5 / 64);
    EXPECT_DOUBLE_EQ(panel.series[0].y[16], 75);
    EXPECT_DOUBLE_EQ(panel.series[0].y[32], 25);
    EXPECT_DOUBLE_EQ(panel.series[1].y[48], 100);
    EXPECT_DOUBLE_EQ(panel.series[2].y[48], 50);
    EXPECT_EQ(panel.series[2].name, "all 2 classes");
    EXPECT_EQ(panel.y.high, 100);
}

TEST(DistributionFigure, OfOneBlockHasItsQuantilesBeside) {
    const Figure figure = built("distribution", two_classes(), {{"SE_3_1"}});
    ASSERT_EQ(figure.panels.size(), 2U);
    const Panel& panel = figure.panels[1];
    EXPECT_THAT(panel.y.names, ElementsAre("class 0", "class 1"));
    ASSERT_EQ(panel.series.size(), 6U);
    // Class 1: all in bin 192.
    const auto at = [](double q) { return (192 + q) / 256; };
    EXPECT_THAT(panel.series[3].x, Pointwise(DoubleNear(1e-12), {at(0.05), at(0.95)}));
    EXPECT_THAT(panel.series[4].x, Pointwise(DoubleNear(1e-12), {at(0.25), at(0.75)}));
    EXPECT_THAT(panel.series[5].x, Pointwise(DoubleNear(1e-12), {at(0.5)}));
    EXPECT_EQ(panel.series[5].kind, SeriesKind::markers);
    EXPECT_THAT(panel.series[3].y, Each(1.0));
}

TEST(RidgesFigure, StandsOnARowForEachBlock) {
    const Figure figure = built("ridges", two_classes(), {});
    ASSERT_EQ(figure.panels.size(), 1U);
    const Panel& panel = figure.panels[0];
    EXPECT_THAT(panel.y.names, ElementsAre("SE_2_1", "SE_3_1"));
    EXPECT_EQ(panel.y.of, Quantity::block);
    ASSERT_EQ(panel.series.size(), 6U);
    // All images in SE_3_1: highest share 50 %. A class with all its gates there is twice as high:
    // it rises 1.6 times as high as a ridge may, and the ridge as much less.
    const Series& ridge = panel.series[5];
    EXPECT_EQ(ridge.kind, SeriesKind::band);
    EXPECT_THAT(ridge.low, Each(1.0));
    EXPECT_DOUBLE_EQ(ridge.high[48], 1 - 0.85 * 0.8);
    EXPECT_DOUBLE_EQ(ridge.high[0], 1);
    EXPECT_DOUBLE_EQ(panel.series[4].y[48], 1 - 0.85 * 1.6);
}

TEST(RidgesFigure, CutsNothing) {
    for (const auto& profile :
         {two_classes(), made_profile({{"SE_2_1", 2}}, {1, 20}, [](int, int cls, int, int image) {
              return cls == 0 ? 0.5 : 0.04 * image;
          })}) {
        const Panel panel = built("ridges", profile, {}).panels.at(0);
        for (const Series& series : panel.series) {
            for (const double y : series.y) {
                // A gap, where a class has no gates, is drawn nowhere.
                if (!std::isnan(y)) {
                    EXPECT_GT(y, panel.y.low);
                }
            }
            for (const double x : series.x) EXPECT_LT(x, panel.x.high);
        }
    }
}

TEST(DepthFigure, RunsThroughTheSummariesOfAllBlocks) {
    const auto profile = two_classes();
    const auto summary = summarise(profile);
    const Figure figure = built("depth", profile, {});
    ASSERT_EQ(figure.panels.size(), 3U);
    EXPECT_EQ(figure.panels[0].series[0].y[1], summary[1].class_share);
    EXPECT_EQ(figure.panels[1].series[0].y[0], summary[0].std_within);
    EXPECT_EQ(figure.panels[1].series[1].y[0], summary[0].std_between);
    EXPECT_EQ(figure.panels[2].series[0].y[1], summary[1].open);
    EXPECT_EQ(figure.panels[2].series[1].y[1], summary[1].closed);
    EXPECT_THAT(figure.panels[0].x.names, ElementsAre("SE_2_1", "SE_3_1"));
    // 0.25 between the classes.
    EXPECT_NEAR(figure.panels[1].series[1].y[0], 0.25, 1e-6);
    EXPECT_EQ(figure.panels[1].y.high, 0.3);
    std::ostringstream csv;
    write_figure_csv(figure, csv);
    EXPECT_NE(csv.str().find(",class share,SE_2_1,1,"), std::string::npos) << csv.str();
}

TEST(ChannelsFigure, ShowsTheShareOfEachKindOfChannel) {
    // Closed, open, constant at a half, and one that moves.
    const double first[4] = {0.01, 0.99, 0.5, 0.2};
    const double second[4] = {0.04, 0.96, 0.52, 0.8};
    const auto profile =
        made_profile({{"SE_2_1", 4}, {"SE_3_1", 4}}, {1, 1}, [&](int block, int cls, int c, int) {
            return block == 0 ? (cls == 0 ? first : second)[c] : (cls == 0 ? 0.01 : 0.02);
        });
    const Figure figure = built("channels", profile, {});
    ASSERT_EQ(figure.panels.size(), 1U);
    const Panel& panel = figure.panels[0];
    ASSERT_EQ(panel.series.size(), 4U);
    EXPECT_EQ(panel.series[0].name, "closed");
    EXPECT_THAT(panel.series[0].y, ElementsAre(25, 100));
    EXPECT_THAT(panel.series[1].y, ElementsAre(25, 0));
    EXPECT_THAT(panel.series[2].y, ElementsAre(25, 0));
    EXPECT_THAT(panel.series[3].y, ElementsAre(25, 0));
    EXPECT_EQ(panel.y.high, 100);
    EXPECT_THAT(panel.x.names, ElementsAre("SE_2_1", "SE_3_1"));
}

TEST(ClassFigure, OrdersChannelsByMeanOrBySpread) {
    // Means over both classes 0.5, 0.2, 0.4; distance of the classes 0.2, 0.4, 0.
    const double gates[2][3] = {{0.4, 0.0, 0.4}, {0.6, 0.4, 0.4}};
    const auto profile = made_profile({{"SE_2_1", 3}}, {1, 1},
                                      [&](int, int cls, int c, int) { return gates[cls][c]; });
    FigureOptions options;
    options.order = ChannelOrder::mean;
    Figure figure = built("class", profile, options);
    EXPECT_THAT(figure.panels[0].x.ids, ElementsAre(1, 2, 0));
    EXPECT_THAT(figure.panels[0].series[1].x, ElementsAre(0, 1, 2));
    EXPECT_THAT(figure.panels[0].series[1].y, Pointwise(DoubleNear(1e-9), {0.4, 0.4, 0.6}));
    std::ostringstream csv;
    write_figure_csv(figure, csv);
    EXPECT_NE(csv.str().find("class 1,0,0.6"), std::string::npos) << csv.str();  // the channel
    options.order = ChannelOrder::spread;
    options.channels = 2;
    figure = built("class", profile, options);
    EXPECT_THAT(figure.panels[0].x.ids, ElementsAre(1, 0, 2));
    EXPECT_THAT(figure.panels[0].series[0].y, Pointwise(DoubleNear(1e-9), {0.0, 0.4}));
    EXPECT_EQ(figure.panels[0].x.label, "Channels by spread between classes");
}

TEST(ClassFigure, CanHaveABandAroundEachMean) {
    const auto profile = made_profile({{"SE_2_1", 1}}, {2, 2}, [](int, int cls, int, int image) {
        return 0.3 * cls + 0.2 * image;
    });
    FigureOptions options;
    options.band = true;
    const Figure figure = built("class", profile, options);
    const Series& series = figure.panels.at(0).series.at(1);
    EXPECT_EQ(series.kind, SeriesKind::band);
    EXPECT_NEAR(series.y[0], 0.4, 1e-9);
    EXPECT_NEAR(series.low[0], 0.3, 1e-6);
    EXPECT_NEAR(series.high[0], 0.5, 1e-6);
    EXPECT_EQ(figure.panels[0].series[2].kind, SeriesKind::line);  // of all classes
}

TEST(Figures, RefuseWhatIsNotThere) {
    const auto profile = two_classes();
    for (const auto& row : figure_table()) {
        EXPECT_THROW(row.build(profile, {{"SE_9_9"}}), Error) << row.name;
        EXPECT_THROW(row.build(profile, {{}, {"nobody"}}), Error) << row.name;
        EXPECT_THROW(row.build(made_profile({}, {1}, {}), {}), Error) << row.name;
        EXPECT_THROW(row.build(made_profile({{"SE_2_1", 2}}, {0}, {}), {}), Error) << row.name;
        EXPECT_EQ(row.build(profile, {}).name, row.name);
    }
}

}  // namespace
}  // namespace sescope
