// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of figures, and the colours that are asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "core/base/error.h"
#include "core/figures/choices.h"
#include "core/figures/figure.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::ElementsAre;

double ramp(int, int cls, int channel, int) {
    return 0.1 * cls + channel / 1000.0;
}

TEST(Zoom, ShowsTheChannelsBetweenThoseThatAreSampled) {
    const auto profile = made_profile({{"SE_2_1", 256}, {"SE_3_1", 256}}, {1, 1}, ramp);
    FigureOptions options;
    options.zooms = {{1, {10.5, 29.5}, {0, 1}}};
    const Figure figure = make_figure("class", profile, options);
    std::vector<double> expected(21);
    std::iota(expected.begin(), expected.end(), 10);
    EXPECT_EQ(figure.panels[0].series[0].x, expected);  // each one, the next ones outside too
    EXPECT_NEAR(figure.panels[0].series[0].y[1], 0.011, 1e-9);
    EXPECT_EQ(figure.panels[1].series[0].x.size(), 50U);
    EXPECT_EQ(figure.panels[1].series[0].x[1], 5);
    // Of a part with more than fifty, fifty: from one end to the other.
    options.zooms = {{2, {50, 200}, {0, 1}}};
    const auto x = make_figure("class", profile, options).panels[1].series[0].x;
    ASSERT_EQ(x.size(), 50U);
    EXPECT_EQ(x.front(), 50);
    EXPECT_EQ(x.back(), 200);
    EXPECT_EQ(x[1] - x[0], 3);
}

TEST(Zoom, OfSortedChannelsIsByPosition) {
    const auto profile = made_profile(
        {{"SE_2_1", 100}}, {1}, [](int, int, int channel, int) { return 1 - channel / 100.0; });
    FigureOptions options;
    options.order = ChannelOrder::mean;
    options.zooms = {{1, {0, 3}, {0, 1}}};
    const Figure figure = make_figure("class", profile, options);
    EXPECT_THAT(figure.panels[0].series[0].x, ElementsAre(0, 1, 2, 3));
    EXPECT_NEAR(figure.panels[0].series[0].y[0], 0.01, 1e-9);  // channel 99
}

TEST(Zoom, IsKeptInTheAxesAndOfMapsInWholeCells) {
    const auto profile = made_profile({{"SE_2_1", 8}}, {1, 1, 1}, ramp);
    const std::vector<Zoom> zooms{{1, {1.2, 3.4}, {0.2, 0.7}}};
    const Figure curves = zoomed(make_figure("class", profile, {}), zooms);
    EXPECT_EQ(curves.panels[0].x.shown, (AxisRange{1.2, 3.4}));
    EXPECT_EQ(curves.panels[0].y.shown, (AxisRange{0.2, 0.7}));
    EXPECT_EQ(curves.panels[0].x.high, 7);
    const Figure map = zoomed(make_figure("heatmap", profile, {}), zooms);
    EXPECT_EQ(map.panels[0].x.shown, (AxisRange{0.5, 3.5}));
    EXPECT_EQ(map.panels[0].y.shown, (AxisRange{-0.5, 1.5}));
}

TEST(Zoom, RefusesPanelsThatAreNotThereAndPartsOfNothing) {
    const auto profile = made_profile({{"SE_2_1", 8}}, {1}, ramp);
    const Figure figure = make_figure("class", profile, {});
    EXPECT_THROW(zoomed(figure, {{2, {0, 1}, {0, 1}}}), Error);
    EXPECT_THROW(zoomed(figure, {{0, {0, 1}, {0, 1}}}), Error);
    EXPECT_THROW(zoomed(figure, {{1, {1, 1}, {0, 1}}}), Error);
}

TEST(Palette, ColoursTheClassesThatAreNamed) {
    const auto profile = made_profile({{"SE_2_1", 8}}, {1, 1, 1}, ramp);
    FigureOptions options;
    options.classes = {"c2", "c0"};
    options.palette = {5, 9};
    for (const char* name : {"class", "distribution", "ridges", "instance"}) {
        for (const auto& series : make_figure(name, profile, options).panels[0].series) {
            const int expected = series.cls == 2 ? 5 : series.cls == 0 ? 9 : -1;
            EXPECT_EQ(series.colour, expected) << name;
        }
    }
    options.palette = {5};  // of the first one only
    EXPECT_EQ(make_figure("class", profile, options).panels[0].series[1].colour, 1);
}

// Classes of a hand-made list may have no name for reading.
TEST(ShownName, IsTheFolderWhereThereIsNoOther) {
    auto profile = made_profile({{"SE_2_1", 2}}, {1, 1}, ramp);
    for (auto& cls : profile.classes) cls.readable.clear();
    EXPECT_EQ(shown_name(profile, 1), "c1");
}

}  // namespace
}  // namespace sescope
