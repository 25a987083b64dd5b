// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/doubts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace sescope {
namespace {

TEST(DoubtsAbout, NegativeVariancesAreNamedAndCounted) {
    StateDict weights;
    weights.add(StateDict::make_tensor("a.running_var", {2}, std::vector{1.0F, 0.0F}));
    weights.add(StateDict::make_tensor("a.running_mean", {2}, std::vector{-1.0F, 0.0F}));
    EXPECT_TRUE(doubts_about(weights).empty());
    weights.add(StateDict::make_tensor("b.running_var", {2}, std::vector{1.0F, -0.5F}));
    weights.add(StateDict::make_tensor("c.running_var", {1}, std::vector{-2.0F}));
    const auto doubts = doubts_about(weights);
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_THAT(doubts[0],
                testing::HasSubstr("in 2 batch norms (the first: b.running_var; down to -2)"));
}

TEST(DoubtsAbout, StatisticsThatAreNoNumbers) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    StateDict weights;
    weights.add(StateDict::make_tensor("a.running_mean", {2}, std::vector{nan, 0.0F}));
    weights.add(StateDict::make_tensor("a.running_var", {1},
                                       std::vector{std::numeric_limits<float>::infinity()}));
    const auto doubts = doubts_about(weights);
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_THAT(doubts[0], testing::HasSubstr("of 2 batch norms (the first: a.running_mean)"));
}

}  // namespace
}  // namespace sescope
