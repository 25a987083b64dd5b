// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/excitation/class_share.h"
#include "core/excitation/profile.h"
#include "made_tally.h"

namespace sescope {
namespace {

using testing::tally_of;

GateSite site_called(const std::string& label, int channels) {
    GateSite site;
    site.label = label;
    site.channels = channels;
    return site;
}

ExcitationProfile profile_of(GateTally gates) {
    ExcitationProfile profile;
    profile.network.sites = {site_called("SE_2_1", gates.blocks[0].channels)};
    profile.gates = std::move(gates);
    return profile;
}

TEST(Summary, SplitsVarianceIntoWithinAndBetweenClasses) {
    // Class 0 twice (0.25, 0.75: mean 0.5, variance 1/16), class 1 once (1).
    const auto rows =
        summarise(profile_of(tally_of({{0, {0.25f}}, {0, {0.75f}}, {1, {1.0f}}}, 2, 1)));
    ASSERT_EQ(rows.size(), 1u);
    const double within = 2.0 / 3 / 16;
    const double between = (2 * (0.5 - 2.0 / 3) * (0.5 - 2.0 / 3) + 1.0 / 9) / 3;
    EXPECT_EQ(rows[0].block, "SE_2_1");
    EXPECT_EQ(rows[0].images, 3u);
    EXPECT_NEAR(rows[0].mean, 2.0 / 3, 1e-9);
    EXPECT_NEAR(rows[0].std_within, std::sqrt(within), 1e-9);
    EXPECT_NEAR(rows[0].std_between, std::sqrt(between), 1e-9);
    EXPECT_NEAR(rows[0].std_total, std::sqrt(within + between), 1e-9);
    // Of 3 images in 2 classes: one degree of freedom within.
    EXPECT_NEAR(rows[0].class_share,
                std::max(0.0, (between - within) / (between + within + within)), 1e-9);
}

TEST(Summary, CountsOpenAndClosedGates) {
    const auto rows = summarise(profile_of(
        tally_of({{0, {0.96f, 0.5f, 0.01f, 0.97f}}, {0, {0.99f, 0.5f, 0.9f, 0.5f}}}, 1, 4)));
    EXPECT_NEAR(rows[0].open, 3.0 / 8, 1e-12);
    EXPECT_NEAR(rows[0].closed, 1.0 / 8, 1e-12);
}

TEST(Summary, StuckChannelsRestAtOneHalfWithoutSpread) {
    // Stuck; near one half but lively; still but elsewhere; stuck.
    const auto rows = summarise(profile_of(
        tally_of({{0, {0.5f, 0.4f, 0.9f, 0.51f}}, {1, {0.5f, 0.6f, 0.9f, 0.50f}}}, 2, 4)));
    EXPECT_EQ(rows[0].stuck, 0.5);
}

TEST(Summary, StuckGatesOfTanhRestAtZero) {
    auto profile = profile_of(tally_of({{0, {0.0f, 0.5f}}, {0, {0.01f, 0.5f}}}, 1, 2));
    profile.network.sites[0].range = {-1, 1, 0};
    EXPECT_EQ(summarise(profile)[0].stuck, 0.5);
}

TEST(Summary, StageAndParametersAreThoseOfTheSite) {
    auto profile = profile_of(tally_of({{0, {0.5f, 0.5f, 0.5f, 0.5f}}}, 1, 4));
    profile.network.sites[0].parameters = 2 * 4 * 2 + 2 + 4;
    profile.network.sites[0].stage = 4;
    EXPECT_EQ(summarise(profile)[0].parameters, 22);
    EXPECT_EQ(summarise(profile)[0].stage, 4);
}

TEST(Summary, ConstantGatesHaveNoClassShare) {
    const auto rows =
        summarise(profile_of(tally_of({{0, {0.75f}}, {0, {0.75f}}, {1, {0.75f}}}, 2, 1)));
    EXPECT_EQ(rows[0].std_total, 0.0);
    EXPECT_EQ(rows[0].class_share, 0.0);
}

// 10 classes of 4 images, all drawn alike: the plain share is 23 % on average, the corrected none.
TEST(Summary, ImagesThatAreFewShareNothingByChance) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(0.2f, 0.8f);
    std::vector<std::pair<int, std::vector<float>>> images;
    for (int i = 0; i < 40; ++i) {
        std::vector<float> gates(200);
        for (float& gate : gates) gate = uniform(random);
        images.emplace_back(i % 10, std::move(gates));
    }
    const auto rows = summarise(profile_of(tally_of(images, 10, 200)));
    const double between = rows[0].std_between * rows[0].std_between;
    const double total = rows[0].std_total * rows[0].std_total;
    EXPECT_NEAR(between / total, 9.0 / 39, 0.02);
    EXPECT_LT(rows[0].class_share, 0.02);
}

TEST(Summary, OneClassHasNoClassShare) {
    const auto rows = summarise(profile_of(tally_of({{0, {0.25f}}, {0, {0.75f}}}, 2, 1)));
    EXPECT_TRUE(std::isnan(rows[0].class_share));
    EXPECT_TRUE(std::isnan(summarise_network(rows).class_share));
    EXPECT_GT(rows[0].std_within, 0);
}

TEST(Summary, OmegaSquaredIsThatOfTheBooks) {
    // Three groups of 4: sums of squares 42 between, 18 within; (42 - 2 * 2) / (60 + 2).
    EXPECT_NEAR(class_share_of(18.0 / 12, 42.0 / 12, 3, 12), 38.0 / 62, 1e-12);
    EXPECT_EQ(class_share_of(1, 0.01, 5, 50), 0);
    EXPECT_TRUE(std::isnan(class_share_of(0, 1, 4, 4)));
}

TEST(Summary, WithoutImagesEverythingIsNaN) {
    const auto rows = summarise(profile_of(tally_of({}, 2, 1)));
    EXPECT_TRUE(std::isnan(rows[0].mean));
    EXPECT_TRUE(std::isnan(rows[0].class_share));
    EXPECT_TRUE(std::isnan(summarise_network(rows).open));
    EXPECT_TRUE(std::isnan(summarise_network(rows).class_share));
}

TEST(Summary, TheNetworkPoolsBlocksByTheirChannels) {
    BlockSummary small;
    small.channels = 1;
    small.images = 7;
    small.mean = 0.2;
    small.std_within = 0.1;
    small.std_between = 0.2;
    small.std_total = std::sqrt(0.05);
    small.class_share = 0.8;
    small.open = 1;
    small.parameters = 5;
    BlockSummary large = small;
    large.channels = 3;
    large.mean = 0.6;
    large.std_within = 0.3;
    large.std_between = 0.0;
    large.std_total = 0.3;
    large.class_share = 0;
    large.open = 0;
    const BlockSummary all = summarise_network(std::vector{small, large});
    EXPECT_EQ(all.block, "network");
    EXPECT_EQ(all.channels, 4);
    EXPECT_EQ(all.images, 7u);
    EXPECT_EQ(all.parameters, 10);
    EXPECT_NEAR(all.mean, 0.5, 1e-15);
    EXPECT_NEAR(all.open, 0.25, 1e-15);
    EXPECT_NEAR(all.std_within, std::sqrt(0.07), 1e-15);
    EXPECT_NEAR(all.std_between, 0.1, 1e-15);
    EXPECT_NEAR(all.class_share, 0.01 / 0.08, 1e-15);
}

TEST(Profile, FindsClassesByFolderAndByReadableName) {
    ExcitationProfile profile;
    profile.classes = {{"n1", "crane", 0}, {"crane", "bird", 1}};
    EXPECT_EQ(profile.find_class("n1"), 0);
    EXPECT_EQ(profile.find_class("bird"), 1);
    EXPECT_EQ(profile.find_class("crane"), 1);  // the folder's own name wins
    EXPECT_EQ(profile.find_class("dog"), -1);
}

TEST(Profile, AccuracyIsNaNWhereClassesAreNotMatched) {
    ExcitationProfile profile;
    profile.predictions.images = {3, 1};
    profile.predictions.top1 = {2, 0};
    profile.predictions.top5 = {3, 0};
    EXPECT_TRUE(std::isnan(profile.top1()));
    profile.predictions.matched = true;
    EXPECT_EQ(profile.top1(), 0.5);
    EXPECT_EQ(profile.top5(), 0.75);
}

TEST(Profile, IsPartialUntilEveryShardIsWorkedOff) {
    ExcitationProfile profile;
    EXPECT_TRUE(profile.partial());
    profile.origin.covered = {{0, 2, 5, 5}};
    EXPECT_TRUE(profile.partial());
    profile.origin.covered = {{0, 2, 5, 5}, {1, 2, 3, 4}};
    EXPECT_TRUE(profile.partial());
    profile.origin.covered = {{0, 2, 5, 5}, {1, 2, 4, 4}};
    EXPECT_FALSE(profile.partial());
    profile.origin.covered = {{0, 2, 5, 5}, {0, 2, 5, 5}};
    EXPECT_TRUE(profile.partial());
    profile.origin.covered = {{0, 1, 9, 9}};
    EXPECT_FALSE(profile.partial());
}

}  // namespace
}  // namespace sescope
