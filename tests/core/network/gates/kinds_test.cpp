// SPDX-License-Identifier: GPL-3.0-or-later
// A graph by hand for each kind of gate, and what is said of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/network/gates/made_graph.h"

namespace sescope::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The stem halves the images: 8 channels to 12 on 8 x 8.
struct Kinds : testing::Test {
    MadeGraph made;
    ValueId map = graph::kAbsent;
    void SetUp() override {
        made.module = "stem";
        map = made.relu(made.convolution(made.input(), 8, 12, {3, 3}, 1, 2));
        made.module = "block.se";
    }
    GateSite only(ValueId output) {
        const auto found = made.found(output);
        EXPECT_THAT(found.near_misses, IsEmpty());
        EXPECT_THAT(found.sites, SizeIs(1));
        return found.sites.empty() ? GateSite{} : found.sites.front();
    }
};

TEST_F(Kinds, Se) {
    const auto squeezed = made.mean(map);
    const auto gate = made.sigmoid(made.excitation(squeezed, 12, 3));
    const auto product = made.times(map, gate);
    const auto site = only(product);
    EXPECT_EQ(site.id, "block.se");
    EXPECT_EQ(site.label, "SE_1_1");
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.squeeze, Squeeze::mean);
    EXPECT_EQ(site.curve, GateCurve::sigmoid);
    EXPECT_EQ(site.range, (GateRange{0, 1, 0.5}));
    EXPECT_EQ(site.channels, 12);
    EXPECT_EQ(site.hidden, 3);
    EXPECT_EQ(site.reduction(), 4);
    EXPECT_EQ(site.branch, -1);
    EXPECT_EQ(site.parameters, 12 * 3 + 3 + 3 * 12 + 12);
    EXPECT_THAT(site.weights,
                ElementsAre("block.se.w2", "block.se.w3", "block.se.w4", "block.se.w5"));
    EXPECT_EQ(site.place.scaled, map);
    EXPECT_EQ(site.place.gate, gate);
    EXPECT_EQ(site.place.factor, gate);
    EXPECT_EQ(site.place.product, product);
    EXPECT_EQ(site.place.channel_dimension, 1);
    EXPECT_EQ(site.place.branch_dimension, -1);
    EXPECT_THAT(site.place.operators, ElementsAre(2, 3, 4, 5, 6, 7));
}

TEST_F(Kinds, SeOfLinearLayersWithTheGateFirst) {
    const auto squeezed = made.mean(map, {2, 3}, false);
    const auto gate = made.sigmoid(made.linear(made.relu(made.linear(squeezed, 12, 4)), 4, 12));
    const auto factor = made.reshape(gate, {0, 12, 1, 1});
    const auto site = only(made.times(factor, map));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.hidden, 4);
    EXPECT_EQ(site.place.gate, gate);
    EXPECT_EQ(site.place.factor, factor);
    EXPECT_EQ(site.place.scaled, map);
}

TEST_F(Kinds, SeThatIsExpanded) {
    const auto gate = made.sigmoid(made.excitation(made.mean(map), 12, 3));
    const auto factor = made.add(graph::Expand{{-1, 12, 8, 8}}, {gate});
    const auto site = only(made.times(map, factor));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.place.gate, gate);
    EXPECT_THAT(site.place.operators, ElementsAre(2, 3, 4, 5, 6, 7, 8));
}

TEST_F(Kinds, SeWithBatchNormWhoseStatisticsAreNotLearnable) {
    auto h = made.norm(made.convolution(made.mean(map), 12, 2), 2);
    h = made.activation(ActivationKind::silu, h);
    const auto site = only(made.times(map, made.sigmoid(made.convolution(h, 2, 12))));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.parameters, (12 * 2 + 2) + (2 + 2) + (2 * 12 + 12));
    EXPECT_THAT(site.weights, SizeIs(8));
}

TEST_F(Kinds, SeWhoseSiluIsSpelledOutAndWhoseBiasesAreAdded) {
    const auto h = made.plus(made.add(graph::Linear{}, {made.mean(map, {2, 3}, false),
                                                        made.weight({5, 12}), graph::kAbsent}),
                             made.weight({5}));
    const auto silu = made.times(h, made.sigmoid(h));
    const auto product = made.add(graph::MatMul{}, {silu, made.weight({5, 12})});
    const auto gate = made.sigmoid(made.plus(product, made.weight({12})));
    const auto site = only(made.times(map, made.reshape(gate, {0, -1, 1, 1})));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.hidden, 5);
    EXPECT_EQ(site.parameters, 5 * 12 + 5 + 5 * 12 + 12);
}

TEST_F(Kinds, SeThatSumsAndDivides) {
    const auto sum = made.reduce(ReduceKind::sum, map);
    const auto mean = made.by(BinaryKind::divide, sum, 64);
    const auto site = only(made.times(map, made.sigmoid(made.excitation(mean, 12, 3))));
    EXPECT_EQ(site.squeeze, Squeeze::mean);
    EXPECT_EQ(site.kind, GateKind::se);
}

