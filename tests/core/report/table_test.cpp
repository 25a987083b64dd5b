// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "core/base/error.h"
#include "core/report/shown_number.h"

namespace sescope {
namespace {

Table sample() {
    Table table;
    table.name = "sample";
    table.columns = {{"block", "block", "", 3},
                     {"mean gate", "mean", "", 3},
                     {"open", "open", "%", 3},
                     {"parameters", "parameters", "", 3}};
    table.rows = {{std::string("SE_2_1"), 0.50062, 0.0558301, std::int64_t{8464}},
                  {std::string("höhe, \"2\"|"), std::numeric_limits<double>::quiet_NaN(), Cell{},
                   std::int64_t{1234567}},
                  {std::string("x"), 0.1, 1.0, std::int64_t{0}}};
    table.notes = {"A note."};
    return table;
}

std::string written(const Table& table, std::string_view format) {
    std::ostringstream out;
    find_table_writer(format).write(table, out);
    return out.str();
}

TEST(TableWriter, TextIsAlignedWithUnitsAndNotes) {
    EXPECT_EQ(written(sample(), "text"),
              "block       mean gate  open (%)  parameters\n"
              "----------  ---------  --------  ----------\n"
              "SE_2_1          0.501      5.58       8,464\n"
              "höhe, \"2\"|          -             1,234,567\n"
              "x               0.100       100           0\n"
              "\n"
              "A note.\n");
}

TEST(TableWriter, CsvFollowsRfc4180InFullPrecision) {
    EXPECT_EQ(written(sample(), "csv"),
              "block,mean,open,parameters\r\n"
              "SE_2_1,0.50062,0.0558301,8464\r\n"
              "\"höhe, \"\"2\"\"|\",,,1234567\r\n"
              "x,0.1,1,0\r\n");
}

TEST(TableWriter, CsvQuotesLineBreaks) {
    Table table;
    table.columns = {{"a", "a", "", 3}, {"b", "b", "", 3}};
    table.rows = {{std::string("one\ntwo"), std::string("plain")}};
    EXPECT_EQ(written(table, "csv"), "a,b\r\n\"one\ntwo\",plain\r\n");
}

TEST(TableWriter, JsonIsOneArrayOfObjectsWithNullForNothing) {
    EXPECT_EQ(
        written(sample(), "json"),
        "[\n"
        "  {\"block\":\"SE_2_1\",\"mean\":0.50062,\"open\":0.0558301,\"parameters\":8464},\n"
        "  {\"block\":\"höhe, \\\"2\\\"|\",\"mean\":null,\"open\":null,\"parameters\":1234567},\n"
        "  {\"block\":\"x\",\"mean\":0.1,\"open\":1.0,\"parameters\":0}\n"
        "]\n");
}

TEST(TableWriter, JsonOfNoRowsIsAnEmptyArray) {
    Table table = sample();
    table.rows.clear();
    EXPECT_EQ(written(table, "json"), "[]\n");
}

TEST(TableWriter, JsonReplacesBytesThatAreNotUtf8) {
    Table table;
    table.columns = {{"name", "name", "", 3}};
    table.rows = {{std::string("caf\xe9")}};
    EXPECT_EQ(written(table, "json"), "[\n  {\"name\":\"caf\xEF\xBF\xBD\"}\n]\n");
}

TEST(TableWriter, MarkdownEscapesBars) {
    EXPECT_EQ(written(sample(), "markdown"),
              "| block | mean gate | open (%) | parameters |\n"
              "|---|---:|---:|---:|\n"
              "| SE_2_1 | 0.501 | 5.58 | 8,464 |\n"
              "| höhe, \"2\"\\| | - |  | 1,234,567 |\n"
              "| x | 0.100 | 100 | 0 |\n"
              "\n"
              "A note.\n");
}

TEST(TableWriter, EveryFormatIsFoundByItsName) {
    for (const auto& writer : table_writers()) {
        EXPECT_EQ(find_table_writer(writer.format).format, writer.format);
    }
}

TEST(TableWriter, AnUnknownFormatIsRefusedNamingTheKnownOnes) {
    try {
        find_table_writer("xlsx");
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("xlsx"));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("text, csv, json, markdown"));
    }
}

TEST(ShownNumber, HasThreeSignificantDigits) {
    EXPECT_EQ(shown_real(0.50062, 3), "0.501");
    EXPECT_EQ(shown_real(0.000511236, 3), "0.000511");
    EXPECT_EQ(shown_real(14.7945, 3), "14.8");
    EXPECT_EQ(shown_real(5.1, 3), "5.10");
    EXPECT_EQ(shown_real(0.99961, 3), "1.00");
    EXPECT_EQ(shown_real(99.96, 3), "100");
    EXPECT_EQ(shown_real(-0.0806, 3), "-0.0806");
    EXPECT_EQ(shown_real(0, 3), "0");
    EXPECT_EQ(shown_real(1.5e-9, 3), "1.50e-09");
}

TEST(ShownNumber, KeepsWholePartsWhole) {
    EXPECT_EQ(shown_real(1234567.8, 3), "1,234,568");
    EXPECT_EQ(shown_integer(0), "0");
    EXPECT_EQ(shown_integer(999), "999");
    EXPECT_EQ(shown_integer(1000), "1,000");
    EXPECT_EQ(shown_integer(-25557032), "-25,557,032");
    EXPECT_EQ(shown_integer(std::numeric_limits<std::int64_t>::min()),
              "-9,223,372,036,854,775,808");
}

}  // namespace
}  // namespace sescope
