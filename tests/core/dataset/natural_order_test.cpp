// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {
namespace {

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end(), natural_less);
    return names;
}

TEST(NaturalOrder, NumbersCountByValue) {
    EXPECT_EQ(sorted({"class10", "class2", "class1"}),
              (std::vector<std::string>{"class1", "class2", "class10"}));
    EXPECT_EQ(sorted({"10", "9", "1"}), (std::vector<std::string>{"1", "9", "10"}));
}

TEST(NaturalOrder, NumbersMayBeLongerThanAnyInteger) {
    EXPECT_TRUE(natural_less("a99999999999999999999999", "a100000000000000000000000"));
    EXPECT_FALSE(natural_less("a100000000000000000000000", "a99999999999999999999999"));
}

TEST(NaturalOrder, CaseCountsOnlyWhereNothingElseDiffers) {
    EXPECT_EQ(sorted({"b", "C", "a"}), (std::vector<std::string>{"a", "b", "C"}));
    EXPECT_EQ(sorted({"a", "A"}), (std::vector<std::string>{"A", "a"}));
}

TEST(NaturalOrder, LeadingZerosCountOnlyWhereNothingElseDiffers) {
    EXPECT_EQ(sorted({"x2", "x01", "x1", "x001"}),
              (std::vector<std::string>{"x001", "x01", "x1", "x2"}));
}

// The list that timm's natural_key gives, computed with timm.
TEST(NaturalOrder, EqualsTimms) {
    const std::vector<std::string> timm{"1a",   "2",    "10",  "ab", "ab1", "ab1.png",
                                        "ab-1", "ab_c", "abc", "b2", "b10", "B11"};
    auto shuffled = timm;
    std::reverse(shuffled.begin(), shuffled.end());
    std::rotate(shuffled.begin(), shuffled.begin() + 5, shuffled.end());
    EXPECT_EQ(sorted(shuffled), timm);
}

TEST(NaturalOrder, EqualNamesAreNotLess) {
    EXPECT_FALSE(natural_less("", ""));
    EXPECT_FALSE(natural_less("a1", "a1"));
    EXPECT_TRUE(natural_less("", "a"));
}

}  // namespace
}  // namespace sescope
