// SPDX-License-Identifier: GPL-3.0-or-later
// Stages, labels and ids of sites.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/network/gates/made_graph.h"

namespace sescope::test {
namespace {

using testing::ElementsAre;

ValueId gated(MadeGraph& made, ValueId map, std::int64_t channels, std::string name = {}) {
    const auto gate = made.sigmoid(made.excitation(made.mean(map), channels, 2));
    return made.times(map, gate, std::move(name));
}

std::vector<std::string> labels_of(const FoundGates& found) {
    std::vector<std::string> labels;
    for (const auto& site : found.sites) labels.push_back(site.label);
    return labels;
}

std::vector<std::string> ids_of(const FoundGates& found) {
    std::vector<std::string> ids;
    for (const auto& site : found.sites) ids.push_back(site.id);
    return ids;
}

TEST(SiteNames, StagesFollowFromStridesAndSitesCountWithinThem) {
    MadeGraph made({1, 3, 64, 64});
    auto x = gated(made, made.convolution(made.input(), 3, 8, {3, 3}), 8);
    x = gated(made, made.convolution(x, 8, 8, {3, 3}, 1, 2), 8);
    x = gated(made, made.convolution(x, 8, 8, {3, 3}), 8);
    x = gated(made, made.convolution(x, 8, 8, {3, 3}, 1, 4), 8);
    const auto found = made.found(x);
    EXPECT_THAT(labels_of(found), ElementsAre("SE_0_1", "SE_1_1", "SE_1_2", "SE_3_1"));
    EXPECT_EQ(found.sites[3].stage, 3);
    EXPECT_EQ(found.sites[2].index, 2);
    EXPECT_EQ(found.sites[2].order, 2);
}

TEST(SiteNames, TheLargerRatioOfBothSidesCounts) {
    // 48 x 192 to 12 x 192: strides of 4 and 1.
    MadeGraph made({1, 3, 48, 192});
    graph::Convolution op{{4, 1}, {0, 0, 0, 0}, {1, 1}, 1, graph::SamePadding::none};
    const auto map = made.add(op, {made.input(), made.weight({8, 3, 4, 1}), graph::kAbsent});
    EXPECT_THAT(labels_of(made.found(gated(made, map, 8))), ElementsAre("SE_2_1"));
}

TEST(SiteNames, ExtentsThatDoNotDivideAreRounded) {
    // 225 to 113, 57: 2 and 3.95.
    MadeGraph made({1, 3, 225, 225});
    auto x = made.convolution(made.input(), 3, 8, {3, 3}, 1, 2);
    x = gated(made, made.convolution(x, 8, 8, {3, 3}, 1, 2), 8);
    EXPECT_THAT(labels_of(made.found(x)), ElementsAre("SE_2_1"));
}

TEST(SiteNames, StagesOfSmallImagesAreThoseOfLargeOnes) {
    // 33 to 17, 9, 5, 3: 33 / 3 is nearer to 8 than to 16.
    MadeGraph made({1, 3, 33, 33});
    auto x = made.convolution(made.input(), 3, 8, {3, 3}, 1, 2);
    for (int i = 0; i < 3; ++i) x = gated(made, made.convolution(x, 8, 8, {3, 3}, 1, 2), 8);
    EXPECT_THAT(labels_of(made.found(x)), ElementsAre("SE_2_1", "SE_3_1", "SE_4_1"));
}

TEST(SiteNames, StridesOfEachSideCountAlone) {
    MadeGraph made({1, 3, 64, 64});
    graph::Convolution down{{2, 1}, {0, 0, 0, 0}, {1, 1}, 1, graph::SamePadding::none};
    graph::Convolution across{{1, 2}, {0, 0, 0, 0}, {1, 1}, 1, graph::SamePadding::none};
    auto x = made.add(down, {made.input(), made.weight({8, 3, 1, 1}), graph::kAbsent});
    x = made.add(across, {x, made.weight({8, 8, 1, 1}), graph::kAbsent});
    EXPECT_THAT(labels_of(made.found(gated(made, x, 8))), ElementsAre("SE_1_1"));
}

TEST(SiteNames, ImagesWhoseChannelsAreLast) {
    MadeGraph made({1, 200, 9, 9});
    EXPECT_THAT(labels_of(made.found(gated(made, made.convolution(made.input(), 200, 8), 8))),
                ElementsAre("SE_0_1"));
    MadeGraph last({1, 32, 32, 3});
    const auto first = last.permute(last.input(), {0, 3, 1, 2});
    const auto map = last.convolution(first, 3, 8, {3, 3}, 1, 2);
    EXPECT_THAT(labels_of(last.found(gated(last, map, 8))), ElementsAre("SE_1_1"));
}

TEST(SiteNames, TokensHaveTheStrideOfTheirNumber) {
    MadeGraph made({1, 3, 32, 32});
    const auto map = made.convolution(made.input(), 3, 8, {3, 3}, 1, 4);
    const auto tokens = made.permute(made.reshape(map, {0, 8, -1}), {0, 2, 1});
    const auto mixed = made.linear(tokens, 8, 8);
    const auto gate =
        made.sigmoid(made.linear(made.relu(made.linear(made.mean(mixed, {1}), 8, 2)), 2, 8));
    const auto found = made.found(made.times(mixed, gate));
    EXPECT_THAT(labels_of(found), ElementsAre("SE_2_1"));
    EXPECT_EQ(found.sites[0].place.channel_dimension, 2);
}

TEST(SiteNames, IdsAreTheModulesThatOperatorsShare) {
    MadeGraph made;
    made.module = "blocks.1.0.se.act";
    const auto squeezed = made.mean(made.input());
    made.module = "blocks.1.0.se.fc1";
    const auto h = made.relu(made.convolution(squeezed, 8, 2));
    made.module = "blocks.1.0.se.fc10";
    const auto gate = made.sigmoid(made.convolution(h, 2, 8));
    made.module = "blocks.1.0.se";
    auto x = made.times(made.input(), gate);
    made.module = "blocks.10";
    x = gated(made, x, 8);
    x = gated(made, x, 8);
    made.module = "";
    x = gated(made, x, 8, "p2o.Mul.3");
    x = gated(made, x, 8, "blocks.10[1]");
    EXPECT_THAT(ids_of(made.found(x)), ElementsAre("blocks.1.0.se", "blocks.10[0]", "blocks.10[2]",
                                                   "p2o.Mul.3", "blocks.10[1]"));
}

TEST(SiteNames, NearMissesAreCalledByTheirNode) {
    MadeGraph made;
    const auto wide = made.convolution(made.input(), 8, 16);
    const auto found = made.found(
        made.times(made.slice(wide, 1, 0, 8), made.sigmoid(made.slice(wide, 1, 8, 16)), "Mul_7"));
    ASSERT_EQ(found.near_misses.size(), 1U);
    EXPECT_EQ(found.near_misses[0].id, "Mul_7");
}

TEST(SiteNames, NamesOfKinds) {
    EXPECT_EQ(name_of(GateKind::se), "SE");
    EXPECT_EQ(name_of(GateKind::split_attention), "split attention");
    EXPECT_EQ(name_of(Squeeze::mean_and_max), "mean and max");
    EXPECT_EQ(name_of(GateCurve::hard_sigmoid), "hard sigmoid");
}

// Walks are bounded: what a hundred thousand operators share is not walked for each of them.
TEST(ManyOperators, AreSearchedOnce) {
    MadeGraph made;
    auto x = made.convolution(made.input(), 8, 8);
    auto pooled = made.mean(x);
    for (int i = 0; i < 100'000; ++i) {
        pooled = made.relu(pooled);
        if (i % 2 == 0) x = made.times(x, made.sigmoid(pooled));
    }
    const auto found = made.found(x);
    EXPECT_EQ(found.sites.size(), 1U);
    EXPECT_EQ(found.near_misses.size(), 49'999U);
}

}  // namespace
}  // namespace sescope::test