TEST_F(Kinds, SeOfAPoolAsLargeAsTheMapAndOfOneDimensionAtATime) {
    graph::Pool pool;
    pool.kind = graph::PoolKind::average;
    pool.kernel = {8, 8};
    pool.stride = {8, 8};
    pool.padding = {0, 0, 0, 0};
    pool.dilation = {1, 1};
    const auto first = made.sigmoid(made.excitation(made.add(pool, {map}), 12, 3));
    const auto once = made.times(map, first);
    made.module = "second";
    const auto rows = made.mean(made.mean(once, {3}), {2});
    const auto found = made.found(made.times(once, made.sigmoid(made.excitation(rows, 12, 3))));
    ASSERT_THAT(found.sites, SizeIs(2));
    EXPECT_EQ(found.sites[0].kind, GateKind::se);
    EXPECT_EQ(found.sites[1].kind, GateKind::se);
    EXPECT_EQ(found.sites[1].id, "second");
    EXPECT_EQ(found.sites[1].label, "SE_1_2");
    EXPECT_EQ(found.sites[1].order, 1);
}

TEST_F(Kinds, SeOfTheMaximum) {
    const auto pooled = made.reduce(ReduceKind::max, map);
    const auto site = only(made.times(map, made.sigmoid(made.excitation(pooled, 12, 3))));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.squeeze, Squeeze::max);
}

TEST_F(Kinds, SeWithoutSqueeze) {
    const auto gate = made.sigmoid(made.excitation(map, 12, 3));
    const auto site = only(made.times(map, gate));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.squeeze, Squeeze::none);
    EXPECT_EQ(site.channels, 12);
    EXPECT_EQ(site.hidden, 3);
    EXPECT_EQ(site.place.gate, gate);
    EXPECT_THAT(site.place.operators, ElementsAre(2, 3, 4, 5, 6));
}

TEST_F(Kinds, SeOfChannelsLast) {
    const auto last = made.permute(map, {0, 2, 3, 1});
    const auto squeezed = made.mean(last, {1, 2}, false);
    const auto gate = made.sigmoid(made.linear(made.relu(made.linear(squeezed, 12, 4)), 4, 12));
    const auto site = only(made.times(last, made.reshape(gate, {0, 1, 1, -1})));
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.channels, 12);
    EXPECT_EQ(site.place.channel_dimension, 3);
    EXPECT_EQ(site.label, "SE_1_1");
}

TEST_F(Kinds, SeThatPoolsAFlattenedMap) {
    const auto flat = made.reshape(map, {0, 12, -1});
    const auto pooled = made.reshape(made.mean(flat, {2}), {0, 12, 1, 1});
    const auto site = only(made.times(map, made.sigmoid(made.excitation(pooled, 12, 3))));
    EXPECT_EQ(site.kind, GateKind::se);
}

TEST_F(Kinds, Ese) {
    const auto layer = made.convolution(made.mean(map), 12, 12);
    const auto site = only(made.times(map, made.hard_sigmoid(layer)));
    EXPECT_EQ(site.kind, GateKind::ese);
    EXPECT_EQ(site.hidden, 0);
    EXPECT_EQ(site.reduction(), 0);
    EXPECT_EQ(site.curve, GateCurve::hard_sigmoid);
    EXPECT_EQ(site.range, (GateRange{0, 1, 0.5}));
    EXPECT_EQ(site.parameters, 12 * 12 + 12);
}

TEST_F(Kinds, Eca) {
    const auto row = made.reshape(made.mean(map, {2, 3}, false), {0, 1, -1});
    const auto gate = made.sigmoid(made.convolution(row, 1, 1, {3}));
    const auto site = only(made.times(map, made.reshape(gate, {0, -1, 1, 1})));
    EXPECT_EQ(site.kind, GateKind::eca);
    EXPECT_EQ(site.hidden, 0);
    EXPECT_EQ(site.parameters, 3 + 1);
}

TEST_F(Kinds, EcaOfCircularPadding) {
    const auto row = made.reshape(made.mean(map, {2, 3}, false), {0, 1, -1});
    const auto padded =
        made.add(graph::Pad{{0, 0, 1}, {0, 0, 1}, graph::PadMode::circular, 0}, {row});
    graph::Convolution along{{1}, {0, 0}, {1}, 1, graph::SamePadding::none};
    const auto conv = made.add(along, {padded, made.weight({1, 1, 3}), graph::kAbsent});
    const auto site = only(made.times(map, made.sigmoid(made.reshape(conv, {0, -1, 1, 1}))));
    EXPECT_EQ(site.kind, GateKind::eca);
    EXPECT_EQ(site.parameters, 3);
}

