// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/verdicts.h"

#include <gtest/gtest.h>

#include <array>

#include "core/base/error.h"
#include "tests/core/excitation/made_profile.h"

namespace sescope {
namespace {

TEST(PageVerdicts, AreThoseOfTheCommandLineAtEveryThreshold) {
    const auto profile = testing::made_profile();
    const auto blocks = summarise(profile);
    for (const double threshold : {0.0, 0.05, 0.3, 0.5, 1.0}) {
        VerdictThresholds thresholds;
        thresholds.open = threshold;
        thresholds.strength = threshold;
        thresholds.late_stage = 2;
        const auto expected = verdicts(profile, thresholds);
        const PageJson shown = page_verdicts(profile, blocks, thresholds);
        ASSERT_EQ(shown.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ(shown[i]["block"], expected[i].block);
            EXPECT_EQ(shown[i]["verdict"], name_of(expected[i].kind));
            EXPECT_EQ(shown[i]["near"].is_null(), !expected[i].near);
            EXPECT_EQ(shown[i]["prunable"], expected[i].prunable);
            EXPECT_EQ(shown[i]["why"], expected[i].sentence.str());
        }
    }
}

TEST(PageThresholds, AreReadByTheNamesOfTheFlags) {
    const std::array<std::pair<std::string_view, std::string_view>, 3> given{
        {{"open", "0.25"}, {"margin", "0"}, {"late-stage", "3"}}};
    VerdictThresholds expected;
    expected.open = 0.25;
    expected.margin = 0;
    expected.late_stage = 3;
    EXPECT_EQ(thresholds_from(given), expected);
    const PageJson listed = page_thresholds(expected);
    EXPECT_EQ(listed.size(), verdict_rules().size() + 2);
    EXPECT_EQ(listed[1]["key"], "open");
    EXPECT_EQ(listed[1]["value"], 0.25);
}

TEST(PageThresholds, RefuseWhatIsNoThresholdAndWhatIsNoNumber) {
    using Given = std::array<std::pair<std::string_view, std::string_view>, 1>;
    for (const Given& given :
         {Given{{{"opened", "0.5"}}}, Given{{{"open", "0.5x"}}}, Given{{{"open", ""}}},
          Given{{{"open", "nan"}}}, Given{{{"open", "1.5"}}}, Given{{{"late-stage", "7"}}}}) {
        EXPECT_THROW(thresholds_from(given), Error) << given[0].first << '=' << given[0].second;
    }
}

TEST(PageStatistics, HaveWhatTheRulesRead) {
    const auto profile = testing::made_profile();
    const auto blocks = summarise(profile);
    const PageJson statistics = page_statistics(profile, blocks);
    ASSERT_EQ(statistics.size(), 2u);
    EXPECT_EQ(statistics[0]["block"], "SE_2_1");
    EXPECT_EQ(statistics[0]["stage"], 2);
    EXPECT_EQ(statistics[0]["values"]["open"], blocks[0].open);
    EXPECT_EQ(statistics[0]["values"]["strength"], blocks[0].strength.mean);
    EXPECT_EQ(statistics[1]["not_finite"], 1);
}

}  // namespace
}  // namespace sescope
