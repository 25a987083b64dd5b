// SPDX-License-Identifier: GPL-3.0-or-later
// What is no gate, and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/network/gates/made_graph.h"

namespace sescope::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct NearMisses : testing::Test {
    MadeGraph made;
    ValueId map = graph::kAbsent;
    void SetUp() override {
        map = made.convolution(made.input(), 8, 12);
        made.module = "here";
    }
    void expect(ValueId output, const std::string& reason) {
        const auto found = made.found(output);
        EXPECT_THAT(found.sites, IsEmpty());
        EXPECT_THAT(found.near_misses, ElementsAre(NearMiss{"here", reason}));
    }
    void expect_nothing(ValueId output) {
        const auto found = made.found(output);
        EXPECT_THAT(found.sites, IsEmpty());
        EXPECT_THAT(found.near_misses, IsEmpty());
    }
};

TEST_F(NearMisses, ActivationsSpelledOutAreNone) {
    auto x = made.times(map, made.sigmoid(map));
    x = made.times(made.sigmoid(made.by(BinaryKind::multiply, x, 1.702)), x);
    const auto moved = made.clamp(made.by(BinaryKind::add, x, 3), 0, 6);
    x = made.times(x, made.by(BinaryKind::divide, moved, 6));
    x = made.by(BinaryKind::divide, made.times(x, made.clamp(made.by(BinaryKind::add, x, 3), 0, 6)),
                6);
    x = made.times(x, made.hard_sigmoid(x));
    x = made.times(
        x, made.activation(ActivationKind::tanh, made.activation(ActivationKind::softplus, x)));
    const auto cube = made.times(made.times(x, x), x);
    const auto inner = made.plus(x, made.by(BinaryKind::multiply, cube, 0.044715));
    const auto tanh =
        made.activation(ActivationKind::tanh, made.by(BinaryKind::multiply, inner, 0.79788456));
    x = made.times(made.by(BinaryKind::multiply, x, 0.5), made.by(BinaryKind::add, tanh, 1));
    expect_nothing(x);
}

TEST_F(NearMisses, LayerScaleAndPlainProductsAreNone) {
    const auto scaled = made.times(map, made.weight({12, 1, 1}));
    expect_nothing(made.times(scaled, made.convolution(map, 12, 12, {3, 3})));
}

TEST_F(NearMisses, AGateOfAnotherMap) {
    const auto other = made.convolution(made.input(), 8, 12, {3, 3});
    const auto gate = made.sigmoid(made.excitation(made.mean(other), 12, 3));
    expect(made.times(map, gate), "its pool does not read what it scales");
}

TEST_F(NearMisses, APoolBeforeTheActivation) {
    const auto gate = made.sigmoid(made.excitation(made.mean(map), 12, 3));
    expect(made.times(made.relu(map), gate), "its pool does not read what it scales");
}

TEST_F(NearMisses, AnotherSourceBesides) {
    const auto more = made.mean(made.input());
    const auto both =
        made.plus(made.convolution(made.mean(map), 12, 12), made.convolution(more, 8, 12));
    expect(made.times(map, made.sigmoid(both)), "its pool does not read what it scales");
}

TEST_F(NearMisses, SpatialAttention) {
    const auto pools = made.concat({made.mean(map, {1}), made.reduce(ReduceKind::max, map, {1})});
    const auto gate = made.sigmoid(made.convolution(pools, 2, 1, {7, 7}));
    expect(made.times(map, gate), "its gate has one value for all channels of a position");
}

TEST_F(NearMisses, OneValueForTheMap) {
    const auto gate = made.sigmoid(made.convolution(made.mean(map), 12, 1));
    expect(made.times(map, gate), "its gate has one value for the whole map");
}

TEST_F(NearMisses, CoordinateAttention) {
    const auto rows = made.mean(map, {3});
    const auto columns = made.mean(map, {2});
    const auto once = made.times(map, made.sigmoid(made.convolution(rows, 12, 12)));
    const auto found =
        made.found(made.times(once, made.sigmoid(made.convolution(columns, 12, 12))));
    EXPECT_THAT(found.sites, IsEmpty());
    EXPECT_THAT(
        found.near_misses,
        ElementsAre(
            NearMiss{"here", "its gate varies along the map, not only from channel to channel"},
            NearMiss{
                "here",
                "its gate varies along one side of the map, not only from channel to channel"}));
}

