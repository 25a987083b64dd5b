// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/paired.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace sescope::testing {
namespace {

/// Left side of the quartic whose roots are the ends of Tango's interval (Yang, Sun and Hardin,
/// Statistics in Medicine 32, 2013, 1336-1342), scaled so that its leading coefficient is 1: a way
/// to the same interval that shares nothing with ours.
double quartic(double delta, double lost, double gained, double n) {
    const double g = 1.959963984540054 * 1.959963984540054;
    const double d = gained - lost;
    const double s = gained + lost;
    const double m0 = n * n * (n / g + 1) * (n / g + 1);
    const double m1 = -n * d * (n / g + 1) * (4 * n / g + 1);
    const double m2 = 2 * n * d * d * (3 * n / g + 2) / g - n * n * (s / g + 1);
    const double m3 = n * d * (2 * s / g + 1) - d * d * d * (4 * n / g + 1) / g;
    const double m4 = d * d * (d * d / g - s) / g;
    return (((m0 * delta + m1) * delta + m2) * delta + m3) * delta / m0 + m4 / m0;
}

// Bentur et al. 2009, as in Fagerland, Lydersen and Laake, Statistics in Medicine 33 (2014)
// 2850-2875, table VI: Tango's interval -0.517 to -0.026, exact McNemar p = 0.070.
TEST(Paired, AgreesWithThePublishedExample) {
    const PairedChange change = paired_change({1, 7, 1, 12});
    EXPECT_DOUBLE_EQ(change.change, -6.0 / 21);
    EXPECT_NEAR(change.low, -0.517, 0.0005);
    EXPECT_NEAR(change.high, -0.026, 0.0005);
    EXPECT_NEAR(change.p_value, 18.0 / 256, 1e-12);
}

// Computed apart, by maximising the restricted likelihood numerically.
TEST(Paired, IntervalsOfTheNumericalLikelihood) {
    struct Case {
        double lost, gained, images, low, high;
    };
    for (const Case& c :
         {Case{7, 1, 21, -0.5172322757, -0.0260030341},
          Case{16, 6, 161, -0.1240234319, -0.0054333959},
          Case{20, 40, 160, 0.0308645342, 0.2180642434},
          Case{11, 3, 3925, -0.0043340975, -0.0001974149},
          Case{1, 0, 44, -0.1180770970, 0.0593932311}, Case{5, 0, 10, -0.7634069095, -0.0837008051},
          Case{0, 10, 10, 0.4449344003, 1}}) {
        const Interval interval = tango_interval(c.lost, c.gained, c.images);
        EXPECT_NEAR(interval.low, c.low, 2e-7);
        EXPECT_NEAR(interval.high, c.high, 2e-7);
        EXPECT_NEAR(quartic(interval.low, c.lost, c.gained, c.images), 0, 1e-12);
        EXPECT_NEAR(quartic(interval.high, c.lost, c.gained, c.images), 0, 1e-12);
    }
}

TEST(Paired, WhereNoImageDiffersTheIntervalStillHasAWidth) {
    const double z2 = 1.959963984540054 * 1.959963984540054;
    for (const double n : {1.0, 10.0, 1000.0, 50000.0}) {
        const Interval interval = tango_interval(0, 0, n);
        EXPECT_NEAR(interval.high, z2 / (n + z2), 1e-12);
        EXPECT_NEAR(interval.low, -interval.high, 1e-12);
    }
}

TEST(Paired, TurnedAroundTheIntervalIsItsMirror) {
    const Interval there = tango_interval(9, 2, 300);
    const Interval back = tango_interval(2, 9, 300);
    EXPECT_NEAR(there.low, -back.high, 1e-12);
    EXPECT_NEAR(there.high, -back.low, 1e-12);
}

TEST(Paired, McNemarByHand) {
    EXPECT_DOUBLE_EQ(mcnemar_p_value(0, 0), 1);
    EXPECT_DOUBLE_EQ(mcnemar_p_value(5, 5), 1);
    EXPECT_DOUBLE_EQ(mcnemar_p_value(0, 1), 1);
    EXPECT_NEAR(mcnemar_p_value(0, 10), 2.0 / 1024, 1e-15);
    EXPECT_NEAR(mcnemar_p_value(16, 6), 0.052478790283203125, 1e-12);
    EXPECT_NEAR(mcnemar_p_value(20, 40), 0.01348929373119186, 1e-12);
    // Thousands of images differ: nothing overflows, and it is as good as nothing.
    EXPECT_LT(mcnemar_p_value(9000, 1000), 1e-100);
    EXPECT_NEAR(mcnemar_p_value(500000, 500000), 1, 1e-9);
}

TEST(Paired, NoImageIsNotKnown) {
    const PairedChange change = paired_change({});
    EXPECT_TRUE(std::isnan(change.change));
    EXPECT_TRUE(std::isnan(change.low));
    EXPECT_TRUE(std::isnan(change.high));
    EXPECT_TRUE(std::isnan(change.p_value));
    const BudgetCheck check = check_budget({}, 0.001);
    EXPECT_EQ(check.verdict, BudgetVerdict::unclear);
    EXPECT_EQ(check.images_needed, 0u);
}

TEST(Budget, IsDecidedWhereTheIntervalLiesOnOneSide) {
    EXPECT_EQ(check_budget({50000, 0, 0, 0}, 0.001).verdict, BudgetVerdict::within);
    EXPECT_EQ(check_budget({800, 150, 10, 40}, 0.001).verdict, BudgetVerdict::beyond);
    EXPECT_EQ(check_budget({900, 0, 50, 50}, 0).verdict, BudgetVerdict::within);
    EXPECT_EQ(check_budget({100, 0, 0, 0}, 1.1).verdict, BudgetVerdict::within);
}

// Where no image differs the half-width is z^2 / (n + z^2): below b from n = z^2 (1 - b) / b.
TEST(Budget, SaysHowManyImagesWouldDo) {
    const BudgetCheck check = check_budget({500, 0, 0, 500}, 0.001);
    EXPECT_EQ(check.verdict, BudgetVerdict::unclear);
    EXPECT_NEAR(double(check.images_needed), 3.841458820694124 * 0.999 / 0.001, 8);
    // And with so many images it is decided.
    EXPECT_EQ(check_budget({check.images_needed, 0, 0, 0}, 0.001).verdict, BudgetVerdict::within);
}

// About Wald's half-width z sqrt(psi) / sqrt(n) at psi = 1 % differing, none of it a change.
TEST(Budget, NeedsMoreImagesTheMoreTheNetworksDiffer) {
    const BudgetCheck check = check_budget({980, 5, 5, 10}, 0.001);
    EXPECT_EQ(check.verdict, BudgetVerdict::unclear);
    EXPECT_NEAR(double(check.images_needed), 3.8415 * 0.01 / 1e-6, 2000);
}

TEST(Budget, AChangeThatIsTheBudgetItselfIsNeverDecided) {
    const BudgetCheck check = check_budget({989, 1, 0, 10}, 0.001);
    EXPECT_EQ(check.verdict, BudgetVerdict::unclear);
    EXPECT_EQ(check.images_needed, 0u);
}

}  // namespace
}  // namespace sescope::testing
