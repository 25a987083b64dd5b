// SPDX-License-Identifier: GPL-3.0-or-later
// sescope report, from images to a file that is read elsewhere.
#include <gmock/gmock.h>

#include <iterator>

#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ReportCommand : public CommandLine {
  protected:
    void make_profile() const {
        make_network();
        make_images(2);
        // A class whose name would be markup.
        std::filesystem::rename(file("images/rings"), file("images/<img src=x onerror=alert(1)>"));
        const auto made = sescope({"-q", "analyze", path("net"), path("images"), "-o", path("p")});
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    std::string text_of(const std::string& name) const {
        std::ifstream in(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST_F(ReportCommand, WritesOneHtmlFileThatNeedsNothingElse) {
    make_profile();
    const auto result =
        sescope({"report", path("p"), "--model", path("net"), "-o", path("report.html")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const std::string html = text_of("report.html");
    EXPECT_THAT(html, StartsWith("<!DOCTYPE html>"));
    EXPECT_THAT(html, HasSubstr("</html>\n"));
    EXPECT_THAT(html, HasSubstr("<dt>format</dt><dd>safetensors, "));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, HasSubstr("&lt;img src=x onerror=alert(1)&gt;"));
#ifdef SESCOPE_HAS_FIGURES
    EXPECT_THAT(html, HasSubstr("<svg class=\"light\""));
    EXPECT_THAT(html, HasSubstr("<svg class=\"dark\""));
#endif
}

#ifdef SESCOPE_HAS_FIGURES
TEST_F(ReportCommand, WritesPdf) {
    make_profile();
    const auto result = sescope({"report", path("p"), "-o", path("report.PDF")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(text_of("report.PDF"), StartsWith("%PDF-"));
}
#endif

TEST_F(ReportCommand, RefusesAnotherFormatAndAnotherNetwork) {
    make_profile();
    EXPECT_EQ(sescope({"report", path("p"), "-o", path("report.docx")}).exit_code, 2);
    const auto other =
        sescope({"report", path("p"), "--model", path("nowhere"), "-o", path("r.html")});
    EXPECT_EQ(other.exit_code, 3) << other.err;
    expect_one_line_naming(other, path("nowhere"));
    EXPECT_FALSE(std::filesystem::exists(file("r.html")));
}

TEST_F(ReportCommand, NamesAnOutputThatCannotBeWritten) {
    make_profile();
    const auto result = sescope({"report", path("p"), "-o", path("no/such/report.html")});
    EXPECT_EQ(result.exit_code, 6);
    expect_one_line_naming(result, path("no/such/report.html"));
}

}  // namespace
}  // namespace sescope::test
