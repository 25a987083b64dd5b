// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is wrong gets one clear line that names the file, the right exit code, and nothing
// half-written.
#include <limits>

#include "core/checkpoint/checkpoint.h"
#include "tests/app/cli_fixture.h"
#include "tests/support/tiny_network.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;

using BadInput = CommandLine;

TEST_F(BadInput, MissingModelIsBadModel) {
    const auto result = sescope({"info", path("nowhere.pth")});
    EXPECT_EQ(result.exit_code, 3);
    expect_one_line_naming(result, "nowhere.pth");
}

TEST_F(BadInput, FolderWithoutWeightsIsBadModel) {
    fs::create_directories(file("empty"));
    const auto result = sescope({"info", path("empty")});
    EXPECT_EQ(result.exit_code, 3);
    expect_one_line_naming(result, "empty");
}

TEST_F(BadInput, EveryHostileContainerIsRefusedInOneLine) {
    int seen = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(SESCOPE_GOLDEN) / "containers")) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("bad_")) continue;
        ++seen;
        const auto result = sescope({"info", entry.path().string()});
        EXPECT_EQ(result.exit_code, 3) << name << ": " << result.err;
        expect_one_line_naming(result, name);
    }
    EXPECT_EQ(seen, 17);
    EXPECT_FALSE(fs::exists("pwned"));
}

TEST_F(BadInput, StateDictOfAnotherNetworkIsBadModel) {
    StateDict other;
    const std::vector<float> values(16, 1.0f);
    other.add(StateDict::make_tensor("encoder.layer.0.attention.query.weight", {4, 4}, values));
    write_safetensors(file("bert.safetensors"), other, {});
    const auto result = sescope({"info", path("bert.safetensors")});
    EXPECT_EQ(result.exit_code, 3);
    expect_one_line_naming(result, "bert.safetensors");
    EXPECT_NE(result.err.find("encoder.layer.0"), std::string::npos) << result.err;
}

TEST_F(BadInput, NanWeightsAreRefusedByNameBeforeAnythingRuns) {
    make_images(1);
    StateDict weights = tiny_network();
    std::vector<float> bias = to_float32(weights.at("fc.bias"));
    bias[1] = std::numeric_limits<float>::quiet_NaN();
    weights.add(StateDict::make_tensor("fc.bias", {3}, bias));
    write_safetensors(file("nan.safetensors"), weights, {});
    const auto result =
        sescope({"analyze", path("nan.safetensors"), path("images"), "-o", path("out.profile")});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_NE(result.err.find("fc.bias"), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(file("out.profile")));
}

TEST_F(BadInput, ClassFolderWithoutImagesIsBadData) {
    make_network();
    make_images(1);
    fs::create_directories(file("images/empty_class"));
    const auto result =
        sescope({"analyze", path("net"), path("images"), "-o", path("out.profile")});
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_NE(result.err.find("empty_class"), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(file("out.profile")));
}

TEST_F(BadInput, MissingImagesAreBadData) {
    make_network();
    const auto result =
        sescope({"analyze", path("net"), path("nowhere"), "-o", path("out.profile")});
    EXPECT_EQ(result.exit_code, 4);
    expect_one_line_naming(result, "nowhere");
}

TEST_F(BadInput, UnreadableImagesAreSkippedListedAndTold) {
    make_network();
    make_images(2);
    write("images/dots/broken.png", "not a picture");
    write("images/dots/empty.jpg", "");
    const auto result =
        sescope({"analyze", path("net"), path("images"), "-o", path("out.profile")});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("broken.png"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("empty.jpg"), std::string::npos) << result.err;
    EXPECT_TRUE(fs::exists(file("out.profile")));
}

TEST_F(BadInput, OutputInAMissingFolderIsRefused) {
    make_network();
    make_images(1);
    const auto result =
        sescope({"-q", "analyze", path("net"), path("images"), "-o", path("no/such/out.profile")});
    EXPECT_EQ(result.exit_code, 6) << result.err;
    expect_one_line_naming(result, "out.profile");
}

TEST_F(BadInput, FullDiskLeavesNothingBehind) {
    make_network();
    make_images(1);
    ProgramSetting setting;
    setting.file_size_limit = 2000;
    const auto result =
        sescope({"-q", "analyze", path("net"), path("images"), "-o", path("out.profile")}, setting);
    EXPECT_EQ(result.exit_code, 6) << result.err;
    expect_one_line_naming(result, "out.profile");
    for (const auto& entry : fs::directory_iterator(file("."))) {
        EXPECT_EQ(entry.path().string().find("profile"), std::string::npos) << entry.path();
    }
}

TEST_F(BadInput, FullDiskBehindStdoutIsTold) {
    ProgramSetting setting;
    setting.stdout_file = "/dev/full";
    EXPECT_EQ(sescope({"cost", "--arch", "se_resnet50"}, setting).exit_code, 6);
}

TEST_F(BadInput, DeviceThatIsNotThereIsADeviceError) {
    make_network();
    make_images(1);
    for (const auto& [device, code] : {std::pair<std::string, int>("cuda:97", 5), {"tpu", 2}}) {
        const auto result = sescope({"-q", "analyze", path("net"), path("images"), "-o",
                                     path("out.profile"), "--device", device});
        EXPECT_EQ(result.exit_code, code) << result.err;
        expect_one_line_naming(result, device);
    }
    EXPECT_FALSE(fs::exists(file("out.profile")));
}

TEST_F(BadInput, DamagedProfileIsBadData) {
    write("damaged.profile", "not a profile at all");
    for (const std::string command : {"blocks", "merge"}) {
        std::vector<std::string> arguments{command, path("damaged.profile")};
        if (command == "merge") arguments.insert(arguments.end(), {"-o", path("c.profile")});
        const auto result = sescope(arguments);
        EXPECT_EQ(result.exit_code, 4) << result.err;
        expect_one_line_naming(result, "damaged.profile");
    }
}

TEST_F(BadInput, MistakesInTheCommandLineAreUsage) {
    EXPECT_EQ(sescope({}).exit_code, 2);
    EXPECT_EQ(sescope({"explode"}).exit_code, 2);
    EXPECT_EQ(sescope({"analyze"}).exit_code, 2);
    EXPECT_EQ(sescope({"cost"}).exit_code, 2);
    EXPECT_EQ(sescope({"cost", "--arch", "vgg"}).exit_code, 2);
    make_network();
    make_images(1);
    for (const std::string shard : {"0/4", "5/4", "1", "1/0", "a/b", "1/4x"}) {
        EXPECT_EQ(
            sescope({"analyze", path("net"), path("images"), "-o", path("p"), "--shard", shard})
                .exit_code,
            2)
            << shard;
    }
    EXPECT_EQ(sescope({"analyze", path("net"), path("images"), "-o", path("p"), "--classes",
                       "dots,unicorns"})
                  .exit_code,
              4);
}

}  // namespace
}  // namespace sescope::test
