// SPDX-License-Identifier: GPL-3.0-or-later
// Networks in and out as ONNX, by the real program.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OnnxCommands : public CommandLine {
  protected:
    void SetUp() override {
        make_network();
        make_images(2);
        const auto run = sescope({"export", path("net"), "-o", path("net.onnx")});
        ASSERT_EQ(run.exit_code, 0) << run.err;
        const auto analyzed =
            sescope({"analyze", path("net.onnx"), path("images"), "-o", path("a.profile")});
        ASSERT_EQ(analyzed.exit_code, 0) << analyzed.err;
    }
    std::vector<std::string> blocks_of(const std::string& network) const {
        std::vector<std::string> labels;
        const auto info = sescope({"info", network, "--json"});
        EXPECT_EQ(info.exit_code, 0) << info.err;
        const auto json = nlohmann::json::parse(info.out);
        for (const auto& site : json.at("se_blocks")) {
            labels.push_back(site.at("block"));
        }
        return labels;
    }
    std::vector<std::string> prune(const std::string& output,
                                   std::vector<std::string> more = {}) const {
        std::vector<std::string> command{"prune",
                                         path("net.onnx"),
                                         path("a.profile"),
                                         "--blocks",
                                         "SE_4_1,SE_5_1",
                                         "--replace",
                                         "mean",
                                         "-o",
                                         output};
        command.insert(command.end(), more.begin(), more.end());
        return command;
    }
};

TEST_F(OnnxCommands, AnExportedNetworkHasTheNetworksBlocks) {
    EXPECT_EQ(blocks_of(path("net.onnx")), blocks_of(path("net")));
    const auto other = sescope({"export", path("net"), "-o", path("net.xyz")});
    EXPECT_EQ(other.exit_code, 2);
    expect_one_line_naming(other, "net.xyz");
}

TEST_F(OnnxCommands, PruningWritesTheFormatThatItRead) {
    const auto run = sescope(prune(path("out"), {"--torchscript", path("out.pt")}));
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_TRUE(fs::exists(file("out/model.onnx")));
    EXPECT_TRUE(fs::exists(file("out/model.plan.json")));
    EXPECT_FALSE(fs::exists(file("out/config.json")));
    EXPECT_TRUE(fs::exists(file("out.pt")));
    EXPECT_EQ(blocks_of(path("out/model.onnx")), (std::vector<std::string>{"SE_2_1", "SE_3_1"}));
    const auto again =
        sescope({"analyze", path("out/model.onnx"), path("images"), "-o", path("b.profile")});
    EXPECT_EQ(again.exit_code, 0) << again.err;
}

TEST_F(OnnxCommands, TheFormatFollowsTheNameAndTheFlag) {
    EXPECT_EQ(sescope(prune(path("small.onnx"))).exit_code, 0);
    EXPECT_TRUE(fs::exists(file("small.plan.json")));
    EXPECT_EQ(sescope(prune(path("weights"), {"--format", "safetensors"})).exit_code, 0);
    EXPECT_TRUE(fs::exists(file("weights/model.safetensors")));
    const auto both = sescope(prune(path("small.onnx"), {"--format", "safetensors"}));
    EXPECT_EQ(both.exit_code, 2);
    expect_one_line_naming(both, "small.onnx");
    const auto run = sescope({"analyze", path("net"), path("images"), "-o", path("n.profile")});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const auto whole = sescope(
        {"prune", path("net"), path("n.profile"), "--blocks", "SE_5_1", "-o", path("whole.onnx")});
    EXPECT_EQ(whole.exit_code, 0) << whole.err;
    EXPECT_EQ(blocks_of(path("whole.onnx")).size(), 3u);
}

TEST_F(OnnxCommands, WhatCannotBeWrittenLeavesNothing) {
    fs::create_directories(file("here.onnx"));
    EXPECT_EQ(sescope(prune(path("here.onnx"))).exit_code, 6);
    EXPECT_EQ(sescope(prune(path("net.onnx"))).exit_code, 6) << "over the original";
    ProgramSetting small;
    small.file_size_limit = 4096;
    const auto full = sescope(prune(path("out"), {"-q"}), small);
    EXPECT_EQ(full.exit_code, 6) << full.err;
    EXPECT_TRUE(!fs::exists(file("out")) || fs::is_empty(file("out")));
}

}  // namespace
}  // namespace sescope::test
