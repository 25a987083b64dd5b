// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/hairlines.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sescope {
namespace {

constexpr QRgb kRed = 0xffff0000;
constexpr QRgb kBlue = 0xff0000ff;
constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

void add(Hairlines& lines, const std::vector<float>& x, const std::vector<float>& y, QRgb colour) {
    lines.add_below({x, {1, 0}, lines.width()}, y, {1, 0}, colour);
}

std::vector<int> rows_of(const Hairlines& lines, int column, QRgb colour) {
    std::vector<int> rows;
    for (int row = 0; row < lines.image().height(); ++row) {
        if (lines.image().pixel(column, row) == colour) rows.push_back(row);
    }
    return rows;
}

TEST(Hairlines, ALevelLineIsOnePixelHigh) {
    Hairlines lines({10, 100});
    add(lines, {0.5, 9.5}, {70.5, 70.5}, kRed);
    for (int column = 0; column < 10; ++column)
        EXPECT_EQ(rows_of(lines, column, kRed), std::vector{70}) << column;
    EXPECT_EQ(lines.image().pixel(0, 0), 0U);
    EXPECT_FALSE(lines.full());
}

TEST(Hairlines, ALineGoesThroughEveryColumnWithoutAHole) {
    Hairlines lines({4, 100});
    add(lines, {0, 4}, {0, 99}, kRed);
    int below = 0;
    for (int column = 0; column < 4; ++column) {
        const auto rows = rows_of(lines, column, kRed);
        ASSERT_FALSE(rows.empty());
        EXPECT_LE(rows.front(), below + 1);
        below = rows.back();
        EXPECT_EQ(rows.size(), std::size_t(rows.back() - rows.front() + 1));
    }
    EXPECT_EQ(below, 99);
}

TEST(Hairlines, PointsWithinAColumnKeepTheirLeastAndGreatest) {
    Hairlines lines({3, 100});
    add(lines, {1.1F, 1.2F, 1.3F, 1.4F}, {50, 20, 80, 50}, kRed);
    EXPECT_TRUE(rows_of(lines, 0, kRed).empty());
    const auto rows = rows_of(lines, 1, kRed);
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.front(), 20);
    EXPECT_EQ(rows.back(), 80);
    EXPECT_TRUE(rows_of(lines, 2, kRed).empty());
}

TEST(Hairlines, WhatIsAddedLaterLiesBelow) {
    Hairlines lines({10, 100});
    add(lines, {0, 10}, {40, 40}, kRed);
    add(lines, {5, 5.5F, 5.9F}, {30, 50, 30}, kBlue);
    EXPECT_EQ(lines.image().pixel(5, 40), kRed);
    EXPECT_EQ(lines.image().pixel(5, 39), kBlue);
    EXPECT_EQ(lines.image().pixel(5, 41), kBlue);
}

TEST(Hairlines, AGapIsLeftAndWhatLiesOutsideIsCut) {
    Hairlines lines({10, 64});
    add(lines, {0, 3, 5, 7, 10}, {10, 10, kGap, 10, 10}, kRed);
    EXPECT_EQ(rows_of(lines, 2, kRed), std::vector{10});
    EXPECT_TRUE(rows_of(lines, 5, kRed).empty());
    EXPECT_EQ(rows_of(lines, 8, kRed), std::vector{10});
    add(lines, {-5, 15}, {-100, 200}, kBlue);
    EXPECT_EQ(rows_of(lines, 0, kBlue), (std::vector<int>{}));
    add(lines, {-1e9F, 1e9F}, {63.5F, 63.5F}, kBlue);
    EXPECT_EQ(rows_of(lines, 9, kBlue).back(), 63);
}

TEST(Hairlines, IsFullOnceEveryPixelIsTaken) {
    Hairlines lines({2, 130});
    add(lines, {0, 0.5F, 0.9F}, {-10, 300, -10}, kRed);
    EXPECT_FALSE(lines.full());
    add(lines, {1, 1.5F, 1.9F}, {-10, 300, -10}, kBlue);
    EXPECT_TRUE(lines.full());
    EXPECT_EQ(rows_of(lines, 1, kBlue).size(), 130U);
}

// Right to left is the same as left to right.
TEST(Hairlines, HasNoDirection) {
    Hairlines there({20, 50});
    Hairlines back({20, 50});
    add(there, {1, 7, 18}, {5, 40, 10}, kRed);
    add(back, {18, 7, 1}, {10, 40, 5}, kRed);
    EXPECT_EQ(there.image(), back.image());
}

}  // namespace
}  // namespace sescope
