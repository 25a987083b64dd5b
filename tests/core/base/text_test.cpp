// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace sescope {
namespace {

constexpr TextPattern kTwo = translatable("test", "%1 and %2");

TEST(TextTest, KeepsPatternAndValues) {
    const Text made = text(translatable("test", "class '%1' has %2 of %3"), "cat", 12.5, 40);
    EXPECT_EQ(made.words, "class '%1' has %2 of %3");
    EXPECT_EQ(made.kind, Text::Kind::pattern);
    ASSERT_EQ(made.values.size(), 3u);
    EXPECT_EQ(made.values[0].kind, Text::Kind::name);
    EXPECT_EQ(made.values[1], "12.5");
    EXPECT_EQ(made, "class 'cat' has 12.5 of 40");
}

TEST(TextTest, WhatStandsInAPlaceIsNotSearchedForPlaces) {
    EXPECT_EQ(text(kTwo, "%2", "b"), "%2 and b");
    EXPECT_EQ(Text(std::string("100%1")), "100%1");
    EXPECT_EQ(Text("100%1"), "100%1");
}

TEST(TextTest, ATextWithinKeepsItsParts) {
    const Text outer = text(kTwo, text(kTwo, 1, 2), std::string("c"));
    EXPECT_EQ(outer.values.front().words, "%1 and %2");
    EXPECT_EQ(outer, "1 and 2 and c");
}

TEST(TextTest, OptionsAreWordedByWhoShowsThem) {
    const Text advice = text(kTwo, Text::option("max-drop", "0.1"), Text::option("replace"));
    EXPECT_EQ(advice, "--max-drop 0.1 and --replace");
    const auto flag = [](const Text& option) {
        return "--" + option.words + (option.values.empty() ? "" : "=" + option.values[0].words);
    };
    EXPECT_EQ(advice.str(flag), "--max-drop=0.1 and --replace");
}

TEST(TextTest, AnErrorKeepsItsTexts) {
    const Error error(ErrorKind::data, text(translatable("test", "no class '%1'"), "cat"), "folder",
                      "choose one");
    EXPECT_EQ(error.said().words, "no class '%1'");
    EXPECT_EQ(error.message(), "no class 'cat'");
    EXPECT_EQ(error.advice().kind, Text::Kind::pattern);
    EXPECT_STREQ(error.what(), "folder: no class 'cat'; choose one");
}

}  // namespace
}  // namespace sescope
