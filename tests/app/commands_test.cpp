// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/excitation/profile.h"
#include "core/figures/figure.h"
#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

using Commands = CommandLine;

TEST_F(Commands, HelpNamesEveryCommandAndEachHasItsOwn) {
    const auto help = sescope({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    for (const std::string command :
         {"analyze", "info", "blocks", "figure", "report", "cost", "merge", "devices", "demo"}) {
        EXPECT_NE(help.out.find("\n  " + command), std::string::npos) << command;
        const auto own = sescope({command, "--help"});
        EXPECT_EQ(own.exit_code, 0);
        EXPECT_NE(own.out.find("--help"), std::string::npos) << command;
    }
}

TEST_F(Commands, InfoTellsArchitectureBlocksAndAssumptions) {
    make_network();
    const auto result = sescope({"info", path("net"), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Json info = Json::parse(result.out);
    EXPECT_EQ(info["source"], "layout of timm");
    EXPECT_EQ(info["classes"], 3);
    EXPECT_EQ(info["input_size"], 32);
    EXPECT_EQ(info["gates_per_image"], 16 + 32 + 64 + 128);
    ASSERT_EQ(info["se_blocks"].size(), 4u);
    EXPECT_EQ(info["se_blocks"][3]["block"], "SE_5_1");
    EXPECT_EQ(info["se_blocks"][3]["hidden"], 32);
    EXPECT_FALSE(info["assumptions"].empty());
}

TEST_F(Commands, CostOfANamedNetworkIsTheReferenceCount) {
    const auto result =
        sescope({"cost", "--arch", "se_resnet50", "--size", "224", "--by", "layer", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("28088024"), std::string::npos);
    EXPECT_NE(result.out.find("4091699200"), std::string::npos);
}

TEST_F(Commands, AnalyzeWritesProfileTableFiguresAndNumbers) {
    make_network();
    make_images(4);
    const auto result = sescope({"analyze", path("net"), path("images"), "-o", path("out.profile"),
                                 "--results", path("out"), "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Json rows = Json::parse(result.out);
    ASSERT_EQ(rows.size(), 5u);  // four blocks and the network
    EXPECT_EQ(rows[0]["block"], "SE_2_1");
    EXPECT_EQ(rows[0]["channels"], 16);
    const auto profile = load_profile(file("out.profile"));
    EXPECT_EQ(profile->images(), 12u);
    EXPECT_TRUE(profile->predictions.matched);
    EXPECT_FALSE(profile->partial());
    for (const auto* name :
         {"blocks.csv", "blocks.json", "class_figure.csv", "instance_figure.csv"}) {
        EXPECT_GT(fs::file_size(file("out") / name), 100u) << name;
    }
    // The table of the saved profile is the one that the run printed.
    EXPECT_EQ(sescope({"blocks", path("out.profile"), "--json"}).out, result.out);
}

TEST_F(Commands, UntilSparesImagesSaysSoAndGoesOnNotInShards) {
    make_network();
    make_images(40);
    const auto result = sescope(
        {"analyze", path("net"), path("images"), "-o", path("out.profile"), "--until", "0.2"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto profile = load_profile(file("out.profile"));
    ASSERT_TRUE(profile->origin.until);
    EXPECT_EQ(profile->images(), 3u * 32);  // at the first look
    EXPECT_EQ(profile->origin.until->spared(), 3u * 8);
    EXPECT_NE(result.err.find("within +-0.2 (95 %) in 3 of 3 classes; 24 of 120 images spared"),
              std::string::npos)
        << result.err;
    EXPECT_NE(result.err.find("32 of 40 images, +-"), std::string::npos) << result.err;
    const auto part = sescope({"analyze", path("net"), path("images"), "-o", path("part.profile"),
                               "--until", "0.2", "--shard", "1/2"});
    EXPECT_EQ(part.exit_code, 2);
    EXPECT_NE(part.err.find("--shard"), std::string::npos);
    EXPECT_EQ(sescope({"analyze", path("net"), path("images"), "--until", "-1"}).exit_code, 2);
    EXPECT_EQ(sescope({"analyze", path("net"), path("images"), "--population"}).exit_code, 2);
}

TEST_F(Commands, FastDecodeIsAskedForAndListed) {
    make_network();
    make_images(4);
    const auto info = sescope({"info", path("net"), "--json", "--fast-decode"});
    ASSERT_EQ(info.exit_code, 0) << info.err;
    EXPECT_NE(info.out.find("JPEG decoding"), std::string::npos);
    EXPECT_EQ(sescope({"info", path("net"), "--json"}).out.find("JPEG decoding"),
              std::string::npos);
    const auto analyze = [&](const std::string& shard, std::vector<std::string> more) {
        std::vector<std::string> words{"-q",        "analyze",
                                       path("net"), path("images"),
                                       "-o",        path("part" + shard + ".profile"),
                                       "--shard",   shard + "/2"};
        words.insert(words.end(), more.begin(), more.end());
        return sescope(words).exit_code;
    };
    ASSERT_EQ(analyze("1", {"--fast-decode"}), 0);
    ASSERT_EQ(analyze("2", {}), 0);
    EXPECT_TRUE(load_profile(file("part1.profile"))->network.preprocessing.fast_decode);
    EXPECT_FALSE(load_profile(file("part2.profile"))->network.preprocessing.fast_decode);
    const auto merged =
        sescope({"merge", path("part1.profile"), path("part2.profile"), "-o", path("whole")});
    EXPECT_EQ(merged.exit_code, 4);
    EXPECT_NE(merged.err.find("prepared their images differently"), std::string::npos);
}

TEST_F(Commands, FigureDrawsEachFigureAndWritesItsNumbers) {
    make_network();
    make_images(4);
    const std::string profile = path("out.profile");
    ASSERT_EQ(sescope({"-q", "analyze", path("net"), path("images"), "-o", profile}).exit_code, 0);
    const auto numbers = [&](std::vector<std::string> options) {
        options.insert(options.begin(), {"figure", options[0], profile, "--blocks", "SE_2_1"});
        options.erase(options.begin() + 5);
        return sescope(options);
    };
    const Json map = Json::parse(numbers({"heatmap", "--natural", "--json", "-"}).out);
    const Json& cells = map["panels"][0]["map"];
    EXPECT_EQ(cells["rows"].size(), 3u);
    ASSERT_EQ(cells["columns"].size(), 16u);
    EXPECT_EQ(cells["columns"][5], 5);
    const auto means = class_mean(load_profile(profile)->gates, 0, 1);
    EXPECT_NEAR(cells["values"][1][5].get<double>(), means[5], 1e-6);
    const Json sorted = Json::parse(numbers({"class", "--sort", "mean", "--json", "-"}).out);
    const Json& all = sorted["panels"][0]["series"].back()["y"];
    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LE(all[i - 1], all[i]);
    EXPECT_EQ(numbers({"class", "--sort", "colour", "--csv", "-"}).exit_code, 2);
#ifdef SESCOPE_HAS_FIGURES
    for (const auto& row : figure_table()) {
        const std::string name(row.name);
        const auto drawn =
            sescope({"figure", name, profile, "-o", path(name + ".png"), "--dpi", "60"});
        EXPECT_EQ(drawn.exit_code, 0) << name << drawn.err;
        EXPECT_GT(fs::file_size(file(name + ".png")), 2000u) << name;
    }
#endif
}

TEST_F(Commands, MergedShardsAreTheWholeRunToTheBit) {
    make_network();
    make_images(7);
    std::vector<std::string> merge{"merge"};
    for (const std::string part : {"1", "2", "3"}) {
        const std::string profile = path("part" + part + ".profile");
        ASSERT_EQ(sescope({"-q", "analyze", path("net"), path("images"), "-o", profile, "--shard",
                           part + "/3", "--batch", "4", "--precision", "fp32"})
                      .exit_code,
                  0);
        merge.push_back(profile);
    }
    merge.insert(merge.end(), {"-o", path("merged.profile")});
    ASSERT_EQ(sescope(merge).exit_code, 0);
    ASSERT_EQ(sescope({"-q", "analyze", path("net"), path("images"), "-o", path("whole.profile"),
                       "--batch", "4", "--precision", "fp32"})
                  .exit_code,
              0);
    const auto merged = load_profile(file("merged.profile"));
    const auto whole = load_profile(file("whole.profile"));
    EXPECT_EQ(merged->gates, whole->gates);
    EXPECT_EQ(merged->predictions, whole->predictions);
    EXPECT_FALSE(merged->partial());
}

TEST_F(Commands, InterruptedRunIsPartialAndResumesToTheSameProfile) {
    make_network();
    make_images(120);
    ProgramSetting setting;
    setting.interrupt_at = "/ 360 images";  // the first line of progress: the run is under way
    const std::vector<std::string> run{
        "analyze",     path("net"), path("images"), "-o",  path("out.profile"),
        "--batch",     "2",         "--size",       "384",  // some seconds of work
        "--precision", "fp32"};  // what auto finds to be faster is not always the same
    const auto stopped = sescope(run, setting);
    ASSERT_EQ(stopped.exit_code, 130) << stopped.err;
    const auto partial = load_profile(file("out.profile"));
    EXPECT_TRUE(partial->partial());
    EXPECT_LT(partial->images(), 360u);

    const auto refused = sescope(run);
    EXPECT_EQ(refused.exit_code, 2) << "a partial profile is not replaced unasked";
    auto resume = run;
    resume.emplace_back("--resume");
    ASSERT_EQ(sescope(resume).exit_code, 0);
    auto whole = run;
    whole[4] = path("whole.profile");
    ASSERT_EQ(sescope(whole).exit_code, 0);
    const auto resumed = load_profile(file("out.profile"));
    EXPECT_FALSE(resumed->partial());
    EXPECT_EQ(resumed->gates, load_profile(file("whole.profile"))->gates);
    EXPECT_EQ(resumed->predictions, load_profile(file("whole.profile"))->predictions);
}

TEST_F(Commands, DevicesAlwaysHasTheCpuAndSaysWhyNotCuda) {
    const auto result = sescope({"devices", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Json devices = Json::parse(result.out);
    ASSERT_GE(devices.size(), 2u);
    EXPECT_EQ(devices[0]["device"], "cpu");
    EXPECT_EQ(devices[0]["usable"], "yes");
    for (const auto& device : devices) {
        EXPECT_TRUE(device["usable"] == "yes" || !device["note"].get<std::string>().empty());
    }
}

TEST_F(Commands, DevicesTellsWhichLibTorchIsUsed) {
    const auto result = sescope({"devices"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, testing::ContainsRegex("LibTorch 2\\.[0-9]+\\.[0-9]+ in /"));
}

TEST_F(Commands, DevicesSaysWhatToDoWhereSescopeTorchNamesNone) {
    const auto result = run_program(
        {"/usr/bin/env", "SESCOPE_TORCH=" + path("nothing"), SESCOPE_PROGRAM, "devices"});
    EXPECT_EQ(result.exit_code, exit_code(ErrorKind::device));
    expect_one_line_naming(result, path("nothing"));
    EXPECT_NE(result.err.find("unpacked LibTorch"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace sescope::test
