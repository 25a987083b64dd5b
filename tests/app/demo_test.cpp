// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/excitation/profile.h"
#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;

using Demo = CommandLine;

// The first thing that a newcomer sees: a network whose gates work, and grow class-specific with
// depth, on images that it has never seen.
TEST_F(Demo, NetworkIsRightOnUnseenImagesAndItsGatesWork) {
    const auto result = sescope({"demo", "--out", path("out"), "--per-class", "12", "--seed", "5"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto profile = load_profile(file("out/demo.profile"));
    EXPECT_EQ(profile->images(), 120u);
    EXPECT_GE(profile->top1(), 0.95);
    const auto blocks = summarise(*profile);
    ASSERT_EQ(blocks.size(), 16u);
    for (const auto& block : blocks) {
        EXPECT_GT(block.std_total, 0.1) << block.block;
        EXPECT_LT(block.stuck, 0.05) << block.block;
    }
    EXPECT_GT(blocks.back().class_share, 2 * blocks.front().class_share);
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
