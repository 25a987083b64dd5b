// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles that are too large to be kept in memory: written, read, merged and summarised in pieces,
// to the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/checkpoint.h"
#include "core/excitation/profile.h"
#include "made_profile.h"

namespace sescope {
namespace {

using testing::expect_same;
using testing::made_profile;
using testing::ScratchFolder;

constexpr int kClasses = 1'500;
constexpr int kChannels = 50;  // sums of 0.6 MB: more than a piece, and rows across its end

/// One image of each of the first 1,500 classes, two of every third; a NaN gate.
ExcitationProfile large_profile(int shard = 0, int classes = kClasses) {
    ExcitationProfile profile = made_profile(shard);
    profile.classes.clear();
    for (int cls = 0; cls < classes; ++cls) {
        profile.classes.push_back({std::to_string(cls), "", cls % 4});
    }
    std::vector<std::pair<int, std::vector<float>>> images;
    std::uint32_t state = 17U + std::uint32_t(shard);
    for (int cls = 0; cls < kClasses; ++cls) {
        for (int image = 0; image < (cls % 3 == 0 ? 2 : 1); ++image) {
            auto& gates = images.emplace_back(cls, std::vector<float>{}).second;
            for (int c = 0; c < kChannels; ++c) {
                state = state * 1664525U + 1013904223U;
                gates.push_back(float(state >> 8) / 16777216.0f);
            }
        }
    }
    images[7].second[3] = std::nanf("");
    profile.gates = testing::with_energies(testing::tally_of(images, classes, kChannels, "SE_2_1"));
    Predictions& predictions = profile.predictions;
    predictions.images = profile.gates.images;
    predictions.top1.assign(std::size_t(classes), 0);
    predictions.top5 = predictions.images;
    predictions.confusion.assign(std::size_t(classes) * 4, 0);
    const std::uint64_t done = profile.images() + profile.skipped.size();
    profile.origin.covered = {{shard, 2, done, done}};
    return profile;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(LargeProfile, ReadsBackIdentically) {
    const ScratchFolder folder;
    const ExcitationProfile profile = large_profile();
    save_profile(profile, folder / "a.profile");
    const auto read = load_profile(folder / "a.profile");
    expect_same(*read, profile);
    save_profile(*read, folder / "b.profile");
    EXPECT_EQ(bytes_of(folder / "a.profile"), bytes_of(folder / "b.profile"));
}

// Streamed, and from tensors that are in memory.
TEST(LargeProfile, FileIsTheOneOfItsTensors) {
    const ScratchFolder folder;
    save_profile(large_profile(), folder / "a.profile");
    const StateDict tensors = open_checkpoint(folder / "a.profile");
    write_safetensors(folder / "b.profile", tensors, tensors.metadata);
    EXPECT_EQ(bytes_of(folder / "a.profile"), bytes_of(folder / "b.profile"));
}

TEST(LargeProfile, FileHoldsMeansAndVariancesOfEveryClass) {
    const ScratchFolder folder;
    const ExcitationProfile profile = large_profile();
    save_profile(profile, folder / "a.profile");
    const StateDict tensors = open_checkpoint(folder / "a.profile");
    const auto means = to_float32(tensors.at("SE_2_1.mean"));
    const auto variances = to_float32(tensors.at("SE_2_1.variance"));
    const auto sums = to_float32(tensors.at("SE_2_1.sum"));
    ASSERT_EQ(means.size(), std::size_t(kClasses) * kChannels);
    ASSERT_EQ(variances.size(), means.size());
    for (std::size_t cls = 0; cls < kClasses; ++cls) {
        const auto mean = class_mean(profile.gates, 0, int(cls));
        const auto variance = class_variance(profile.gates, 0, int(cls));
        for (std::size_t c = 0; c < kChannels; ++c) {
            ASSERT_EQ(means[cls * kChannels + c], float(mean[c])) << cls << ", " << c;
            ASSERT_EQ(variances[cls * kChannels + c], float(variance[c])) << cls << ", " << c;
            ASSERT_EQ(sums[cls * kChannels + c],
                      float(profile.gates.blocks[0].sum[cls * kChannels + c]));
        }
    }
}

TEST(LargeProfile, MergesAsASmallOneDoes) {
    const ScratchFolder folder;
    const ExcitationProfile parts[] = {large_profile(0), large_profile(1)};
    save_profile(parts[0], folder / "0.profile");
    save_profile(parts[1], folder / "1.profile");
    const std::vector<std::filesystem::path> files{folder / "0.profile", folder / "1.profile"};
    const ExcitationProfile whole = merge_profile_files(files);
    const BlockTally& a = parts[0].gates.blocks[0];
    const BlockTally& b = parts[1].gates.blocks[0];
    const BlockTally& both = whole.gates.blocks[0];
    for (std::size_t i = 0; i < both.sum.size(); ++i) {
        ASSERT_EQ(both.sum[i], a.sum[i] + b.sum[i]);
        ASSERT_EQ(both.sum_of_squares[i], a.sum_of_squares[i] + b.sum_of_squares[i]);
        ASSERT_EQ(both.min[i], std::min(a.min[i], b.min[i]));
        ASSERT_EQ(both.max[i], std::max(a.max[i], b.max[i]));
        ASSERT_EQ(both.open[i], a.open[i] + b.open[i]);
        ASSERT_EQ(both.closed[i], a.closed[i] + b.closed[i]);
    }
    for (std::size_t i = 0; i < both.histogram.size(); ++i) {
        ASSERT_EQ(both.histogram[i], a.histogram[i] + b.histogram[i]);
    }
    EXPECT_EQ(both.not_finite, 2U);
    expect_same(merge_profiles(std::vector{std::make_shared<const ExcitationProfile>(parts[0]),
                                           std::make_shared<const ExcitationProfile>(parts[1])}),
                whole);
}

TEST(LargeProfile, OverallMeansAndVariancesAreThoseOfOneClassOfAllImages) {
    const ExcitationProfile profile = large_profile();
    const BlockTally& block = profile.gates.blocks[0];
    GateTally pooled;
    pooled.classes = 1;
    pooled.images = {profile.images()};
    BlockTally& all = pooled.blocks.emplace_back();
    all.channels = kChannels;
    all.not_finite = block.not_finite;
    all.sum.assign(kChannels, 0);
    all.sum_of_squares.assign(kChannels, 0);
    all.histogram.assign(kHistogramBins, 0);
    for (std::size_t i = 0; i < block.sum.size(); ++i) {
        all.sum[i % kChannels] += block.sum[i];
        all.sum_of_squares[i % kChannels] += block.sum_of_squares[i];
    }
    for (std::size_t i = 0; i < block.histogram.size(); ++i) {
        all.histogram[i % kHistogramBins] += block.histogram[i];
    }
    const auto mean = overall_mean(profile.gates, 0);
    const auto variance = overall_variance(profile.gates, 0);
    for (std::size_t c = 0; c < kChannels; ++c) {
        EXPECT_DOUBLE_EQ(mean[c], class_mean(pooled, 0, 0)[c]);
        EXPECT_NEAR(variance[c], class_variance(pooled, 0, 0)[c], 1e-12);
    }
}

// Shards of a few classes: rows are picked out, and spread out again.
TEST(LargeProfile, SomeClassesReadBackIdentically) {
    const ScratchFolder folder;
    const ExcitationProfile profile = large_profile(0, 2 * kClasses + 1);
    save_profile(profile, folder / "a.profile");
    EXPECT_TRUE(open_checkpoint(folder / "a.profile").contains("classes"));
    expect_same(*load_profile(folder / "a.profile"), profile);
}

}  // namespace
}  // namespace sescope
