// SPDX-License-Identifier: GPL-3.0-or-later
// HTML of reports and tables: what is said, and that names from files stay text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "core/report/document.h"
#include "core/report/html_text.h"

namespace sescope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHostile = "<script>alert(\"1\")</script>&'\n\x01\xff\xe2\x80\xae";

std::string html_of(const ReportDocument& document, const FigureSvg& svg = {}) {
    std::ostringstream out;
    write_html(document, svg, out);
    return out.str();
}

Figure sample_figure() {
    Figure figure;
    figure.title = "Gates of <b>";
    figure.caption = "How to read \"it\".";
    return figure;
}

TEST(HtmlText, EscapesMarkup) {
    EXPECT_EQ(html_text("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
}

TEST(HtmlText, KeepsWellFormedTextOfAnyLanguage) {
    EXPECT_EQ(html_text("h\xC3\xB6he \xE6\xBF\x80\xE5\x8A\xB1 \xF0\x9F\x90\x9F\nnext"),
              "h\xC3\xB6he \xE6\xBF\x80\xE5\x8A\xB1 \xF0\x9F\x90\x9F\nnext");
}

TEST(HtmlText, ReplacesWhatIsNoTextOrTurnsIt) {
    constexpr auto kGone = "\xEF\xBF\xBD";
    EXPECT_EQ(html_text("\x01"), kGone);
    EXPECT_EQ(html_text(std::string_view("\0", 1)), kGone);
    EXPECT_EQ(html_text("\xE2\x80\xAE"), kGone);                                  // U+202E
    EXPECT_EQ(html_text("\xE2\x81\xA7"), kGone);                                  // U+2067
    EXPECT_EQ(html_text("caf\xE9<"), std::string("caf") + kGone + "&lt;");        // Latin-1
    EXPECT_EQ(html_text("\xC3<script>"), std::string(kGone) + "&lt;script&gt;");  // cut short
    EXPECT_EQ(html_text("\xEF\xBF\xBF"), kGone);                                  // U+FFFF
    EXPECT_EQ(html_text("\xF0\x9F"), std::string(kGone) + kGone);
}

TEST(HtmlTable, IsAFragmentWithUnitsAndNotes) {
    Table table;
    table.columns = {{"block", "block"}, {"open", "open", "%"}};
    table.rows = {{std::string("<SE>"), 0.25}, {std::string("x"), Cell{}}};
    table.notes = {"A & B."};
    std::ostringstream out;
    find_table_writer("html").write(table, out);
    EXPECT_EQ(out.str(),
              "<table>\n"
              "<thead><tr><th scope=\"col\">block</th><th scope=\"col\" class=\"number\">open "
              "(%)</th></tr></thead>\n"
              "<tbody>\n"
              "<tr><td>&lt;SE&gt;</td><td class=\"number\">25.0</td></tr>\n"
              "<tr><td>x</td><td class=\"number\"></td></tr>\n"
              "</tbody>\n"
              "</table>\n"
              "<p class=\"note\">A &amp; B.</p>\n");
}

TEST(HtmlReport, WritesEachPartInItsPlace) {
    const ReportDocument document{
        "Title",
        "below",
        {{"First", {Paragraph{"Look."}, Paragraph{"Careful.", ParagraphKind::warning}}},
         {"Second", {Facts{{{"parameters", "12"}}}}}}};
    const std::string html = html_of(document);
    EXPECT_THAT(html, HasSubstr("<title>Title</title>"));
    EXPECT_THAT(html, HasSubstr("<h1>Title</h1>\n<p class=\"subtitle\">below</p>\n"
                                "<h2>First</h2>\n<p>Look.</p>\n<p class=\"warning\">Careful.</p>\n"
                                "<h2>Second</h2>\n<dl>\n<dt>parameters</dt><dd>12</dd>\n</dl>\n"
                                "</body>\n</html>\n"));
}

TEST(HtmlReport, HasEachFigureInBothLooksWithItsCaption) {
    const auto svg = [](const Figure&, bool dark) {
        return std::string("<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg width=\"1\">") +
               (dark ? "D" : "L") + "</svg>";
    };
    const std::string html = html_of({"T", "", {{"H", {sample_figure()}}}}, svg);
    EXPECT_THAT(html,
                HasSubstr("<figure>\n"
                          "<svg class=\"light\" role=\"img\" aria-label=\"Gates of &lt;b&gt;\" "
                          "width=\"1\">L</svg>\n"
                          "<svg class=\"dark\" role=\"img\" aria-label=\"Gates of &lt;b&gt;\" "
                          "width=\"1\">D</svg>\n"
                          "<figcaption>How to read &quot;it&quot;.</figcaption>\n</figure>\n"));
    EXPECT_THAT(html, Not(HasSubstr("<?xml")));
}

TEST(HtmlReport, SaysThatAFigureIsLeftOutWhereItCannotBeDrawn) {
    const std::string html = html_of({"T", "", {{"H", {sample_figure()}}}});
    EXPECT_THAT(html, HasSubstr("built without Qt"));
    EXPECT_THAT(html, HasSubstr("How to read &quot;it&quot;."));
}

TEST(HtmlReport, NamesFromFilesStayTextWhereverTheyStand) {
    Table table{kHostile, {{kHostile, kHostile, kHostile}}, {{kHostile}}, {kHostile}};
    Figure figure = sample_figure();
    figure.title = figure.caption = kHostile;
    const ReportDocument document{kHostile,
                                  kHostile,
                                  {{kHostile,
                                    {Paragraph{kHostile}, Facts{{{kHostile, kHostile}}},
                                     std::move(table), std::move(figure)}}}};
    const std::string html =
        html_of(document, [](const Figure&, bool) { return std::string("<svg></svg>"); });
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("alert(\"")));
    EXPECT_EQ(html.find('\xff'), std::string::npos);
    EXPECT_EQ(html.find('\x01'), std::string::npos);
}

// Whoever opens it may be offline, and must not be told of elsewhere.
TEST(HtmlReport, RefersToNothingOutsideAndRunsNothing) {
    const std::string html = html_of({"T", "", {{"H", {Paragraph{"text"}}}}});
    EXPECT_FALSE(std::regex_search(html, std::regex(R"((src|href)\s*=|url\(|@import|https?://)")));
    EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
    EXPECT_THAT(html, HasSubstr("prefers-color-scheme:dark"));
}

}  // namespace
}  // namespace sescope
