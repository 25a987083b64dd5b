// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as PDF, without a display.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "core/base/error.h"
#include "core/report/document.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/figures/made_figure.h"
#include "ui/figures/column_widths.h"

namespace sescope {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::ptrdiff_t pages_of(const std::string& pdf) {
    const std::regex page(R"(/Type /Page\b(?!s))");
    return std::distance(std::sregex_iterator(pdf.begin(), pdf.end(), page), {});
}

ReportDocument document_of(int rows) {
    Table table{"t", {{"name", "name"}, {"value", "value"}}, {}, {"A note."}};
    for (int i = 0; i < rows; ++i) table.rows.push_back({"row " + std::to_string(i), 0.5});
    return {"A report",
            "of something",
            {{"First", {Paragraph{"Text.", ParagraphKind::warning}, Facts{{{"a", "b"}}}, table}},
             {"Second", {made_figure()}},
             {"Third", {Table{}, Facts{}}}}};
}

TEST(ReportPrinter, PutsAReportOnAsManyPagesAsItNeeds) {
    const test::TemporaryFolder folder;
    load_report_printer().print(document_of(3), folder / "short.pdf");
    load_report_printer().print(document_of(300), folder / "long.pdf");
    EXPECT_EQ(pages_of(bytes_of(folder / "short.pdf")), 1);
    EXPECT_GT(pages_of(bytes_of(folder / "long.pdf")), 3);
}

TEST(ColumnWidths, ThoseThatNeedLittleGetItAndTheOthersShareTheRest) {
    using ::testing::ElementsAre;
    using ::testing::IsEmpty;
    EXPECT_THAT(shared_widths({10, 20, 30}, 60), IsEmpty()) << "all fit";
    EXPECT_THAT(shared_widths({10, 500, 30}, 100), ElementsAre(10, 60, 30));
    EXPECT_THAT(shared_widths({10, 500, 400}, 100), ElementsAre(10, 45, 45));
    EXPECT_THAT(shared_widths({90, 80}, 100), ElementsAre(50, 50));
    EXPECT_THAT(shared_widths({}, 100), IsEmpty());
}

TEST(ReportPrinter, NamesTheFileThatCannotBeWritten) {
    try {
        load_report_printer().print(document_of(1), "/no/such/folder/r.pdf");
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_EQ(error.file(), "/no/such/folder/r.pdf");
    }
}

}  // namespace
}  // namespace sescope
