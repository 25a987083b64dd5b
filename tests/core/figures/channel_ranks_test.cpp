// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/channel_ranks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

TEST(ChannelRanks, OrderTheClassesOfAChannelByItsGate) {
    // Class 1 has no image; class 2 has two, 0.2 and 0.4 in channel 1.
    const auto profile =
        made_profile({{"SE_2_1", 2}}, {1, 0, 2, 1}, [](int, int cls, int channel, int image) {
            if (channel == 0) return 0.5;
            return cls == 2 ? 0.2 + 0.2 * image : 0.1 + 0.2 * cls;
        });
    const auto rows = classes_by_gate(profile, 0, 1);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].cls, 3);
    EXPECT_NEAR(rows[0].mean, 0.7, 1e-9);
    EXPECT_NEAR(rows[0].deviation, 0, 4e-5);  // squares are kept in units of 2^-30
    EXPECT_EQ(rows[1].cls, 2);
    EXPECT_NEAR(rows[1].mean, 0.3, 1e-9);
    EXPECT_NEAR(rows[1].deviation, 0.1, 1e-9);
    EXPECT_EQ(rows[1].images, 2U);
    EXPECT_EQ(rows[2].cls, 0);
    // All alike: in the order of the profile.
    EXPECT_EQ(classes_by_gate(profile, 0, 0)[0].cls, 0);
}

TEST(ChannelRanks, OrderTheChannelsForAClass) {
    const double gates[2][3] = {{0.25, 0.75, 0.5}, {0.25, 0.25, 1.0}};
    const auto profile = made_profile({{"SE_2_1", 3}}, {1, 1},
                                      [&](int, int cls, int c, int) { return gates[cls][c]; });
    const auto rows = channels_by_gate(profile, 0, 0);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].channel, 1);
    EXPECT_NEAR(rows[0].mean, 0.75, 1e-9);
    EXPECT_NEAR(rows[0].overall, 0.5, 1e-9);
    EXPECT_EQ(rows[1].channel, 2);
    EXPECT_EQ(rows[2].channel, 0);
}

TEST(ChannelRanks, PutGatesThatAreNoNumbersLast) {
    auto profile = made_profile({{"SE_2_1", 1}}, {2, 2}, [](int, int, int, int) { return 0.5; });
    profile.gates.blocks[0].not_finite = 2;
    profile.gates.blocks[0].histogram[kHistogramBins] = 2;  // none of class 0 was counted
    const auto rows = classes_by_gate(profile, 0, 0);
    EXPECT_EQ(rows[0].cls, 1);
    EXPECT_TRUE(std::isnan(rows[1].mean));
}

}  // namespace
}  // namespace sescope
