// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "tests/core/figures/made_profile.h"
#include "tests/core/page/decoded.h"

namespace sescope {
namespace {

using testing::decoded;
using ::testing::ElementsAre;
using ::testing::FloatNear;

// Two blocks of 4 and 8 channels, three classes; the last one has no image. A gate is a tenth of
// its channel, more for the second class, and differs by 0.2 between two images.
ExcitationProfile two_blocks() {
    return made_profile({{"SE_2_1", 4}, {"SE_3_1", 8}}, {2, 2, 0},
                        [](int block, int cls, int channel, int image) {
                            return 0.1 * channel * (block == 0 ? 1 : 0.5) + 0.2 * cls + 0.2 * image;
                        });
}

TEST(PageFigure, HasMeanAndSpreadOfEveryChannelOfEveryClass) {
    const PageJson figure = page_figure(two_blocks(), "class", {{0}, {}});
    ASSERT_EQ(figure["panels"].size(), 1u);
    const PageJson& panel = figure["panels"][0];
    EXPECT_EQ(panel["title"], "SE_2_1");
    EXPECT_EQ(panel["block"], 0);
    ASSERT_EQ(panel["series"].size(), 3u);  // two classes, and all images
    const PageJson& second = panel["series"][1];
    EXPECT_EQ(second["name"], "class 1");
    EXPECT_EQ(second["cls"], 1);
    EXPECT_EQ(second["n"], 2);
    EXPECT_FALSE(second.contains("x"));  // as the one before it
    EXPECT_THAT(decoded(panel["series"][0]["x"]), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(decoded(second["y"]), ElementsAre(FloatNear(0.3F, 1e-6F), FloatNear(0.4F, 1e-6F),
                                                  FloatNear(0.5F, 1e-6F), FloatNear(0.6F, 1e-6F)));
    EXPECT_THAT(decoded(second["half"]),
                ElementsAre(FloatNear(0.1F, 1e-6F), FloatNear(0.1F, 1e-6F), FloatNear(0.1F, 1e-6F),
                            FloatNear(0.1F, 1e-6F)));
}

TEST(PageFigure, SaysInWhatOrdersChannelsCanStand) {
    const auto profile = made_profile({{"SE_2_1", 3}}, {1, 1}, [](int, int cls, int channel, int) {
        return channel == 1 ? 0.1 : channel == 0 ? 0.5 : 0.2 + 0.4 * cls;
    });
    const PageJson figure = page_figure(profile, "class", {{0}, {}});
    EXPECT_EQ(figure["panels"][0]["orders"]["mean"], PageJson({1, 2, 0}));
    EXPECT_EQ(figure["panels"][0]["orders"]["spread"][0], 2);
}

TEST(PageFigure, IsOfTheBlocksAndClassesThatAreChosen) {
    const PageJson figure = page_figure(two_blocks(), "heatmap", {{1, 0}, {1}});
    ASSERT_EQ(figure["panels"].size(), 2u);
    EXPECT_EQ(figure["panels"][0]["title"], "SE_3_1");
    EXPECT_EQ(figure["panels"][0]["map"]["rows"], 1);
    EXPECT_EQ(figure["panels"][0]["map"]["columns"], 8);
    EXPECT_EQ(figure["panels"][0]["y"]["ids"], PageJson({1}));
    EXPECT_EQ(figure["scale"]["label"], "Mean gate");
    EXPECT_EQ(figure["scale"]["colours"], "viridis");
}

TEST(PageFigure, RefusesWhatIsNotThere) {
    const auto profile = two_blocks();
    EXPECT_THROW(page_figure(profile, "class", {{2}, {}}), Error);
    EXPECT_THROW(page_figure(profile, "class", {{-1}, {}}), Error);
    EXPECT_THROW(page_figure(profile, "class", {{0}, {3}}), Error);
    EXPECT_THROW(page_figure(profile, "class", {{0}, {2}}), Error);  // has no image
    EXPECT_THROW(page_figure(profile, "pie", {}), Error);
}

TEST(PageFigure, KeepsMarkupAsText) {
    auto profile = two_blocks();
    profile.classes[0] = {"<img src=x>", "<img src=x>\x1b", -1};
    const PageJson figure = page_figure(profile, "class", {{0}, {}});
    EXPECT_EQ(figure["panels"][0]["series"][0]["name"], "<img src=x>\uFFFD");
}

TEST(PageChannel, RanksClassesByTheirMean) {
    const PageJson ranked = page_channel(two_blocks(), 0, 3);
    ASSERT_EQ(ranked["classes"].size(), 2u);
    EXPECT_EQ(ranked["classes"][0]["cls"], 1);
    EXPECT_NEAR(ranked["classes"][0]["mean"], 0.6, 1e-9);
    EXPECT_NEAR(ranked["classes"][0]["deviation"], 0.1, 1e-9);
    EXPECT_NEAR(ranked["classes"][0]["min"], 0.5, 1e-6);
    EXPECT_NEAR(ranked["classes"][0]["max"], 0.7, 1e-6);
    EXPECT_EQ(ranked["classes"][1]["cls"], 0);
    EXPECT_THROW(page_channel(two_blocks(), 0, 4), Error);
    EXPECT_THROW(page_channel(two_blocks(), 2, 0), Error);
}

}  // namespace
}  // namespace sescope
