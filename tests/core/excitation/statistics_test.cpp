// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "core/excitation/profile.h"
#include "made_tally.h"

namespace sescope {
namespace {

using testing::tally_of;

// Class 0: (0.25, 0.5), (0.75, 0.5); class 1: (1, 0), class 2 has no image.
GateTally three_images() {
    return tally_of({{0, {0.25f, 0.5f}}, {0, {0.75f, 0.5f}}, {1, {1.0f, 0.0f}}}, 3, 2);
}

TEST(Statistics, ClassMeanAndVarianceAreThoseOfTheClass) {
    const GateTally gates = three_images();
    EXPECT_EQ(class_mean(gates, 0, 0), (std::vector<double>{0.5, 0.5}));
    EXPECT_EQ(class_variance(gates, 0, 0), (std::vector<double>{0.0625, 0.0}));
    EXPECT_EQ(class_mean(gates, 0, 1), (std::vector<double>{1.0, 0.0}));
    EXPECT_EQ(class_variance(gates, 0, 1), (std::vector<double>{0.0, 0.0}));
}

TEST(Statistics, AClassWithoutImagesIsNaN) {
    const GateTally gates = three_images();
    for (const double value : class_mean(gates, 0, 2)) EXPECT_TRUE(std::isnan(value));
    for (const double value : class_variance(gates, 0, 2)) EXPECT_TRUE(std::isnan(value));
}

TEST(Statistics, OverallIsOverAllImagesNotOverClasses) {
    const GateTally gates = three_images();
    const auto mean = overall_mean(gates, 0);
    EXPECT_NEAR(mean[0], 2.0 / 3, 1e-9);
    EXPECT_NEAR(mean[1], 1.0 / 3, 1e-9);
    const auto variance = overall_variance(gates, 0);
    EXPECT_NEAR(variance[0], (0.0625 + 0.5625 + 1) / 3 - 4.0 / 9, 1e-9);
    EXPECT_NEAR(variance[1], 0.5 / 3 - 1.0 / 9, 1e-9);
}

// In doubles, sum of squares minus square of the sum would be lost in rounding here.
TEST(Statistics, VarianceOfAMillionNearlyEqualGatesIsExact) {
    GateTally gates = tally_of({{0, {0.5f}}, {0, {0.5f}}}, 1, 1);
    const std::int64_t n = 1 << 20;
    const std::int64_t unit = std::int64_t{1} << 32;
    const std::int64_t step = 1 << 12;  // gates are 0.5 +- 2^-20
    gates.images[0] = n;
    gates.blocks[0].sum[0] = n * unit / 2;
    // (0.5 + d)^2 + (0.5 - d)^2 = 0.5 + 2 d^2, d^2 = 2^-40: 2^-8 units each, exact over the whole.
    gates.blocks[0].sum_of_squares[0] = n * unit / 4 + n / 256;
    EXPECT_NEAR(class_variance(gates, 0, 0)[0], std::ldexp(double(step) * step, -64), 1e-18);
    gates.blocks[0].sum_of_squares[0] = n * unit / 4;
    EXPECT_EQ(class_variance(gates, 0, 0)[0], 0.0);
    gates.blocks[0].sum_of_squares[0] -= 100;  // rounding of the squares may go below
    EXPECT_EQ(class_variance(gates, 0, 0)[0], 0.0);
}

TEST(Statistics, SumsOfTwoBillionImagesDoNotOverflow) {
    GateTally gates = tally_of({{0, {1.0f}}}, 1, 1);
    const std::int64_t n = std::int64_t{1} << 30;
    gates.images[0] = n * 2;
    // Half of the gates are 1, half are -1.
    gates.blocks[0].sum[0] = 0;
    gates.blocks[0].sum_of_squares[0] = std::numeric_limits<std::int64_t>::max();
    EXPECT_NEAR(class_variance(gates, 0, 0)[0], 1.0, 1e-15);
    gates.blocks[0].sum[0] = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(class_mean(gates, 0, 0)[0], 1.0);
    EXPECT_NEAR(class_variance(gates, 0, 0)[0], 0.0, 1e-15);
}

TEST(Statistics, UnboundedGatesUseTheirOwnScale) {
    const GateTally gates = tally_of({{0, {3.0f}}, {0, {5.0f}}}, 1, 1, "SE_2_1", 16);
    EXPECT_EQ(class_mean(gates, 0, 0)[0], 4.0);
    EXPECT_EQ(class_variance(gates, 0, 0)[0], 1.0);
}

TEST(Statistics, GatesThatAreNotFiniteDoNotDilute) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const GateTally gates = tally_of({{0, {0.5f, 0.25f}}, {0, {nan, nan}}}, 1, 2);
    EXPECT_EQ(gates_counted(gates, 0, 0), 1.0);
    EXPECT_EQ(class_mean(gates, 0, 0), (std::vector<double>{0.5, 0.25}));
    EXPECT_EQ(class_variance(gates, 0, 0), (std::vector<double>{0.0, 0.0}));
}

}  // namespace
}  // namespace sescope
