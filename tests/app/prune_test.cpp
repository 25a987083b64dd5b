// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

using ::testing::HasSubstr;

class PruneCommand : public CommandLine {
  protected:
    void SetUp() override {
        make_network();
        make_images(2);
        const auto run = sescope({"analyze", path("net"), path("images"), "-o", path("a.profile")});
        ASSERT_EQ(run.exit_code, 0) << run.err;
    }
};

TEST_F(PruneCommand, VerdictsAreATableWithTheReasons) {
    const auto text = sescope({"verdicts", path("a.profile")});
    EXPECT_EQ(text.exit_code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("SE_5_1"));
    const auto json = sescope({"verdicts", path("a.profile"), "--json"});
    const auto rows = nlohmann::json::parse(json.out);
    ASSERT_EQ(rows.size(), 4u);
    for (const auto* key : {"verdict", "strength", "identity", "stuck", "why", "prunable"}) {
        EXPECT_TRUE(rows[0].contains(key)) << key;
    }
    // Every block is constant when any strength is.
    const auto all = nlohmann::json::parse(
        sescope({"verdicts", path("a.profile"), "--json", "--strength", "100", "--identity", "0"})
            .out);
    for (const auto& row : all) EXPECT_EQ(row.at("verdict"), "constant");
    EXPECT_EQ(sescope({"verdicts", path("a.profile"), "--strength", "nan"}).exit_code, 2);
    EXPECT_EQ(sescope({"verdicts", path("a.profile"), "--open", "2"}).exit_code, 2);
}

TEST_F(PruneCommand, WhatIsWrittenIsOpenedAnalyzedAndCounted) {
    const auto run =
        sescope({"prune", path("net"), path("a.profile"), "--blocks", "SE_4_1,SE_5_1", "--replace",
                 "mean", "-o", path("out"), "--torchscript", path("out/net.pt")});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.err, HasSubstr("SE_4_1 (mean), SE_5_1 (mean)"));
    for (const auto* name : {"model.safetensors", "config.json", "model.plan.json", "net.pt"}) {
        EXPECT_TRUE(std::filesystem::exists(file("out") / name)) << name;
    }
    const auto info = sescope({"info", path("out"), "--json"});
    EXPECT_EQ(info.exit_code, 0) << info.err;
    const auto cost = sescope({"cost", path("out"), "--json"});
    EXPECT_EQ(cost.exit_code, 0) << cost.err;
    const auto analyzed =
        sescope({"analyze", path("out"), path("images"), "-o", path("b.profile")});
    EXPECT_EQ(analyzed.exit_code, 0) << analyzed.err;
    const auto blocks = nlohmann::json::parse(sescope({"blocks", path("b.profile"), "--json"}).out);
    ASSERT_EQ(blocks.size(), 3u) << "two blocks and the network";
    EXPECT_EQ(blocks[1].at("block"), "SE_3_1");
}

TEST_F(PruneCommand, MistakesAreNamed) {
    const auto nothing = sescope({"prune", path("net"), path("a.profile"), "-o", path("out")});
    EXPECT_EQ(nothing.exit_code, 2);
    const auto unknown =
        sescope({"prune", path("net"), path("a.profile"), "--blocks", "SE_9_9", "-o", path("out")});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("SE_9_9"));
    // A profile of this network does not fit a pruned one.
    ASSERT_EQ(
        sescope({"prune", path("net"), path("a.profile"), "--blocks", "SE_5_1", "-o", path("out")})
            .exit_code,
        0);
    const auto other = sescope(
        {"prune", path("out"), path("a.profile"), "--blocks", "SE_4_1", "-o", path("twice")});
    EXPECT_EQ(other.exit_code, 4);
    EXPECT_THAT(other.err, HasSubstr("another network"));
    // Over the original: its config.json is no export's.
    const auto over =
        sescope({"prune", path("net"), path("a.profile"), "--blocks", "SE_5_1", "-o", path("net")});
    EXPECT_EQ(over.exit_code, 6);
    EXPECT_EQ(sescope({"info", path("net")}).exit_code, 0);
}

}  // namespace
}  // namespace sescope::test
