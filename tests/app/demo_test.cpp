// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/excitation/profile.h"
#include "core/pruning/verdict.h"
#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;

using Demo = CommandLine;

// The first thing that a newcomer sees, on images that the network has never seen: the paper's
// story. Early blocks treat classes alike, later ones tell them apart, SE_5_2 is saturated and
// SE_5_3 nearly constant.
TEST_F(Demo, NetworkIsRightOnUnseenImagesAndItsGatesRunWithDepthAsInThePaper) {
    const auto result = sescope({"demo", "--out", path("out"), "--per-class", "12", "--seed", "5"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto profile = load_profile(file("out/demo.profile"));
    EXPECT_EQ(profile->images(), 120u);
    EXPECT_GE(profile->top1(), 0.95);
    const auto blocks = summarise(*profile);
    ASSERT_EQ(blocks.size(), 16u);
    const std::size_t stage_4 = 7;
    const std::size_t last_live = 13;
    for (std::size_t i = 0; i <= last_live; ++i) {
        EXPECT_GT(blocks[i].std_total, 0.2) << blocks[i].block;
        EXPECT_LT(blocks[i].stuck, 0.05) << blocks[i].block;
        const bool is_early = i < stage_4;
        EXPECT_EQ(blocks[i].class_share < 0.15, is_early) << blocks[i].block;
        EXPECT_EQ(blocks[i].class_share > 0.4, !is_early) << blocks[i].block;
    }
    const auto judged = verdicts(*profile);
    ASSERT_EQ(judged.size(), 16u);
    for (std::size_t i = 0; i <= last_live; ++i) {
        EXPECT_EQ(judged[i].kind, VerdictKind::live) << judged[i].block;
    }
    EXPECT_EQ(judged[14].kind, VerdictKind::saturated);
    EXPECT_EQ(judged[15].kind, VerdictKind::constant);
    EXPECT_TRUE(judged[14].prunable && judged[15].prunable);
    for (const auto* name :
         {"blocks.csv", "blocks.json", "class_figure.csv", "instance_figure.csv"}) {
        EXPECT_TRUE(fs::exists(file("out") / name)) << name;
    }
#ifdef SESCOPE_HAS_FIGURES
    for (const auto* name : {"class_figure.png", "class_figure.svg", "class_figure.pdf",
                             "instance_figure.png", "instance_figure.svg", "instance_figure.pdf"}) {
        EXPECT_GT(fs::file_size(file("out") / name), 5000u) << name;
    }
#endif
}

}  // namespace
}  // namespace sescope::test
