// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/overlay.h"

#include <gtest/gtest.h>

#include <limits>

namespace sescope {
namespace {

RgbImage grey_image(int width, int height) {
    return {width, height, std::vector<std::uint8_t>(std::size_t(width * height * 3), 100)};
}

std::vector<int> pixel(const RgbImage& image, int x, int y) {
    const auto* at = image.pixels.data() + (y * image.width + x) * 3;
    return {at[0], at[1], at[2]};
}

TEST(OverlayMap, ColoursWhereTheMapIsHighAndLeavesTheImageWhereItIsLow) {
    const std::vector<float> values{2, 2, 4, 4};  // strong at the bottom
    const RgbImage over = overlay_map(grey_image(40, 40), {2, 2, values, 2, 4});
    EXPECT_EQ(over.width, 40);
    EXPECT_EQ(over.height, 40);
    EXPECT_EQ(pixel(over, 20, 0), (std::vector<int>{100, 100, 100}));
    // A quarter of the grey, three quarters of viridis' yellow (253, 231, 37).
    const auto bottom = pixel(over, 20, 39);
    EXPECT_NEAR(bottom[0], 0.25 * 100 + 0.75 * 253, 2);
    EXPECT_NEAR(bottom[1], 0.25 * 100 + 0.75 * 231, 2);
    EXPECT_NEAR(bottom[2], 0.25 * 100 + 0.75 * 37, 2);
}

TEST(OverlayMap, TakesMapsThatAreFlatOrNotNumbers) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> values{nan, 1, 1, 1};
    const RgbImage over = overlay_map(grey_image(8, 8), {2, 2, values, 1, 1});
    EXPECT_EQ(over.pixels.size(), 8U * 8 * 3);
}

TEST(OverlayMap, RefusesAMapOfAnotherSize) {
    const std::vector<float> values{1, 2, 3};
    EXPECT_THROW(overlay_map(grey_image(8, 8), {2, 2, values}), Error);
    EXPECT_THROW(overlay_map({}, {3, 1, values}), Error);
}

}  // namespace
}  // namespace sescope
