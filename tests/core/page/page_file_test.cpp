// SPDX-License-Identifier: GPL-3.0-or-later
// The page in one file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/page/figures.h"
#include "core/page/page.h"
#include "core/page/verdicts.h"
#include "tests/core/excitation/made_profile.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

PageJson data_of(const std::string& html) {
    constexpr std::string_view kBegin = "<script type=\"application/json\" id=\"data\">";
    const std::size_t begin = html.find(kBegin) + kBegin.size();
    return PageJson::parse(html.substr(begin, html.find("</script>", begin) - begin));
}

// So many classes of two blocks with many channels.
ExcitationProfile many_classes(int classes) {
    ExcitationProfile profile = testing::made_profile();
    ExcitationProfile made = made_profile(
        {{"SE_2_1", 64}, {"SE_2_2", 64}}, std::vector<std::uint64_t>(std::size_t(classes), 1),
        [](int block, int cls, int channel, int) {
            return double((cls * 7 + channel * 3 + block) % 100) / 100;
        });
    profile.classes = made.classes;
    profile.gates = made.gates;
    profile.predictions = made.predictions;
    return profile;
}

TEST(PageFile, HasTheDataThatTheServerAnswersWith) {
    const auto profile = testing::made_profile();
    const PageFile file = page_file({profile});
    EXPECT_EQ(file.classes, 2);
    EXPECT_EQ(file.all_classes, 2);
    const PageJson data = data_of(file.html);
    EXPECT_EQ(data["classes"], PageJson({0, 1}));
    EXPECT_EQ(data["figures"]["class"], page_figure(profile, "class", {{0, 1}, {0, 1}}));
    EXPECT_EQ(data["figures"]["distribution"][1],
              page_figure(profile, "distribution", {{1}, {0, 1}}));
    const PageJson map = page_figure(profile, "heatmap", {{0}, {0, 1}});
    EXPECT_EQ(data["figures"]["heatmap"]["panels"][0]["rows"], map["panels"][0]["y"]["ids"]);
    EXPECT_EQ(data["figures"]["heatmap"]["scale"], map["scale"]);
    EXPECT_EQ(data["overview"]["verdicts"], page_verdicts(profile, summarise(profile), {}));
}

TEST(PageFile, NeedsNothingElseAndKeepsMarkupAsText) {
    auto profile = testing::made_profile();
    profile.classes[0].readable = "</script><img src=x onerror=alert(1)>";
    const std::string html = page_file({profile}).html;
    EXPECT_THAT(html, HasSubstr("connect-src 'none'"));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("src=\"")));
    EXPECT_THAT(html, Not(HasSubstr("http://127")));
    EXPECT_THAT(html, HasSubstr("\\u003c/script>\\u003cimg src=x onerror=alert(1)>"));
    EXPECT_EQ(data_of(html)["overview"]["classes"][0]["name"], profile.classes[0].readable);
}

TEST(PageFile, HoldsToItsLimitByTheClassesThatDifferMost) {
    const auto profile = many_classes(200);
    const std::size_t limit = 420'000;
    const PageFile whole = page_file({profile});
    const PageFile file = page_file({profile}, limit);
    EXPECT_GT(whole.html.size(), limit);
    EXPECT_LE(file.html.size(), limit);
    EXPECT_EQ(whole.classes, 200);
    EXPECT_LT(file.classes, 200);
    EXPECT_GE(file.classes, 10);
    const PageJson data = data_of(file.html);
    EXPECT_EQ(int(data["classes"].size()), file.classes);
    EXPECT_THAT(data["note"].get<std::string>(), HasSubstr("classes that differ most, of 200"));
    // Verdicts are of all.
    EXPECT_EQ(data["overview"]["verdicts"], data_of(whole.html)["overview"]["verdicts"]);
    EXPECT_EQ(data["overview"]["classes"].size(), 200u);
}

TEST(PageFile, IsRefusedWhereNotEvenTwoClassesFit) {
    EXPECT_THROW(page_file({many_classes(5)}, 1000), Error);
}

TEST(PageFile, IsThereWithoutImagesAndWithoutBlocks) {
    auto profile = testing::made_profile();
    profile.gates.images = {0, 0, 0};
    EXPECT_EQ(page_file({profile}).classes, 0);
    profile.gates.blocks.clear();
    EXPECT_THAT(page_file({profile}).html, HasSubstr("</html>"));
}

}  // namespace
}  // namespace sescope
