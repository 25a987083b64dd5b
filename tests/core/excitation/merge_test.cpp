// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/excitation/profile.h"
#include "made_profile.h"

namespace sescope {
namespace {

using testing::made_profile;
using Part = std::shared_ptr<const ExcitationProfile>;

Part part(ExcitationProfile profile) {
    return std::make_shared<const ExcitationProfile>(std::move(profile));
}

TEST(Merge, AddsCountsAndBecomesComplete) {
    const std::vector<Part> parts{part(made_profile(1)), part(made_profile(0))};
    const ExcitationProfile whole = merge_profiles(parts);
    EXPECT_FALSE(whole.partial());
    EXPECT_EQ(whole.origin.covered, (std::vector<CoveredImages>{{0, 1, 8, 8}}));
    EXPECT_EQ(whole.gates.images, (std::vector<std::uint64_t>{4, 2, 0}));
    const BlockTally& block = whole.gates.blocks[0];
    EXPECT_EQ(block.sum[0], parts[0]->gates.blocks[0].sum[0] + parts[1]->gates.blocks[0].sum[0]);
    EXPECT_EQ(block.min[0], 0.25f);
    EXPECT_EQ(block.max[0], 0.75f);
    EXPECT_EQ(block.open[1], 2u);
    EXPECT_EQ(whole.gates.blocks[1].not_finite, 2u);
    EXPECT_EQ(whole.predictions.images, (std::vector<std::uint64_t>{4, 2, 0}));
    EXPECT_EQ(whole.predictions.top1, (std::vector<std::uint64_t>{2, 0, 0}));
    EXPECT_EQ(whole.predictions.confusion[0], 2u);
    EXPECT_EQ(whole.origin.seconds, 3.0);
    EXPECT_EQ(whole.origin.created, "2026-01-02T00:00:00Z");
    ASSERT_EQ(whole.skipped.size(), 2u);
    EXPECT_EQ(whole.skipped[0].id, "n01/9.jpg");  // in natural order
}

TEST(Merge, DoesNotDependOnTheOrderOfParts) {
    const std::vector<Part> forth{part(made_profile(0)), part(made_profile(1))};
    const std::vector<Part> back{part(made_profile(1)), part(made_profile(0))};
    testing::expect_same(merge_profiles(forth), merge_profiles(back));
}

TEST(Merge, DoesNotDependOnTheOrderInWhenHowLongAndWhere) {
    std::vector<ExcitationProfile> shards;
    for (int i = 0; i < 3; ++i) {
        ExcitationProfile shard = made_profile();
        shard.origin.covered = {{i, 3, 4, 4}};
        shard.origin.seconds = std::vector{0.1, 0.2, 0.7}[std::size_t(i)];
        shard.origin.device = std::vector{"cuda:0", "cpu", "cuda:1"}[std::size_t(i)];
        shard.origin.network_file = std::vector{"b", "a", "c"}[std::size_t(i)];
        shards.push_back(std::move(shard));
    }
    const auto merged = [&](int a, int b, int c) {
        return merge_profiles(std::vector<Part>{part(shards[std::size_t(a)]),
                                                part(shards[std::size_t(b)]),
                                                part(shards[std::size_t(c)])});
    };
    const ExcitationProfile forth = merged(0, 1, 2);
    EXPECT_EQ(forth.origin.seconds, 1.0);
    EXPECT_EQ(forth.origin.device, "cpu, cuda:0, cuda:1");
    testing::expect_same(forth, merged(2, 1, 0));
    testing::expect_same(forth, merged(1, 2, 0));
}

TEST(Merge, SomeOfTheShardsStayPartial) {
    ExcitationProfile first = made_profile(0);
    ExcitationProfile third = made_profile(1);
    first.origin.covered = {{0, 3, 4, 4}};
    third.origin.covered = {{2, 3, 4, 4}};
    const ExcitationProfile two = merge_profiles(std::vector<Part>{part(third), part(first)});
    EXPECT_TRUE(two.partial());
    EXPECT_EQ(two.origin.covered, (std::vector<CoveredImages>{{0, 3, 4, 4}, {2, 3, 4, 4}}));
    ExcitationProfile second = made_profile(1);
    second.origin.covered = {{1, 3, 4, 4}};
    EXPECT_FALSE(merge_profiles(std::vector<Part>{part(two), part(second)}).partial());
}

TEST(Merge, OneUnfinishedShardLeavesTheWholePartial) {
    ExcitationProfile second = made_profile(1);
    second.origin.covered = {{1, 2, 3, 4}};
    EXPECT_TRUE(merge_profiles(std::vector<Part>{part(made_profile(0)), part(second)}).partial());
}

TEST(Merge, NamesEveryDeviceOnce) {
    ExcitationProfile second = made_profile(1);
    second.origin.device = "cuda:0";
    EXPECT_EQ(merge_profiles(std::vector<Part>{part(made_profile(0)), part(second)}).origin.device,
              "cpu, cuda:0");
    EXPECT_EQ(merge_profiles(std::vector<Part>{part(made_profile(0)), part(made_profile(1))})
                  .origin.device,
              "cpu");
}

TEST(Merge, AWholeWithoutAReadableImageIsRefused) {
    ExcitationProfile first = made_profile(0);
    ExcitationProfile second = made_profile(1);
    for (auto* profile : {&first, &second}) profile->gates.images = {0, 0, 0};
    try {
        merge_profiles(std::vector<Part>{part(first), part(second)});
        FAIL() << "merged";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("n01/9.jpg: truncated"));
    }
}

TEST(Merge, NothingToMergeIsRefused) {
    EXPECT_THROW(merge_profiles({}), Error);
    EXPECT_THROW(merge_profile_files({}), Error);
}

/// Shard `shard` of four; each has one image, of class `shard`, but the third has two classes.
ExcitationProfile shard_of_few_classes(int shard) {
    ExcitationProfile profile = made_profile();
    profile.classes.push_back({"n04", "n04", 3});
    std::vector<std::pair<int, std::vector<float>>> images{
        {shard, {0.25f, 0.5f + float(shard) / 8}}};
    if (shard == 2) images.push_back({0, {0.75f, 1.0f}});
    profile.gates = testing::with_energies(testing::tally_of(images, 4, 2));
    testing::add_energy(profile.gates.blocks[0], 0, 0.25, 1 + shard);
    Predictions& predictions = profile.predictions;
    predictions.images = profile.gates.images;
    predictions.top1 = predictions.top5 = profile.gates.images;
    predictions.confusion.assign(16, 0);
    predictions.confusion[std::size_t(shard) * 5] = 1;
    if (shard == 2) predictions.confusion[0] = 1;
    const std::uint64_t done = profile.images();
    profile.origin.covered = {{shard, 4, done, done, true, true}};
    profile.skipped.clear();
    return profile;
}

TEST(Merge, OfFilesThatHoldRowsOfSomeClassesOnlyIsThatOfTheProfiles) {
    const testing::ScratchFolder folder;
    std::vector<Part> parts;
    std::vector<std::filesystem::path> files;
    for (int shard = 0; shard < 4; ++shard) {
        parts.push_back(part(shard_of_few_classes(shard)));
        files.push_back(folder / (std::to_string(shard) + ".profile"));
        save_profile(*parts.back(), files.back());
    }
    const ExcitationProfile whole = merge_profile_files(files);
    testing::expect_same(whole, merge_profiles(parts));
    EXPECT_EQ(whole.gates.images, (std::vector<std::uint64_t>{2, 1, 1, 1}));
    EXPECT_EQ(whole.gates.blocks[0].max[1], 1.0f);
    EXPECT_EQ(whole.gates.blocks[0].max[7], 0.875f);
    EXPECT_FALSE(whole.partial());
    // As GateTally's own merge does it.
    GateTally tally = parts[0]->gates;
    for (int shard = 1; shard < 4; ++shard) merge_into(tally, parts[std::size_t(shard)]->gates);
    EXPECT_TRUE(whole.gates == tally);
}

TEST(Merge, NamesTheFileThatDoesNotFit) {
    const testing::ScratchFolder folder;
    save_profile(shard_of_few_classes(0), folder / "good.profile");
    ExcitationProfile other = shard_of_few_classes(1);
    other.origin.seed = 1;
    save_profile(other, folder / "other.profile");
    try {
        merge_profile_files(
            std::vector<std::filesystem::path>{folder / "good.profile", folder / "other.profile"});
        FAIL() << "merged";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("other.profile"));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("their seed"));
    }
}

