// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/image_figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/figures/read_out.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

// Class 1: images 0.3 and 0.5 on channel 0, 0.5 and 0.7 on channel 1.
ExcitationProfile profile() {
    return made_profile({{"SE_2_1", 2}}, {1, 2}, [](int, int cls, int channel, int image) {
        return cls == 0 ? 0.9 : 0.3 + 0.2 * channel + 0.2 * image;
    });
}

TEST(ImageFigure, ShowsTheGatesOfAnImageAgainstTheBandOfItsClass) {
    const std::vector<float> gates{0.25F, 0.75F};
    const Figure figure = image_figure(profile(), {"dog.png", 0, 1, gates}, {});
    ASSERT_EQ(figure.panels.size(), 1U);
    EXPECT_EQ(figure.panels[0].title, "SE_2_1");
    const auto& series = figure.panels[0].series;
    ASSERT_EQ(series.size(), 2U);
    EXPECT_EQ(series[0].kind, SeriesKind::band);
    EXPECT_EQ(series[0].name, "class 1");
    EXPECT_THAT(series[0].y, Pointwise(DoubleNear(1e-9), {0.4, 0.6}));
    EXPECT_THAT(series[0].low, Pointwise(DoubleNear(1e-6), {0.3, 0.5}));
    EXPECT_EQ(series[1].name, "dog.png");
    EXPECT_THAT(series[1].y, ElementsAre(0.25, 0.75));
    EXPECT_EQ(series[1].images, 0U);
    EXPECT_EQ(figure.panels[0].block, 0);
}

TEST(ImageFigure, FollowsTheOrderOfChannels) {
    const std::vector<float> gates{0.25F, 0.75F};
    FigureOptions options;
    options.order = ChannelOrder::spread;  // class means: 0.9 and 0.4, 0.9 and 0.6
    auto figure = image_figure(profile(), {"a", 0, 1, gates}, options);
    EXPECT_THAT(figure.panels[0].x.ids, ElementsAre(0, 1));
    options.order = ChannelOrder::mean;
    figure = image_figure(profile(), {"a", 0, 1, gates}, options);
    EXPECT_THAT(figure.panels[0].series[1].y, ElementsAre(0.25, 0.75));
}

TEST(ImageFigure, IsReadOutByTheNameOfTheImage) {
    const std::vector<float> gates{0.25F, 0.75F};
    const Figure figure = image_figure(profile(), {"dog.png", 0, 1, gates}, {});
    const auto found = read_out(profile(), figure, {0, 1, 0.76, 0.01, 0.01});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text.str(), "channel 1: dog.png 0.750");
}

TEST(ImageFigure, RefusesGatesOfAnotherBlock) {
    const std::vector<float> gates{0.25F};
    EXPECT_THROW(image_figure(profile(), {"a", 0, 1, gates}, {}), Error);
    EXPECT_THROW(image_figure(profile(), {"a", 7, 1, gates}, {}), Error);
}

}  // namespace
}  // namespace sescope
