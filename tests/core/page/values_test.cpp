// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/values.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "core/base/base64.h"

namespace sescope {
namespace {

std::string base64_of(std::string_view text) {
    return base64(std::as_bytes(std::span(text.data(), text.size())));
}

// Of RFC 4648, section 10.
TEST(Base64, WritesTheVectorsOfItsStandard) {
    EXPECT_EQ(base64_of(""), "");
    EXPECT_EQ(base64_of("f"), "Zg==");
    EXPECT_EQ(base64_of("fo"), "Zm8=");
    EXPECT_EQ(base64_of("foo"), "Zm9v");
    EXPECT_EQ(base64_of("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64_of("\xFF\xFE\xFD"), "//79");
}

TEST(PageValues, WriteFloatsInTheOrderOfABrowser) {
    // 1.0 is 0x3F800000, -2.5 is 0xC0200000.
    EXPECT_EQ(page_floats(std::array{1.0, -2.5}), "AACAPwAAIMA=");
    EXPECT_EQ(page_floats(std::array{1.0F, -2.5F}), "AACAPwAAIMA=");
}

TEST(PageValues, AreNothingWhereTheyAreNoNumber) {
    EXPECT_EQ(page_number(0.5), PageJson(0.5));
    EXPECT_TRUE(page_number(std::numeric_limits<double>::quiet_NaN()).is_null());
    EXPECT_TRUE(page_number(std::numeric_limits<double>::infinity()).is_null());
}

TEST(PageText, LosesWhatIsNoText) {
    EXPECT_EQ(page_text("M\u00F6we <b>"), "M\u00F6we <b>");
    EXPECT_EQ(page_text("a\x1b[1mb"), "a\uFFFD[1mb");
    EXPECT_EQ(page_text("a\u202Eb"), "a\uFFFDb");
    EXPECT_EQ(page_text("a\xFF\xC3"), "a\uFFFD\uFFFD");
}

TEST(PageDump, IsAsciiWithoutTheBeginningOfAnElement) {
    const std::string text =
        page_dump({{"name", "</script><!--\u2028"}, {"broken", std::string("\xFF")}});
    EXPECT_EQ(text, R"({"name":"\u003c/script>\u003c!--\u2028","broken":"\ufffd"})");
    EXPECT_EQ(PageJson::parse(text)["name"], "</script><!--\u2028");
}

}  // namespace
}  // namespace sescope
