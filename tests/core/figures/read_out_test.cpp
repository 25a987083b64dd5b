// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/read_out.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

// Class c opens channel k by 0.1 c + 0.05 k, images of a class differ by 0.02.
double ramp(int, int cls, int channel, int image) {
    return 0.1 * cls + 0.05 * channel + 0.02 * image;
}

ExcitationProfile profile() {
    return made_profile({{"SE_2_1", 4}, {"SE_3_1", 4}}, {2, 2}, ramp);
}

Figure built(const char* name, const FigureOptions& options) {
    return find_figure(name).build(profile(), options);
}

TEST(ReadOut, OfACurveNamesChannelClassMeanSpreadAndImages) {
    const Figure figure = built("class", {{"SE_3_1"}});
    // Class 1, channel 2: 0.1 + 0.1 + 0.01; the mean of both classes lies 0.05 below.
    const auto found = read_out(profile(), figure, {0, 2.1, 0.215, 0.01, 0.001});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text, "channel 2: class 1 0.210 ± 0.0100 (2)");
    EXPECT_EQ(found->name, "class 1");
    EXPECT_EQ(found->channel, 2);
    EXPECT_EQ(found->cls, 1);
    EXPECT_EQ(found->block, 1);
    EXPECT_EQ(found->x, 2);
    EXPECT_NEAR(found->y, 0.21, 1e-9);
    EXPECT_NEAR(found->distance, std::hypot(10, 5), 1e-3);
}

TEST(ReadOut, OfTheNeutralCurveIsOfAllClasses) {
    const Figure figure = built("class", {{"SE_2_1"}});
    const auto found = read_out(profile(), figure, {0, 0, 0.06, 0.01, 0.001});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text, "channel 0: all 2 classes 0.0600 (4)");
    EXPECT_EQ(found->cls, -1);
}

TEST(ReadOut, OfSortedChannelsIsTheChannelNotItsRank) {
    FigureOptions options{{"SE_2_1"}};
    options.order = ChannelOrder::mean;
    Figure figure = built("class", options);
    EXPECT_EQ(read_out(profile(), figure, {0, 3, 0.1})->channel, 3);
    figure.panels[0].x.ids = {3, 2, 1, 0};
    EXPECT_EQ(read_out(profile(), figure, {0, 3, 0.1})->channel, 0);
}

TEST(ReadOut, OfAMapIsTheCellUnderThePoint) {
    FigureOptions options{{"SE_2_1"}};
    options.clustered = false;
    const Figure figure = built("heatmap", options);
    const auto found = read_out(profile(), figure, {0, 1.4, 0.6});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text, "channel 1: class 1 0.160 ± 0.0100 (2)");
    EXPECT_EQ(found->channel, 1);
    EXPECT_EQ(found->cls, 1);
    EXPECT_FALSE(read_out(profile(), figure, {0, 4, 0}));
    EXPECT_FALSE(read_out(profile(), figure, {0, -1, 0}));
}

TEST(ReadOut, OfSimilarityNamesBothClasses) {
    const auto found = read_out(profile(), built("similarity", {{"SE_2_1"}}), {0, 1, 0});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text, "class 0 and class 1: correlation 1.00");
}

TEST(ReadOut, OfDepthAndRidgesIsABlock) {
    const auto depth = read_out(profile(), built("depth", {}), {0, 1, 0.9});
    ASSERT_TRUE(depth);
    EXPECT_EQ(depth->block, 1);
    EXPECT_TRUE(depth->text.str().starts_with("SE_3_1: class share ")) << depth->text.str();
    auto counted = profile();
    counted.gates.blocks[1].histogram[128] = 8;
    const Figure ridges = find_figure("ridges").build(counted, {});
    const auto ridge = read_out(counted, ridges, {0, 0.5, 0.2, 0.01, 0.01});
    ASSERT_TRUE(ridge);
    EXPECT_EQ(ridge->block, 1);
    EXPECT_EQ(ridge->text.str(), "SE_3_1: class 0, gate 0.508");
}

TEST(ReadOut, OfNothingIsNothing) {
    EXPECT_FALSE(read_out(profile(), {}, {}));
    Figure empty;
    empty.panels.resize(1);
    EXPECT_FALSE(read_out(profile(), empty, {}));
}

TEST(Axes, TellPositionsAndIndicesApart) {
    Axis plain;
    plain.of = Quantity::channel;
    plain.high = 7;
    EXPECT_EQ(index_at(plain, Quantity::channel, 3.4), 3);
    EXPECT_EQ(index_at(plain, Quantity::channel, 9), -1);
    EXPECT_EQ(index_at(plain, Quantity::channel, -1), -1);
    EXPECT_EQ(index_at(plain, Quantity::cls, 3), -1);
    EXPECT_EQ(position_of(plain, Quantity::channel, 7), 7);
    EXPECT_FALSE(position_of(plain, Quantity::channel, 8));
    Axis sorted = plain;
    sorted.ids = {5, 0, 2};
    EXPECT_EQ(index_at(sorted, Quantity::channel, 2), 2);
    EXPECT_EQ(index_at(sorted, Quantity::channel, 0), 5);
    EXPECT_EQ(position_of(sorted, Quantity::channel, 0), 1);
    EXPECT_FALSE(position_of(sorted, Quantity::channel, 1));
}

TEST(Texts, PutValuesWhereTheyBelong) {
    EXPECT_EQ(Text({translatable("figures", "%2 of %1, 5 %"), {"a", "b"}}).str(), "b of a, 5 %");
    EXPECT_EQ(Text("100 %1").str(), "100 %1");  // a name is as it is
    EXPECT_EQ(Text({translatable("figures", "%1 (n = %2)"),
                    {Text(translatable("figures", "all %1 classes"), {"10"}), "5"}})
                  .str(),
              "all 10 classes (n = 5)");
}

}  // namespace
}  // namespace sescope
