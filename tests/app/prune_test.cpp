// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/checkpoint/checkpoint.h"
#include "core/excitation/profile.h"
#include "tests/app/cli_fixture.h"
#include "tests/support/tiny_network.h"

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
    EXPECT_THAT(run.err, HasSubstr("net.pt: TorchScript, [N, 3, 32, 32] prepared to logits"));
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

// The images that would be measured are not there: what is refused is refused before.
TEST_F(PruneCommand, RefusesBeforeAnythingIsMeasured) {
    const auto asked = [&](const std::string& output, std::vector<std::string> more = {}) {
        std::vector<std::string> command{"prune",         path("net"), path("a.profile"),
                                         "--channels",    "closed:1",  "--images",
                                         path("nowhere"), "-o",        output};
        command.insert(command.end(), more.begin(), more.end());
        return sescope(command);
    };
    EXPECT_EQ(asked(path("out")).exit_code, 4);
    write("other/config.json", "{}");
    const auto other = asked(path("other"));
    EXPECT_EQ(other.exit_code, 6);
    expect_one_line_naming(other, "config.json");
    EXPECT_EQ(asked(path("net/model.safetensors")).exit_code, 6);
    EXPECT_EQ(asked(path("out"), {"--torchscript", path("no/such/net.pt")}).exit_code, 6);
    EXPECT_EQ(asked(path("out"), {"--blocks", "SE_9_9"}).exit_code, 2);
    EXPECT_EQ(asked(path("out.onnx"), {"--format", "safetensors"}).exit_code, 2);
    EXPECT_FALSE(std::filesystem::exists(file("out")));
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

// One gate of one image was NaN: what is left of the block is the mean of the others.
TEST_F(PruneCommand, ABlockWithGatesThatAreNoNumbersIsDroppedButNeverFolded) {
    ExcitationProfile profile = *load_profile(file("a.profile"));
    profile.gates.blocks.back().not_finite = 1;
    save_profile(profile, file("nan.profile"));
    const std::vector<std::string> fold{"prune",    path("net"), path("nan.profile"),
                                        "--blocks", "SE_5_1",    "--replace",
                                        "mean",     "-o",        path("out")};
    const auto folded = sescope(fold);
    EXPECT_EQ(folded.exit_code, 4);
    expect_one_line_naming(folded, "SE_5_1");
    EXPECT_THAT(folded.err, HasSubstr("NaN"));
    EXPECT_FALSE(std::filesystem::exists(file("out")));
    auto drop = fold;
    drop[6] = "identity";
    EXPECT_EQ(sescope(drop).exit_code, 0);
    const auto rows = nlohmann::json::parse(
        sescope({"verdicts", path("nan.profile"), "--json", "--strength", "100"}).out);
    EXPECT_THAT(rows[3].at("why").get<std::string>(), HasSubstr("1 of its gates were NaN"));
    EXPECT_TRUE(rows[3].at("prunable").is_null());
    EXPECT_EQ(rows[2].at("prunable"), "prune");
}

TEST_F(PruneCommand, HostileThresholdsAreRefusedByEveryCommandThatTakesThem) {
    const std::vector<std::vector<std::string>> commands{
        {"verdicts", path("a.profile")},
        {"prune", path("net"), path("a.profile"), "--recommended", "-o", path("out")},
        {"report", path("a.profile"), "-o", path("out.html")}};
    const std::vector<std::pair<std::string, std::string>> hostile{
        {"--stuck", "nan"},  {"--open", "-0.1"},    {"--identity", "inf"}, {"--strength", "1e9"},
        {"--margin", "1.5"}, {"--late-stage", "1"}, {"--spread", "x"},     {"--late-stage", "7"}};
    for (const auto& command : commands) {
        for (const auto& [flag, value] : hostile) {
            auto asked = command;
            asked.insert(asked.end(), {flag, value});
            const auto result = sescope(asked);
            EXPECT_EQ(result.exit_code, 2) << command[0] << ' ' << flag << ' ' << value;
            EXPECT_THAT(result.err,
                        HasSubstr(flag.substr(2) == "late-stage" ? "stage" : flag.substr(2)));
        }
    }
    EXPECT_FALSE(std::filesystem::exists(file("out")));
    EXPECT_FALSE(std::filesystem::exists(file("out.html")));
}

// All thresholds at their ends: nothing may go, or all may; neither is an error of `verdicts`.
TEST_F(PruneCommand, ThresholdsAtTheirEndsAreTakenAtTheirWord) {
    const auto none =
        sescope({"prune", path("net"), path("a.profile"), "--recommended", "--stuck", "1", "--open",
                 "1", "--identity", "0", "--strength", "0", "-o", path("out")});
    EXPECT_EQ(none.exit_code, 2);
    expect_one_line_naming(none, "no block is recommended");
    const auto all = nlohmann::json::parse(
        sescope({"verdicts", path("a.profile"), "--json", "--stuck", "0", "--strength", "100"})
            .out);
    for (const auto& row : all) {
        EXPECT_EQ(row.at("verdict"), "stuck");
        EXPECT_EQ(row.at("prunable"), "prune");
    }
}

TEST_F(PruneCommand, ANetworkWithoutSeHasNoVerdictsAndNothingToPrune) {
    std::filesystem::create_directories(file("plain"));
    std::filesystem::copy(file("net/config.json"), file("plain/config.json"));
    write_safetensors(file("plain/model.safetensors"), test::tiny_network(3, false), {});
    const auto run =
        sescope({"analyze", path("plain"), path("images"), "-o", path("plain.profile")});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const auto verdicts = sescope({"verdicts", path("plain.profile")});
    EXPECT_EQ(verdicts.exit_code, 0);
    EXPECT_THAT(verdicts.out, HasSubstr("no SE block"));
    const auto recommended = sescope(
        {"prune", path("plain"), path("plain.profile"), "--recommended", "-o", path("out")});
    EXPECT_EQ(recommended.exit_code, 2);
    const auto named = sescope(
        {"prune", path("plain"), path("plain.profile"), "--blocks", "SE_5_1", "-o", path("out")});
    EXPECT_EQ(named.exit_code, 2);
    expect_one_line_naming(named, "SE_5_1");
    const auto plan = sescope({"plan", path("plain"), path("images"), "--profile",
                               path("plain.profile"), "--same-images", "-q"});
    EXPECT_EQ(plan.exit_code, 3);
    EXPECT_THAT(plan.err, HasSubstr("no SE block"));
    const auto report = sescope({"report", path("plain.profile"), "-o", path("plain.html")});
    EXPECT_EQ(report.exit_code, 0) << report.err;
    EXPECT_FALSE(std::filesystem::exists(file("out")));
}

}  // namespace
}  // namespace sescope::test