TEST_F(NearMisses, AGatePerRowOrColumn) {
    const auto rows = made.permute(made.mean(map, {1, 3}), {0, 2, 1, 3});
    const auto row = made.permute(made.sigmoid(made.convolution(rows, 16, 16)), {0, 2, 1, 3});
    expect(made.times(map, row),
           "its gate varies along one side of the map, not from channel to channel");
    MadeGraph second;
    second.module = "here";
    const auto of = second.convolution(second.input(), 8, 12);
    const auto columns = second.reshape(second.mean(of, {1, 2}, false), {0, -1});
    const auto gate = second.sigmoid(second.linear(columns, 16, 16));
    const auto found = second.found(second.times(of, second.reshape(gate, {0, 1, 1, 16})));
    EXPECT_THAT(found.sites, IsEmpty());
    EXPECT_THAT(
        found.near_misses,
        ElementsAre(NearMiss{
            "here", "its gate varies along one side of the map, not from channel to channel"}));
}

TEST_F(NearMisses, GatedLinearUnits) {
    const auto wide = made.convolution(map, 12, 24);
    expect(made.times(made.slice(wide, 1, 0, 12), made.sigmoid(made.slice(wide, 1, 12, 24))),
           "its gate does not follow from what it scales");
}

TEST_F(NearMisses, NeighbouringPositions) {
    const auto gate = made.sigmoid(made.convolution(map, 12, 12, {3, 3}));
    expect(made.times(map, gate),
           "its gate looks at neighbouring positions: a kernel larger than 1 x 1");
}

TEST_F(NearMisses, PooledAndUnpooled) {
    const auto local = made.excitation(map, 12, 3);
    const auto global = made.excitation(made.mean(map), 12, 3);
    expect(made.times(map, made.sigmoid(made.plus(local, global))),
           "its gate has a value per position, and pools on the way");
}

TEST_F(NearMisses, FewerValuesThanChannels) {
    const auto gate = made.sigmoid(made.convolution(made.mean(map), 12, 4));
    const auto repeated =
        made.add(graph::Expand{{-1, 4, 3, 1}}, {made.reshape(gate, {0, 4, 1, 1})});
    expect(made.times(map, made.reshape(repeated, {0, 12, 1, 1})),
           "its gate has fewer values than what it scales has channels");
}

TEST_F(NearMisses, Unbounded) {
    expect(made.times(map, made.excitation(made.mean(map), 12, 3)),
           "what it multiplies with is not bounded by a sigmoid, tanh, ReLU or the like");
}

TEST_F(NearMisses, AddedContext) {
    expect(made.plus(map, made.excitation(made.mean(map), 12, 3)),
           "what follows from its pool is added, not multiplied");
}

TEST_F(NearMisses, SoftmaxOverChannels) {
    const auto gate = made.softmax(made.excitation(made.mean(map), 12, 3), 1);
    expect(made.times(map, gate), "its softmax is not over branches");
}

TEST_F(NearMisses, SoftmaxOverTokens) {
    const auto tokens = made.reshape(map, {0, 12, -1});
    expect(made.times(tokens, made.softmax(made.convolution(tokens, 12, 12, {1}), 2)),
           "its softmax is not over branches");
}

TEST_F(NearMisses, AGateOfPooledFeatures) {
    const auto features = made.mean(map, {2, 3}, false);
    expect(made.times(features, made.sigmoid(made.linear(features, 12, 12))),
           "what it scales has no positions");
}

TEST_F(NearMisses, MinimaAndWindows) {
    graph::Pool pool;
    pool.kind = graph::PoolKind::average;
    pool.kernel = {4, 4};
    pool.stride = {4, 4};
    pool.padding = {0, 0, 0, 0};
    pool.dilation = {1, 1};
    const auto windows = made.sigmoid(made.convolution(made.add(pool, {map}), 12, 12));
    graph::Resize resize;
    resize.sizes = {16, 16};
    expect(made.times(map, made.add(resize, {windows})),
           "its gate has a value per region of the map, not per channel alone");
}

}  // namespace
}  // namespace sescope::test