TEST_F(Kinds, CbamWhoseSharedLayersCountOnce) {
    const auto w1 = made.weight({3, 12});
    const auto w2 = made.weight({12, 3});
    const auto excited = [&](ValueId x) {
        const auto h = made.relu(made.add(graph::Linear{}, {x, w1, graph::kAbsent}));
        return made.add(graph::Linear{}, {h, w2, graph::kAbsent});
    };
    const auto sum = made.plus(excited(made.mean(map, {2, 3}, false)),
                               excited(made.reduce(ReduceKind::max, map, {2, 3}, false)));
    const auto site = only(made.times(map, made.reshape(made.sigmoid(sum), {0, 12, 1, 1})));
    EXPECT_EQ(site.kind, GateKind::cbam);
    EXPECT_EQ(site.squeeze, Squeeze::mean_and_max);
    EXPECT_EQ(site.hidden, 3);
    EXPECT_EQ(site.parameters, 2 * 3 * 12);
    EXPECT_THAT(site.weights, SizeIs(2));
}

TEST_F(Kinds, GatherExcite) {
    const auto site = only(made.times(map, made.sigmoid(made.mean(map))));
    EXPECT_EQ(site.kind, GateKind::gather_excite);
    EXPECT_EQ(site.parameters, 0);
    EXPECT_EQ(site.hidden, 0);
}

TEST_F(Kinds, GatherExciteOfADepthwiseConvolutionAsLargeAsTheMap) {
    graph::Convolution gather{{1, 1}, {0, 0, 0, 0}, {1, 1}, 12, graph::SamePadding::none};
    const auto gathered = made.add(gather, {map, made.weight({12, 1, 8, 8}), graph::kAbsent});
    const auto gate = made.sigmoid(made.excitation(made.norm(gathered, 12), 12, 3));
    const auto site = only(made.times(map, gate));
    EXPECT_EQ(site.kind, GateKind::gather_excite);
    EXPECT_EQ(site.squeeze, Squeeze::weighted);
    EXPECT_EQ(site.hidden, 3);
    EXPECT_EQ(site.parameters, 12 * 64 + 24 + (12 * 3 + 3) + (3 * 12 + 12));
}

TEST_F(Kinds, GlobalContextWhoseAdditionIsNone) {
    const auto scores = made.reshape(made.convolution(map, 12, 1), {0, 1, -1});
    const auto attention = made.reshape(made.softmax(scores, -1), {0, 1, -1, 1});
    const auto flat = made.reshape(made.reshape(map, {0, 12, -1}), {0, 1, 12, -1});
    const auto context = made.reshape(made.add(graph::MatMul{}, {flat, attention}), {0, 12, 1, 1});
    const auto gate = made.sigmoid(made.excitation(context, 12, 3));
    const auto scaled = made.times(map, gate);
    const auto found = made.found(made.plus(scaled, made.excitation(context, 12, 4)));
    ASSERT_THAT(found.sites, SizeIs(1));
    const auto& site = found.sites.front();
    EXPECT_EQ(site.kind, GateKind::global_context);
    EXPECT_EQ(site.squeeze, Squeeze::weighted);
    EXPECT_EQ(site.hidden, 3);
    // The context is read by the addition too: it stays.
    EXPECT_EQ(site.parameters, (12 * 3 + 3) + (3 * 12 + 12));
}

TEST_F(Kinds, GlobalContextSpelledAsASum) {
    const auto scores = made.reshape(made.convolution(map, 12, 1), {0, 1, -1});
    const auto attention = made.reshape(made.softmax(scores, -1), {0, 1, 8, 8});
    const auto context = made.reduce(ReduceKind::sum, made.times(map, attention));
    const auto site = only(made.times(map, made.sigmoid(made.excitation(context, 12, 3))));
    EXPECT_EQ(site.kind, GateKind::global_context);
    EXPECT_EQ(site.hidden, 3);
    EXPECT_EQ(site.parameters, 12 + 1 + (12 * 3 + 3) + (3 * 12 + 12));
}

TEST_F(Kinds, GatesOfThePapersAblation) {
    const auto before = made.excitation(made.mean(map), 12, 3);
    const auto once = made.times(map, made.activation(ActivationKind::tanh, before));
    made.module = "two";
    const auto found =
        made.found(made.times(once, made.relu(made.excitation(made.mean(once), 12, 3))));
    ASSERT_THAT(found.sites, SizeIs(2));
    EXPECT_EQ(found.sites[0].curve, GateCurve::tanh);
    EXPECT_EQ(found.sites[0].range, (GateRange{-1, 1, 0}));
    EXPECT_EQ(found.sites[1].curve, GateCurve::relu);
    EXPECT_EQ(found.sites[1].range.lower, 0);
    EXPECT_GT(found.sites[1].range.upper, 1e300);
    EXPECT_EQ(found.sites[1].range.at_zero, 0);
}

}  // namespace
}  // namespace sescope::test
