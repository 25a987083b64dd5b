// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv_field.h"

#include <gtest/gtest.h>

#include <string>

namespace sescope {
namespace {

TEST(CsvField, QuotesWhatWouldEndIt) {
    EXPECT_EQ(csv_field("tench"), "tench");
    EXPECT_EQ(csv_field("tench, Tinca"), "\"tench, Tinca\"");
    EXPECT_EQ(csv_field("a \"b\""), "\"a \"\"b\"\"\"");
    EXPECT_EQ(csv_field("a\nb"), "\"a\nb\"");
}

TEST(CsvField, NoTextIsAFormula) {
    EXPECT_EQ(csv_field("=1+2"), "'=1+2");
    EXPECT_EQ(csv_field("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    EXPECT_EQ(csv_field("+a"), "'+a");
    EXPECT_EQ(csv_field("-2+3"), "'-2+3");
    EXPECT_EQ(csv_field("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(csv_field("\t=1"), "'\t=1");
    EXPECT_EQ(csv_field("\xEF\xBC\x9D"
                        "1"),
              "'\xEF\xBC\x9D"
              "1");
}

TEST(CsvField, NumbersStayNumbers) {
    for (const char* number : {"-1", "+1", "-0.5", "-1e-5", "0", "007"}) {
        EXPECT_EQ(csv_field(number), number);
    }
}

TEST(CsvField, ControlCharactersAreShown) {
    EXPECT_EQ(csv_field("a\x1b[31m"), "a\\u001b[31m");
}

TEST(CsvField, RawKeepsEveryByte) {
    EXPECT_EQ(csv_field("=1+2", CsvText::raw), "=1+2");
    EXPECT_EQ(csv_field("a\x1b[31m", CsvText::raw), "a\x1b[31m");
    EXPECT_EQ(csv_field("=a,b", CsvText::raw), "\"=a,b\"");
}

}  // namespace
}  // namespace sescope
