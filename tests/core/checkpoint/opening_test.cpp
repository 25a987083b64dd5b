// SPDX-License-Identifier: GPL-3.0-or-later
// Folders, files that are no checkpoint, and what opening costs.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "tests/core/checkpoint/scratch_folder.h"
#include "tests/core/checkpoint/torch_bytes.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using namespace made;
using testing::ElementsAre;
using testing::HasSubstr;

class Folder : public ScratchFolder {
  protected:
    void write_part(const std::string& file, const std::string& name, float value) const {
        StateDict part;
        part.add(StateDict::make_tensor(name, {1}, std::vector{value}));
        write_safetensors(folder_ / file, part, {});
    }
};
class NoCheckpoint : public ScratchFolder {};
class Opening : public ScratchFolder {};

TEST_F(Folder, PartsOfAnIndexAreReadTogether) {
    write_part("model-1.safetensors", "module.a", 1.0F);
    write_part("model-2.safetensors", "module.b", 2.0F);
    write("model.safetensors.index.json",
          R"({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}})");
    const auto opened = open_checkpoint(folder_);
    EXPECT_THAT(to_float32(opened.at("a")), ElementsAre(1.0F));
    EXPECT_THAT(to_float32(opened.at("b")), ElementsAre(2.0F));
    EXPECT_EQ(opened.stripped_prefix, "module.");
}

TEST_F(Folder, MissingPartIsNamed) {
    write("model.safetensors.index.json", R"({"weight_map": {"a": "model-1.safetensors"}})");
    EXPECT_THAT(refusal(folder_, folder_ / "model-1.safetensors"), HasSubstr("No such file"));
}

