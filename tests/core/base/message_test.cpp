// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message.h"

#include <gtest/gtest.h>

#include <sstream>

#include "core/base/error.h"

namespace sescope {
namespace {

TEST(Message, KeepsPatternAndValues) {
    const Text made = text("class '{}' has {:.1f} % of {}", "cat", 12.345, 40);
    EXPECT_EQ(made.words, "class '%1' has %2 % of %3");
    EXPECT_EQ(made.kind, Text::Kind::pattern);
    ASSERT_EQ(made.values.size(), 3u);
    EXPECT_EQ(made.values[1].kind, Text::Kind::name);
    EXPECT_EQ(made.values[1], "12.3");
    EXPECT_EQ(made, "class 'cat' has 12.3 % of 40");
    EXPECT_EQ(text("{{{}}}", 1), "{1}");
}

TEST(Message, WhatStandsInAPlaceIsNotSearchedForPlaces) {
    EXPECT_EQ(text("{} and {}", "%2", "b"), "%2 and b");
}

TEST(Message, ATextWithinKeepsItsParts) {
    const Text inner = text("{} images", 3);
    const Text outer = text("it has {}", inner);
    EXPECT_EQ(outer.values.front().words, "%1 images");
    EXPECT_EQ(outer, "it has 3 images");
}

TEST(Message, TextsAreEqualThatSayTheSame) {
    EXPECT_EQ(text("{} images", 3), Text(std::string("3 images")));
    EXPECT_FALSE(text("{} images", 3) == text("{} images", 4));
    std::ostringstream out;
    out << text("{} images", 3);
    EXPECT_EQ(out.str(), "3 images");
}

TEST(Message, AnOptionIsAFlagUnlessItIsWordedOtherwise) {
    const Error error(
        ErrorKind::usage, text("no class '{}'", "cat"), {},
        text("give {} or {}", Text::option("max-drop", "0.1"), Text::option("class")));
    EXPECT_EQ(error.said().words, "no class '%1'");
    EXPECT_EQ(error.hint(), "give --max-drop 0.1 or --class");
    EXPECT_EQ(error.advice().values[1].kind, Text::Kind::option);
}

}  // namespace
}  // namespace sescope
