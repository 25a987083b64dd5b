// SPDX-License-Identifier: GPL-3.0-or-later
// Branches that share one softmax.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/network/gates/made_graph.h"

namespace sescope::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

void expect_two_branches(const FoundGates& found, GateKind kind) {
    EXPECT_THAT(found.near_misses, IsEmpty());
    ASSERT_THAT(found.sites, SizeIs(2));
    for (int i = 0; i < 2; ++i) {
        const auto& site = found.sites[static_cast<std::size_t>(i)];
        EXPECT_EQ(site.kind, kind);
        EXPECT_EQ(site.branch, i);
        EXPECT_TRUE(site.competitive());
        EXPECT_EQ(site.channels, 6);
        EXPECT_EQ(site.hidden, 4);
        EXPECT_EQ(site.curve, GateCurve::softmax);
        EXPECT_EQ(site.range, (GateRange{0, 1, 0.5}));
        EXPECT_EQ(site.label, i == 0 ? "SE_0_1a" : "SE_0_1b");
        EXPECT_EQ(site.id, i == 0 ? "sk[0]" : "sk[1]");
        EXPECT_EQ(site.index, 1);
        EXPECT_EQ(site.order, i);
    }
}

struct Competitive : testing::Test {
    MadeGraph made;
    ValueId a = graph::kAbsent;
    ValueId b = graph::kAbsent;
    void SetUp() override {
        made.module = "paths";
        a = made.convolution(made.input(), 8, 6, {3, 3});
        b = made.convolution(made.input(), 8, 6, {5, 5});
        made.module = "sk";
    }
    ValueId stacked() {
        return made.concat(
            {made.reshape(a, {0, 1, 6, 16, 16}), made.reshape(b, {0, 1, 6, 16, 16})});
    }
    ValueId excited(ValueId pooled) {
        return made.convolution(made.relu(made.norm(made.convolution(pooled, 6, 4), 4)), 4, 12);
    }
};

TEST_F(Competitive, SelectiveKernelAsTimmHasIt) {
    const auto stack = stacked();
    const auto pooled = made.mean(made.reduce(ReduceKind::sum, stack, {1}, false));
    const auto gate = made.softmax(made.reshape(excited(pooled), {0, 2, 6, 1, 1}), 1);
    const auto product = made.times(stack, gate);
    const auto found = made.found(made.reduce(ReduceKind::sum, product, {1}, false));
    expect_two_branches(found, GateKind::selective_kernel);
    ASSERT_THAT(found.sites, SizeIs(2));
    EXPECT_EQ(found.sites[1].place.branch_dimension, 1);
    EXPECT_EQ(found.sites[1].place.channel_dimension, 2);
    EXPECT_EQ(found.sites[0].place.scaled, stack);
    EXPECT_EQ(found.sites[0].parameters, (6 * 4 + 4) + 8 + (4 * 12 + 12));
}

TEST_F(Competitive, SelectiveKernelWhosePoolReadsASum) {
    const auto pooled = made.mean(made.plus(a, b));
    const auto gate = made.softmax(made.reshape(excited(pooled), {0, 2, 6, 1, 1}), 1);
    const auto product = made.times(stacked(), gate);
    expect_two_branches(made.found(made.reduce(ReduceKind::sum, product, {1}, false)),
                        GateKind::selective_kernel);
}

TEST_F(Competitive, SelectiveKernelOfSeparateProducts) {
    const auto pooled = made.mean(made.plus(a, b));
    const auto gate = made.softmax(made.reshape(excited(pooled), {0, 2, 6, 1, 1}), 1);
    const auto first = made.times(a, made.reshape(made.slice(gate, 1, 0, 1), {0, 6, 1, 1}));
    const auto second = made.times(b, made.reshape(made.slice(gate, 1, 1, 2), {0, 6, 1, 1}));
    const auto found = made.found(made.plus(first, second));
    expect_two_branches(found, GateKind::selective_kernel);
    ASSERT_THAT(found.sites, SizeIs(2));
    EXPECT_EQ(found.sites[0].place.scaled, a);
    EXPECT_EQ(found.sites[1].place.scaled, b);
    EXPECT_EQ(found.sites[1].place.branch_dimension, -1);
}

TEST_F(Competitive, SplitAttentionAsTimmHasIt) {
    const auto map = made.relu(made.concat({a, b}));
    const auto split = made.reshape(map, {0, 2, 6, 16, 16});
    const auto pooled = made.mean(made.reduce(ReduceKind::sum, split, {1}, false));
    const auto cards = made.permute(made.reshape(excited(pooled), {0, 1, 2, -1}), {0, 2, 1, 3});
    const auto soft = made.reshape(made.softmax(cards, 1), {0, -1});
    const auto factor = made.reshape(made.reshape(soft, {0, -1, 1, 1}), {0, 2, 6, 1, 1});
    const auto product = made.times(split, factor);
    const auto found = made.found(made.reduce(ReduceKind::sum, product, {1}, false));
    expect_two_branches(found, GateKind::split_attention);
}

TEST_F(Competitive, SplitAttentionOfSlices) {
    const auto map = made.relu(made.concat({a, b}));
    const auto first = made.slice(map, 1, 0, 6);
    const auto second = made.slice(map, 1, 6, 12);
    const auto pooled = made.mean(made.plus(made.by(BinaryKind::add, first, 0.0), second));
    const auto cards = made.reshape(excited(pooled), {0, 2, 6});
    const auto soft = made.reshape(made.softmax(cards, 1), {0, 12, 1, 1});
    const auto out = made.plus(made.times(made.slice(soft, 1, 0, 6), first),
                               made.times(made.slice(soft, 1, 6, 12), second));
    expect_two_branches(made.found(out), GateKind::split_attention);
}

TEST_F(Competitive, SplitAttentionOfOneSplitIsASigmoid) {
    const auto h = made.norm(made.convolution(made.mean(a), 6, 4, {1, 1}, 2), 4);
    const auto gate = made.sigmoid(made.convolution(made.relu(h), 4, 6, {1, 1}, 2));
    const auto found = made.found(made.times(a, gate));
    ASSERT_THAT(found.sites, SizeIs(1));
    EXPECT_EQ(found.sites[0].kind, GateKind::split_attention);
    EXPECT_FALSE(found.sites[0].competitive());
    EXPECT_EQ(found.sites[0].label, "SE_0_1");
}

TEST_F(Competitive, NotEveryPartScalesABranch) {
    const auto pooled = made.mean(made.plus(a, b));
    const auto gate = made.softmax(made.reshape(excited(pooled), {0, 2, 6, 1, 1}), 1);
    const auto first = made.times(a, made.reshape(made.slice(gate, 1, 0, 1), {0, 6, 1, 1}));
    const auto found = made.found(made.plus(first, b));
    EXPECT_THAT(found.sites, IsEmpty());
    ASSERT_THAT(found.near_misses, SizeIs(1));
    EXPECT_EQ(found.near_misses[0].reason, "not every part of its softmax scales one branch");
}

TEST_F(Competitive, PoolOfOneBranchAlone) {
    const auto gate = made.softmax(made.reshape(excited(made.mean(a)), {0, 2, 6, 1, 1}), 1);
    const auto product = made.times(stacked(), gate);
    const auto found = made.found(made.reduce(ReduceKind::sum, product, {1}, false));
    EXPECT_THAT(found.sites, IsEmpty());
    ASSERT_THAT(found.near_misses, SizeIs(1));
    EXPECT_EQ(found.near_misses[0].reason, "its pool does not read what it scales");
}

}  // namespace
}  // namespace sescope::test
