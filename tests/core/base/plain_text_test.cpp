// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/plain_text.h"

#include <gtest/gtest.h>

#include <string>

namespace sescope {
namespace {

TEST(PlainText, LettersOfAllLanguagesStay) {
    const std::string text =
        "cats & dogs, \xC3\xA9t\xC3\xA9, \xE6\xBF\x80\xE5\x8A\xB1, \xF0\x9F\x90\x88";
    EXPECT_EQ(plain_line(text), text);
    EXPECT_EQ(plain_text(text), text);
}

TEST(PlainText, ControlCharactersBecomeTheirNumbers) {
    EXPECT_EQ(plain_line("a\x1b[31mred\x07"), "a\\u001b[31mred\\u0007");
    EXPECT_EQ(plain_line("a\x7f"
                         "b"),
              "a\\u007fb");
    EXPECT_EQ(plain_line("a\xC2\x9B"
                         "31m"),
              "a\\u009b31m");  // CSI in one character
    EXPECT_EQ(plain_line(std::string("a\0b", 3)), "a\\u0000b");
}

TEST(PlainText, WhatTurnsTextAroundIsShown) {
    EXPECT_EQ(plain_line("a\xE2\x80\xAE"
                         "gpj.exe"),
              "a\\u202egpj.exe");
    EXPECT_EQ(plain_line("a\xE2\x81\xA6z"), "a\\u2066z");
}

TEST(PlainText, WhatIsNoUtf8IsReplacedByteByByte) {
    EXPECT_EQ(plain_line("a\xFF\xC3(b"), "a\xEF\xBF\xBD\xEF\xBF\xBD(b");
    EXPECT_EQ(plain_line("a\xC2"), "a\xEF\xBF\xBD");
}

TEST(PlainText, LinesStayInTextAndNotInALine) {
    EXPECT_EQ(plain_text("a,b\r\nc\td\n"), "a,b\r\nc\td\n");
    EXPECT_EQ(plain_text("100 %\rforged"), "100 %\\u000dforged");
    EXPECT_EQ(plain_line("a\nforged: line"), "a\\u000aforged: line");
}

}  // namespace
}  // namespace sescope
