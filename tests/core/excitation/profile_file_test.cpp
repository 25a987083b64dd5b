// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/excitation/profile.h"
#include "core/excitation/profile_json.h"
#include "made_profile.h"

namespace sescope {
namespace {

using testing::expect_same;
using testing::made_profile;
using testing::ScratchFolder;

TEST(ProfileFile, ReadsBackIdentically) {
    const ScratchFolder folder;
    const ExcitationProfile profile = made_profile();
    save_profile(profile, folder / "a.profile");
    expect_same(*load_profile(folder / "a.profile"), profile);
}

TEST(ProfileFile, ReadsBackACountInEveryField) {
    const ScratchFolder folder;
    ExcitationProfile profile = made_profile();
    profile.gates.settings = {0.9f, 0.1f};
    profile.predictions.matched = false;
    profile.predictions.not_finite = 2;
    profile.origin.covered = {{0, 3, 1, 20, true, true}, {2, 3, 2, 2, false, true}};
    profile.skipped.clear();
    save_profile(profile, folder / "a.profile");
    expect_same(*load_profile(folder / "a.profile"), profile);
}

TEST(ProfileFile, ANetworkWithoutSqueezeAndExcitationHasNoBlocks) {
    const ScratchFolder folder;
    ExcitationProfile profile = made_profile();
    profile.gates.blocks.clear();
    profile.network = record_of(without_gates(build_network({})));
    save_profile(profile, folder / "a.profile");
    expect_same(*load_profile(folder / "a.profile"), profile);
}

// What Python finds: the tensors and one JSON text.
TEST(ProfileFile, HoldsMeansVariancesAndCountsForOtherPrograms) {
    const ScratchFolder folder;
    save_profile(made_profile(), folder / "a.profile");
    const StateDict tensors = open_checkpoint(folder / "a.profile");
    const TensorEntry& mean = tensors.at("SE_2_1.mean");
    EXPECT_EQ(mean.shape, (std::vector<std::int64_t>{3, 2}));
    const auto means = to_float32(mean);
    EXPECT_FLOAT_EQ(means[0], 0.5f);
    EXPECT_FLOAT_EQ(means[1], 0.5f);
    EXPECT_FLOAT_EQ(means[2], 1.0f);
    EXPECT_TRUE(std::isnan(means[4]));
    const auto variances = to_float32(tensors.at("SE_2_1.variance"));
    EXPECT_FLOAT_EQ(variances[0], 0.0625f);
    EXPECT_FLOAT_EQ(variances[1], 0.49f * 0.49f);
    EXPECT_EQ(to_float32(tensors.at("SE_2_1.count")), (std::vector<float>{2, 1, 0}));
    EXPECT_EQ(to_float32(tensors.at("images")), (std::vector<float>{2, 1, 0}));
    EXPECT_EQ(tensors.at("SE_2_1.sum").dtype, DType::i64);
    EXPECT_EQ(tensors.at("SE_2_1.open").dtype, DType::i32);
    EXPECT_EQ(tensors.at("SE_2_1.histogram").shape, (std::vector<std::int64_t>{3, 256}));
    const auto json = nlohmann::json::parse(tensors.metadata.at("sescope"));
    EXPECT_EQ(json.at("format"), 5);
    EXPECT_EQ(json.at("classes").at(1).at("readable"), "English \"springer\"");
    EXPECT_EQ(json.at("skipped").at(0).at("reason"), "truncated");
    EXPECT_EQ(json.at("origin").at("seed"), 0xFFFFFFFFFFFFFFFFull);
}

/// Five classes of which the second alone has images: a shard.
ExcitationProfile shard_of_one_class() {
    ExcitationProfile profile = made_profile();
    profile.origin.covered = {{0, 2, 3, 4}};
    for (const char* name : {"n04", "n05"}) profile.classes.push_back({name, name, -1});
    profile.gates = testing::tally_of({{1, {0.25f, 0.99f}}, {1, {0.75f, 0.01f}}}, 5, 2, "SE_2_1");
    profile.gates = testing::with_energies(profile.gates);
    testing::add_energy(profile.gates.blocks[0], 1, 0.25, 2);
    Predictions& predictions = profile.predictions;
    predictions.images = {0, 2, 0, 0, 0};
    predictions.top1 = {0, 1, 0, 0, 0};
    predictions.top5 = {0, 2, 0, 0, 0};
    predictions.confusion.assign(20, 0);
    predictions.confusion[4] = predictions.confusion[6] = 1;
    return profile;
}

// Of a shard's classes, most have no image.
TEST(ProfileFile, RowsOfClassesWithoutImagesAreNotWrittenWhereTheyAreMany) {
    const ScratchFolder folder;
    const ExcitationProfile profile = shard_of_one_class();
    save_profile(profile, folder / "a.profile");
    expect_same(*load_profile(folder / "a.profile"), profile);
    const StateDict tensors = open_checkpoint(folder / "a.profile");
    EXPECT_EQ(to_float32(tensors.at("classes")), (std::vector<float>{1}));
    EXPECT_EQ(tensors.at("SE_2_1.sum").shape, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(tensors.at("predictions.confusion").shape, (std::vector<std::int64_t>{1, 4}));
    EXPECT_EQ(to_float32(tensors.at("SE_2_1.mean")), (std::vector<float>{0.5f, 0.5f}));
    const auto json = nlohmann::json::parse(tensors.metadata.at("sescope"));
    EXPECT_EQ(json.at("format"), 5);
    EXPECT_EQ(json.at("classes").size(), 5u);
}

TEST(ProfileFile, ThatSaysMoreImagesAreDoneThanItCountsIsRefused) {
    const ScratchFolder folder;
    ExcitationProfile profile = made_profile();
    for (const std::uint64_t done : {3, 5}) {
        profile.origin.covered = {{0, 2, done, 9}};
        save_profile(profile, folder / "a.profile");
        try {
            load_profile(folder / "a.profile");
            FAIL() << "read";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data);
            EXPECT_THAT(error.message(), ::testing::HasSubstr("counts 4"));
        }
    }
}

// Half a million took the square of their number of steps, and longer than the test may.
TEST(ProfileFile, DescriptionOfVeryManyClassesReadsBack) {
    ExcitationProfile profile = made_profile();
    profile.classes.assign(500'000, {"name, {[", "readable \"\\", -1});
    profile.classes.back() = {"last", "the last one", 3};
    const ExcitationProfile again = profile_from_json(profile_to_json(profile), "a.profile");
    ASSERT_EQ(again.classes.size(), 500'000u);
    EXPECT_EQ(again.classes.front().name, "name, {[");
    EXPECT_EQ(again.classes.front().readable, "readable \"\\");
    EXPECT_EQ(again.classes.back().readable, "the last one");
    EXPECT_EQ(again.classes.back().head_row, 3);
}

TEST(ProfileFile, DescriptionThatIsNestedTooDeeplyIsRefused) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_THROW(profile_from_json(deep, "a.profile"), Error);
    EXPECT_THROW(profile_from_json(std::string(1'000'000, '['), "a.profile"), Error);
}

TEST(ProfileFile, WithoutAnyImageHasNoRowsAndReadsBack) {
    const ScratchFolder folder;
    ExcitationProfile profile = made_profile();
    profile.origin.covered = {{0, 2, 1, 4}};
    profile.gates = testing::with_energies(testing::tally_of({}, 3, 2));
    profile.predictions = {
        4, true, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, std::vector<std::uint64_t>(12, 0), 0};
    save_profile(profile, folder / "a.profile");
    expect_same(*load_profile(folder / "a.profile"), profile);
}

TEST(ProfileFile, AListOfClassesThatMakesNoSenseIsRefused) {
    const ScratchFolder folder;
    save_profile(shard_of_one_class(), folder / "a.profile");
    for (const std::vector<std::int64_t>& rows :
         {std::vector<std::int64_t>{5}, {-1}, {1, 1}, {2, 1}, {0, 1, 2, 3, 4, 4}, {0, 1}}) {
        const StateDict good = open_checkpoint(folder / "a.profile");
        StateDict tensors = good;
        auto owned = std::make_shared<std::vector<std::int64_t>>(rows);
        TensorEntry entry = tensors.at("classes");
        entry.shape = {std::ssize(rows)};
        entry.bytes = std::as_bytes(std::span(*owned));
        entry.owner = owned;
        tensors.add(entry);
        write_safetensors(folder / "bad.profile", tensors,
                          {{"sescope", good.metadata.at("sescope")}});
        try {
            load_profile(folder / "bad.profile");
            ADD_FAILURE() << "accepted " << rows.size() << " from " << rows[0];
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data);
        }
    }
}

// Format 1 knew no energies.
TEST(ProfileFile, AFileOfFormatOneOpensWithoutStrength) {
    const ScratchFolder folder;
    ExcitationProfile profile = made_profile();
    save_profile(profile, folder / "new.profile");
    StateDict tensors = open_checkpoint(folder / "new.profile");
    auto json = nlohmann::json::parse(tensors.metadata.at("sescope"));
    json["format"] = 1;
    for (auto& block : json["blocks"]) {
        const auto name = block["block"].get<std::string>();
        block.erase("energies");
        for (const auto* part : {".energy", ".gate_energy", ".squared_gate_energy"}) {
            tensors.erase(name + part);
        }
    }
    write_safetensors(folder / "old.profile", tensors, {{"sescope", json.dump()}});
    const auto old = load_profile(folder / "old.profile");
    EXPECT_TRUE(std::isnan(summarise(*old)[0].strength.mean));
    EXPECT_FALSE(std::isnan(summarise(*load_profile(folder / "new.profile"))[0].strength.mean));
    for (auto& block : profile.gates.blocks) block.energies = {};
    expect_same(*old, profile);
    save_profile(*old, folder / "again.profile");
    expect_same(*load_profile(folder / "again.profile"), profile);
}

TEST(ProfileFile, NamesThatAreNotUtf8AreKeptReadable) {
    const ScratchFolder folder;
    ExcitationProfile profile = made_profile();
    profile.skipped = {{"caf\xe9/1.png", "empty"}};
    save_profile(profile, folder / "a.profile");
    EXPECT_EQ(load_profile(folder / "a.profile")->skipped.at(0).id, "caf\xEF\xBF\xBD/1.png");
}

TEST(ProfileFile, AFolderThatIsNotThereIsRefusedAndNothingIsLeft) {
    const ScratchFolder folder;
    try {
        save_profile(made_profile(), folder / "none" / "a.profile");
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("a.profile"));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// ---- hostile files -----------------------------------------------------------------------------

using Json = nlohmann::json;

struct Damage {
    const char* name;
    void (*to_json)(Json&);
    void (*to_tensors)(StateDict&);
    const char* message;
};

TensorEntry integers(std::string name, std::vector<std::int64_t> shape,
                     std::vector<std::int64_t> values) {
    TensorEntry tensor;
    tensor.name = std::move(name);
    tensor.dtype = DType::i64;
    tensor.strides.assign(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        tensor.strides[i - 1] = tensor.strides[i] * shape[i];
    }
    tensor.shape = std::move(shape);
    auto owned = std::make_shared<std::vector<std::int64_t>>(std::move(values));
    tensor.bytes = std::as_bytes(std::span(*owned));
    tensor.owner = owned;
    return tensor;
}

const Damage kDamages[] = {
    {"NewerFormat", [](Json& json) { json["format"] = 6; }, nullptr, "newer SE Scope"},
    {"FormatIsText", [](Json& json) { json["format"] = "1"; }, nullptr, "\"format\""},
    {"NoFormat", [](Json& json) { json.erase("format"); }, nullptr, "\"format\""},
    {"NotAnObject", [](Json& json) { json = Json::array(); }, nullptr, "not an object"},
    {"NoClasses", [](Json& json) { json["classes"] = Json::array(); }, nullptr, "no class"},
    {"ClassesIsANumber", [](Json& json) { json["classes"] = 3; }, nullptr, "\"classes\""},
    {"ClassIsText", [](Json& json) { json["classes"][0] = "x"; }, nullptr, "not an object"},
    {"OneClassMore", [](Json& json) { json["classes"].push_back(json["classes"][0]); }, nullptr,
     "images has another shape"},
    {"HeadRowTooLarge", [](Json& json) { json["classes"][0]["head_row"] = 1e300; }, nullptr,
     "head_row"},
    {"ChannelsTooMany", [](Json& json) { json["blocks"][0]["channels"] = 1 << 23; }, nullptr,
     "SE_2_1.sum has another shape"},
    {"ChannelsBeyondInt", [](Json& json) { json["blocks"][0]["channels"] = 1ull << 40; }, nullptr,
     "\"channels\""},
    {"ChannelsNegative", [](Json& json) { json["blocks"][0]["channels"] = -1; }, nullptr,
     "\"channels\""},
    {"ScaleBeyondBits", [](Json& json) { json["blocks"][0]["scale_bits"] = 64; }, nullptr,
     "\"scale_bits\""},
    {"BlockTwice", [](Json& json) { json["blocks"].push_back(json["blocks"][0]); }, nullptr,
     "there twice"},
    {"OtherHistogram", [](Json& json) { json["settings"]["histogram_bins"] = 128; }, nullptr,
     "\"histogram_bins\""},
    {"HeadOfAnotherSize", [](Json& json) { json["predictions"]["head_classes"] = 16000000; },
     nullptr, "confusion has another shape"},
    {"SeedIsNegative", [](Json& json) { json["origin"]["seed"] = -1; }, nullptr, "\"seed\""},
    {"ShardOutside", [](Json& json) { json["origin"]["covered"][0]["shard"] = 2; }, nullptr,
     "\"shard\""},
    {"MoreDoneThanThere", [](Json& json) { json["origin"]["covered"][0]["done"] = 5; }, nullptr,
     "more images are done"},
    {"NetworkIsNonsense",
     [](Json& json) {
         json["network"] = {{"x", 1}};
     },
     nullptr, "network"},
    {"MissingTensor", nullptr, [](StateDict& tensors) { tensors.erase("SE_2_1.max"); },
     "no tensor SE_2_1.max"},
    {"OtherType", nullptr,
     [](StateDict& tensors) {
         tensors.add(StateDict::make_tensor("images", {3}, std::vector<float>{2, 1, 0}));
     },
     "holds float32, not int64"},
    {"OtherShape", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("images", {1, 3}, {2, 1, 0}));
     },
     "images has another shape"},
    {"NegativeImages", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("images", {3}, {2, -1, 0}));
     },
     "negative or too large"},
    {"TooManyImages", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("images", {3}, {1 << 30, 1 << 30, 1 << 30}));
     },
     "negative or too large"},
    {"FewerImagesThanOpenGates", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("images", {3}, {0, 1, 0}));
     },
     "counts more images"},
    {"SumTooLarge", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("SE_2_1.sum", {3, 2}, {INT64_MAX, INT64_MIN, 0, 0, 0, 0}));
     },
     "larger than its images allow"},
    {"NegativeSquares", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("SE_2_1.sum_of_squares", {3, 2}, {-1, 0, 0, 0, 0, 0}));
     },
     "larger than its images allow"},
    {"HistogramTooFull", nullptr,
     [](StateDict& tensors) {
         std::vector<std::int64_t> bins(3 * 256, 0);
         bins[7] = 5;
         tensors.add(integers("SE_2_1.histogram", {3, 256}, bins));
     },
     "counts more gates"},
    {"NegativeEnergy", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("SE_2_1.energy", {2}, {-1, 0}));
     },
     "energies of SE_2_1"},
    {"EnergyTooLarge", nullptr,
     [](StateDict& tensors) {
         tensors.add(integers("SE_2_1.gate_energy", {2}, {INT64_MIN, 0}));
     },
     "energies of SE_2_1"},
    {"EnergiesOfOneChannel", nullptr,
     [](StateDict& tensors) { tensors.add(integers("SE_2_1.squared_gate_energy", {1}, {0})); },
     "squared_gate_energy has another shape"},
    {"NoEnergyTensor", nullptr, [](StateDict& tensors) { tensors.erase("SE_2_1.energy"); },
     "no tensor SE_2_1.energy"},
    {"EnergyScaleBeyondBits", [](Json& json) { json["blocks"][0]["energies"]["scale_bits"] = 63; },
     nullptr, "\"scale_bits\""},
    {"NegativeConfusion", nullptr,
     [](StateDict& tensors) {
         tensors.add(
             integers("predictions.confusion", {3, 4}, {-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
     },
     "negative or too large"},
};

class DamagedProfile : public ::testing::TestWithParam<Damage> {};

void expect_refused(const std::filesystem::path& file, const std::string& message) {
    try {
        load_profile(file);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data) << error.what();
        EXPECT_THAT(error.what(), ::testing::HasSubstr(file.filename().string()));
        EXPECT_THAT(error.what(), ::testing::HasSubstr(message));
    }
}

TEST_P(DamagedProfile, IsRefusedNamingTheFileAndTheDamage) {
    const ScratchFolder folder;
    save_profile(made_profile(), folder / "a.profile");
    StateDict tensors = open_checkpoint(folder / "a.profile");
    Json json = Json::parse(tensors.metadata.at("sescope"));
    if (GetParam().to_json != nullptr) GetParam().to_json(json);
    if (GetParam().to_tensors != nullptr) GetParam().to_tensors(tensors);
    write_safetensors(folder / "bad.profile", tensors, {{"sescope", json.dump()}});
    expect_refused(folder / "bad.profile", GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(All, DamagedProfile, ::testing::ValuesIn(kDamages),
                         [](const auto& run) { return std::string(run.param.name); });

void expect_description_refused(const std::string& description, const std::string& message) {
    const ScratchFolder folder;
    write_safetensors(folder / "bad.profile", StateDict{}, {{"sescope", description}});
    expect_refused(folder / "bad.profile", message);
}

TEST(DamagedProfile, DescriptionThatIsNoJsonIsRefused) {
    expect_description_refused("{\"format\": 1,", "description is damaged");
    expect_description_refused("", "description is damaged");
    expect_description_refused("\xff\xfe", "description is damaged");
}

TEST(DamagedProfile, DescriptionOfAMillionBracketsIsRefusedWithoutRecursion) {
    expect_description_refused(std::string(1'000'000, '['), "nested too deeply");
}

TEST(DamagedProfile, OtherFilesAreNotProfiles) {
    const ScratchFolder folder;
    const auto put = [&](const std::string& name, const std::string& text) {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    };
    expect_refused(put("empty.profile", ""), "empty");
    expect_refused(put("text.profile", "block,mean\n"), "not a profile");
    expect_refused(folder / "missing.profile", "");
    expect_refused(folder.path(), "");
    write_safetensors(folder / "weights.profile", StateDict{}, {{"format", "pt"}});
    expect_refused(folder / "weights.profile", "not a profile");
}

TEST(DamagedProfile, ATruncatedFileIsRefusedAtEveryLength) {
    const ScratchFolder folder;
    save_profile(made_profile(), folder / "a.profile");
    std::ifstream in(folder / "a.profile", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (std::size_t length = 1; length < bytes.size(); length += 487) {
        std::ofstream(folder / "cut.profile", std::ios::binary) << bytes.substr(0, length);
        expect_refused(folder / "cut.profile", "");
    }
}

}  // namespace
}  // namespace sescope
