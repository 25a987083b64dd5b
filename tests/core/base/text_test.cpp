// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace sescope {
namespace {

TEST(TextTest, KeepsPatternAndValues) {
    const Text made = text("class '{}' has {:.1f} % of {}", "cat", 12.345, 40);
    EXPECT_EQ(made.pattern(), "class '%1' has %2 % of %3");
    ASSERT_EQ(made.values().size(), 3u);
    EXPECT_EQ(made.values()[1], Text(std::string("12.3")));
    EXPECT_EQ(made.str(), "class 'cat' has 12.3 % of 40");
}

TEST(TextTest, WhatStandsInAPlaceIsNotSearchedForPlaces) {
    EXPECT_EQ(text("{} and {}", "%2", "b").str(), "%2 and b");
    EXPECT_EQ(Text(std::string("100%1")).str(), "100%1");
    EXPECT_EQ(text("{{{}}}", 1).str(), "{1}");
}

TEST(TextTest, ATextWithinKeepsItsParts) {
    const Text inner = text("{} images", 3);
    const Text outer = text("it has {}", inner);
    EXPECT_EQ(outer.values().front(), inner);
    EXPECT_EQ(outer.str(), "it has 3 images");
}

TEST(TextTest, OptionsAreWordedByWhoShowsThem) {
    const Text advice = text("give {}", Text::option("max-drop", "0.1"));
    EXPECT_EQ(advice.str(), "give max-drop 0.1");
    EXPECT_EQ(advice.str([](const Text& option) {
        return "--" + option.pattern() + "=" + option.values().front().str();
    }),
              "give --max-drop=0.1");
}

TEST(TextTest, AnErrorKeepsItsTexts) {
    const Error error(ErrorKind::data, text("there is no class '{}'", "cat"), "folder",
                      "choose one");
    EXPECT_EQ(error.said().pattern(), "there is no class '%1'");
    EXPECT_EQ(error.message(), "there is no class 'cat'");
    EXPECT_STREQ(error.what(), "folder: there is no class 'cat'; choose one");
}

}  // namespace
}  // namespace sescope
