// SPDX-License-Identifier: GPL-3.0-or-later
// Every row of tests/golden/containers/expected.json: what opens gives the right values, what must
// not open is refused with a line that names the file and says what it is.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/checkpoint/checkpoint.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

const fs::path kContainers = fs::path(SESCOPE_GOLDEN) / "containers";

nlohmann::json expected() {
    std::ifstream in(kContainers / "expected.json");
    return nlohmann::json::parse(in);
}

std::string hash_of(const std::vector<float>& values) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(values)));
    return hash.hex();
}

class GoodContainer : public testing::TestWithParam<std::string> {};

TEST_P(GoodContainer, GivesNamesTypesShapesAndValues) {
    const auto wanted = expected()["good"][GetParam()];
    const StateDict opened = open_checkpoint(kContainers / GetParam());
    ASSERT_EQ(opened.size(), wanted["tensors"].size());
    for (const auto& [name, about] : wanted["tensors"].items()) {
        SCOPED_TRACE(name);
        const TensorEntry& tensor = opened.at(name);
        EXPECT_EQ(name_of(tensor.dtype), about["dtype"].get<std::string>());
        EXPECT_EQ(tensor.shape, about["shape"].get<std::vector<std::int64_t>>());
        EXPECT_EQ(hash_of(to_float32(tensor)), about["float32_sha256"].get<std::string>());
    }
    EXPECT_EQ(opened.wrapper, wanted.value("wrapper", ""));
    EXPECT_EQ(opened.stripped_prefix, wanted.value("stripped_prefix", ""));
    EXPECT_EQ(opened.file, kContainers / GetParam());
    EXPECT_FALSE(opened.container.empty());
}

std::vector<std::string> good_names() {
    std::vector<std::string> names;
    const auto all = expected();
    for (const auto& [name, ignored] : all["good"].items()) names.push_back(name);
    return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& about) {
    std::string name = about.param;
    for (char& letter : name) {
        if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
    }
    return name;
}

TEST(Container, IsNamedByItsContent) {
    const auto container = [](const char* name) {
        return open_checkpoint(kContainers / name).container;
    };
    EXPECT_EQ(container("zip.pth"), "torch zip");
    EXPECT_EQ(container("legacy.pth"), "torch legacy");
    EXPECT_EQ(container("legacy_protocol4.pth"), "torch legacy");
    EXPECT_EQ(container("whole_module.pth"), "torch zip, whole module");
    EXPECT_EQ(container("whole_module_legacy.pth"), "torch legacy, whole module");
    EXPECT_EQ(container("torchscript.pt"), "TorchScript");
    EXPECT_EQ(container("mixed_dtypes.safetensors"), "safetensors");
}

struct Refusal {
    const char* file;
    const char* says;  // what the message has to say about it
};

class BadContainer : public testing::TestWithParam<Refusal> {};

TEST_P(BadContainer, IsRefusedByALineThatNamesItAndSaysWhatItIs) {
    const fs::path path = kContainers / GetParam().file;
    try {
        open_checkpoint(path);
        FAIL() << "was opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(exit_code(error.kind()), 3);
        EXPECT_EQ(error.file(), path);
        EXPECT_NE(std::string(error.what()).find(GetParam().file), std::string::npos);
        EXPECT_NE(error.message().find(GetParam().says), std::string::npos) << error.what();
        EXPECT_FALSE(error.hint().empty());
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    }
    EXPECT_FALSE(fs::exists("pwned"));
}

const std::vector<Refusal> kRefusals{
    {"bad_plain_pickle.pkl", "plain pickle"},
    {"bad_truncated.pth", "truncated: a zip archive"},
    {"bad_truncated_legacy.pth", "truncated: the storage"},
    {"bad_header_8EiB.safetensors", "header would be 9223372036854775808 bytes"},
    {"bad_offsets_overlap.safetensors", "tensors a and b overlap"},
    {"bad_offsets_outside.safetensors", "ends early: tensor a"},
    {"bad_shape_overflow.safetensors", "overflows"},
    {"bad_shape_mismatch.safetensors", "has 16 bytes, but its shape and type need 12"},
    {"bad_not_json.safetensors", "broken safetensors header"},
    {"bad_deep_json.safetensors", "broken safetensors header"},
    {"bad_empty.pth", "is empty"},
    {"bad_text.pth", "Git LFS pointer"},
    {"bad_html.pth", "web page"},
    {"bad_storage_short.pth", "needs a storage of 216 elements"},
    {"bad_pickle_garbage.pth", "unbalanced marks"},
    {"bad_pickle_loop.pth", "holds a list, not the weights"}};

// os.system is a name in it like any other: the weights beside it are read, the call is not made.
TEST(HostileContainer, CodeInAPickleIsNeverRun) {
    const StateDict opened = open_checkpoint(kContainers / "bad_runs_code.pth");
    EXPECT_EQ(opened.size(), 6u);
    EXPECT_EQ(opened.wrapper, "state_dict");
    EXPECT_FALSE(fs::exists("pwned"));
}

TEST(HostileContainer, EveryRowOfTheListHasATest) {
    const auto listed = expected()["bad"];
    EXPECT_EQ(listed.size(), kRefusals.size() + 1);
    for (const auto& refusal : kRefusals) EXPECT_TRUE(listed.contains(refusal.file));
}

std::string refusal_name(const testing::TestParamInfo<Refusal>& about) {
    return test_name({about.param.file, about.index});
}

INSTANTIATE_TEST_SUITE_P(Fixture, BadContainer, testing::ValuesIn(kRefusals), refusal_name);
INSTANTIATE_TEST_SUITE_P(Fixture, GoodContainer, testing::ValuesIn(good_names()), test_name);

}  // namespace
}  // namespace sescope