TEST_F(Folder, IndexMayNotReachOutOfItsFolder) {
    const auto index = folder_ / "model.safetensors.index.json";
    for (const char* part : {"../x", "/etc/passwd", "..", ""}) {
        write("model.safetensors.index.json", R"({"weight_map": {"a": ")"s + part + "\"}}");
        EXPECT_THAT(refusal(folder_, index), HasSubstr("not in its folder")) << part;
    }
    for (const char* text : {"", "[1]", "{}", R"({"weight_map": {}})", R"({"weight_map": 3})"}) {
        write("model.safetensors.index.json", text);
        EXPECT_THAT(refusal(folder_, index), HasSubstr("no weight_map")) << text;
    }
    write("model.safetensors.index.json", std::string(200'000, '['));
    EXPECT_THAT(refusal(folder_, index), HasSubstr("no weight_map"));
}

TEST_F(Folder, TorchFileOfAHubFolderIsOpened) {
    write("pytorch_model.bin", torch_zip(dict({{"w", two_floats()}})));
    write("config.json", "{}");
    const auto opened = open_checkpoint(folder_);
    EXPECT_EQ(opened.file, folder_ / "pytorch_model.bin");
    EXPECT_EQ(opened.config_json, "{}");
}

TEST_F(Folder, OnlyCheckpointInItIsOpenedAndSeveralAreAChoice) {
    write("best.pth.tar", torch_zip(dict({{"w", two_floats()}})));
    write("log.txt", "epoch 1");
    EXPECT_EQ(open_checkpoint(folder_).file, folder_ / "best.pth.tar");
    write("last.pt", torch_zip(dict({{"w", two_floats()}})));
    EXPECT_THAT(refusal(folder_), HasSubstr("2 checkpoints; name one of them"));
}

TEST_F(Folder, WithoutWeightsIsSaid) {
    write("log.txt", "epoch 1");
    EXPECT_THAT(refusal(folder_), HasSubstr("is a folder without weights"));
}

TEST_F(Folder, ConfigThatIsNoFileOrTooLongIsLeftAlone) {
    const auto file = write("m.pth", torch_zip(dict({{"w", two_floats()}})));
    fs::create_directory(folder_ / "config.json");
    EXPECT_EQ(open_checkpoint(file).config_json, "");
    fs::remove(folder_ / "config.json");
    write("config.json", std::string(2 << 20, ' '));
    EXPECT_EQ(open_checkpoint(file).config_json, "");
}

TEST_F(NoCheckpoint, IsCalledByItsName) {
    const std::vector<std::pair<std::string, const char*>> kinds{
        {"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS pointer"},
        {"\n <!DOCTYPE html><p>", "web page"},
        {"<HTML><body>Access denied", "web page"},
        {"<?xml version=\"1.0\"?><Error>NoSuchKey</Error>", "web page"},
        {"\x1f\x8b\x08\0\0\0\0\0\0"s, "gzip"},
        {"\xfd\x37zXZ\0\0"s, "xz"},
        {"\x28\xb5\x2f\xfd\x04"s, "zstd"},
        {std::string(257, 'x') + "ustar\0"s + std::string(300, 'x'), "tar archive"},
        {"\x89HDF\r\n\x1a\n\0\0"s, "HDF5"},
        {"\x93NUMPY\x01\0v\0"s, "NumPy array"},
        {"\x08\x07\x12\x07pytorch\x1a\x03"
         "1.9:\0\0\0\0\0"s,
         "ONNX"},
        {"\x89PNG\r\n\x1a\n\0\0"s, "an image"},
        {"\xff\xd8\xff\xe0\0\x10JFIF"s, "an image"},
        {"\x80\x02]q\0."s, "plain pickle"},
        {std::string(5000, '\0'), "nothing but zeros"},
        {"[1, 2, 3]  ", "JSON text"},
        {"epoch 1 loss 0.3\n", "a text file"},
        {"\x01\x02\x03\x04\xff\xff\xff\xff\x05\x06", "no checkpoint of a kind that is known"},
        {"x", "a text file"}};
    for (const auto& [bytes, says] : kinds) EXPECT_THAT(refusal_of(bytes), HasSubstr(says));
}

TEST_F(NoCheckpoint, SafetensorsHeadersThatAreOddAreRefused) {
    const auto said = [&](const std::string& json) {
        return refusal_of(number(json.size(), 8) + json + std::string(16, '\0'));
    };
    EXPECT_THAT(said(R"({"a": 3})"), HasSubstr("a number out of place"));
    EXPECT_THAT(said(R"({"a": {"dtype": "F32"}})"), HasSubstr("without its shape"));
    EXPECT_THAT(said(R"({"a": {"dtype": "Q4", "shape": [1], "data_offsets": [0, 4]}})"),
                HasSubstr("element type \"Q4\""));
    EXPECT_THAT(said(R"({"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}})"),
                HasSubstr("a negative size"));
    EXPECT_THAT(said(R"({"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 4]}})"),
                HasSubstr("a fraction"));
    EXPECT_THAT(said(R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": [8, 4]}})"),
                HasSubstr("ends early"));
    const std::string one = R"({"dtype": "F32", "shape": [1], "data_offsets": [0, 4]})";
    EXPECT_THAT(said(R"({"a": )" + one + R"(, "a": )" + one + "}"), HasSubstr("twice"));
    EXPECT_THAT(said("{}"), HasSubstr("holds no tensors"));
    EXPECT_THAT(said(R"({"__metadata__": {"a": {"b": "c"}}})"), HasSubstr("nested too deep"));
}

std::size_t resident_kib() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
    }
    return 0;
}

TEST_F(Opening, LargeFileIsMappedAndNotCopied) {
    constexpr std::size_t bytes = 100'000'000;
    const std::string json =
        R"({"w": {"dtype": "F32", "shape": [25000000], "data_offsets": [0, 100000000]}})";
    const auto path = write("large.safetensors", number(json.size(), 8) + json);
    fs::resize_file(path, 8 + json.size() + bytes);
    const auto before = resident_kib();
    const auto opened = open_checkpoint(path);
    EXPECT_EQ(opened.at("w").bytes.size(), bytes);
    EXPECT_LT(resident_kib(), before + 20'000);
}

TEST_F(Opening, RelativePathFindsTheConfigBesideIt) {
    write("config.json", "{\"a\": 1}");
    write("m.pth", torch_zip(dict({{"w", two_floats()}})));
    const auto before = fs::current_path();
    fs::current_path(folder_);
    const auto config = open_checkpoint("m.pth").config_json;
    fs::current_path(before);
    EXPECT_EQ(config, "{\"a\": 1}");
}

}  // namespace
}  // namespace sescope