TEST(Merge, OneSideWithoutEnergiesLeavesTheWholeWithout) {
    const testing::ScratchFolder folder;
    ExcitationProfile old = shard_of_few_classes(1);
    for (auto& block : old.gates.blocks) block.energies = {};
    save_profile(shard_of_few_classes(0), folder / "new.profile");
    save_profile(old, folder / "old.profile");
    const auto whole = merge_profile_files(
        std::vector<std::filesystem::path>{folder / "new.profile", folder / "old.profile"});
    EXPECT_FALSE(whole.gates.blocks[0].energies.recorded());
}

struct Mismatch {
    const char* name;
    void (*change)(ExcitationProfile&);
    const char* message;
};

const Mismatch kMismatches[] = {
    {"SameShardTwice",
     [](ExcitationProfile& p) {
         p.origin.covered = {{0, 2, 4, 4}};
     },
     "both hold shard 1/2"},
    {"OtherNumberOfShards",
     [](ExcitationProfile& p) {
         p.origin.covered = {{1, 3, 4, 4}};
     },
     "different numbers of shards (2 and 3)"},
    {"ShardsCutInAnotherWay",
     [](ExcitationProfile& p) {
         p.origin.covered = {{1, 2, 4, 4, false, true}};
     },
     "in different ways"},
    {"OtherNetwork",
     [](ExcitationProfile& p) { p.origin.network_fingerprint = std::string(64, 'c'); },
     "their network (aaaaaaaaaaaa and cccccccccccc)"},
    {"OtherImages", [](ExcitationProfile& p) { p.origin.data_fingerprint = std::string(64, 'c'); },
     "their images"},
    {"OtherSeed", [](ExcitationProfile& p) { p.origin.seed = 1; }, "their seed"},
    {"OtherNumberOfImagesAClass", [](ExcitationProfile& p) { p.origin.per_class = 50; },
     "images a class (2 and 50)"},
    {"OtherPrecision", [](ExcitationProfile& p) { p.origin.precision = "bf16"; },
     "their precision (fp32 and bf16)"},
    {"OtherPreprocessing", [](ExcitationProfile& p) { p.network.preprocessing.size = 64; },
     "prepared their images differently"},
    {"OtherReadingOfTheNetwork",
     [](ExcitationProfile& p) { p.network.structure = std::string(64, 'd'); },
     "read their network differently"},
    {"OtherThresholds", [](ExcitationProfile& p) { p.gates.settings.open_above = 0.9f; },
     "different open/closed thresholds"},
    {"OtherHeadRow", [](ExcitationProfile& p) { p.classes[0].head_row = 3; },
     "head row of class n01"},
    {"OtherNumberOfClasses", [](ExcitationProfile& p) { p.classes.pop_back(); },
     "number of classes (3 and 2)"},
};

class MergeMismatch : public ::testing::TestWithParam<Mismatch> {};

TEST_P(MergeMismatch, IsRefusedSayingWhatDiffers) {
    ExcitationProfile second = made_profile(1);
    GetParam().change(second);
    try {
        merge_profiles(std::vector<Part>{part(made_profile(0)), part(second)});
        FAIL() << "merged";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.what(), ::testing::HasSubstr(GetParam().message));
        EXPECT_FALSE(error.hint().empty());
    }
}

INSTANTIATE_TEST_SUITE_P(All, MergeMismatch, ::testing::ValuesIn(kMismatches),
                         [](const auto& run) { return std::string(run.param.name); });

}  // namespace
}  // namespace sescope
