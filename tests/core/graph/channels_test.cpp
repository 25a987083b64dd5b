// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "tests/core/graph/made_network.h"
#include "tests/core/graph/naive_run.h"

namespace sescope::graph {
namespace {

using enum ActivationKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
const std::vector<Shape> kImage{{1, 2, 6, 6}};
using Channels = std::vector<std::size_t>;
using Constants = std::vector<double>;

/// With one unit; `squeezed` is what it reads of U, `product` is U times the gates.
struct Builder : MadeNetwork {
    ValueId u = kAbsent;
    ValueId squeezed = kAbsent;
    ValueId product = kAbsent;

    ValueId gated(ValueId scaled, std::int64_t channels, ActivationKind gate = sigmoid) {
        u = scaled;
        squeezed = mean(u, true);
        const auto hidden = act(relu, conv("se.fc1", squeezed, channels, 2, 1, 1, true));
        product = times(u, act(gate, conv("se.fc2", hidden, 2, channels, 1, 1, true)));
        return product;
    }
};

/// Of the graph, in which these channels are their constants, whatever they are computed from.
void force(Graph& g, StateDict& weights, const ConstantChannels& given) {
    const Shape whole = infer_shapes(g, kImage)[static_cast<std::size_t>(given.value)];
    const auto channels = static_cast<std::size_t>(whole[1]);
    std::vector<float> keeps(channels, 1.0F);
    std::vector<float> adds(channels, 0.0F);
    for (std::size_t i = 0; i < given.channels.size(); ++i) {
        keeps[given.channels[i]] = 0;
        adds[given.channels[i]] = static_cast<float>(given.constants[i]);
    }
    const std::string key = "forced" + std::to_string(given.value);
    Shape shape(whole.size() - 1, 1);
    shape.front() = whole[1];
    weights.add(StateDict::make_tensor(key + ".keeps", shape, keeps));
    weights.add(StateDict::make_tensor(key + ".adds", shape, adds));
    const auto kept =
        g.add(Binary{BinaryKind::multiply, {}}, {given.value, g.add_weight(key + ".keeps", shape)});
    const auto forced = g.add(Binary{}, {kept, g.add_weight(key + ".adds", shape)});
    g = redirected(g, given.value, forced);
}

struct Thinned {
    ThinnedGraph made;
    StateDict weights;
    Shape shape(const std::string& key) const { return weights.at(key).shape; }
    const Channels& gone() const { return made.outcomes[0].gone; }
};

/// Takes the channels out; what is computed is what the network with the constants computes.
Thinned thin(const Builder& b, const Channels& channels, const Constants& products,
             const Constants& squeezes) {
    validate(b.g);
    const std::vector<ConstantChannels> given{{b.product, channels, products},
                                              {b.squeezed, channels, squeezes}};
    Thinned thinned{{}, weights_of(b.g)};
    thinned.made = without_channels(b.g, thinned.weights, given, kImage);
    validate(thinned.made.graph);
    const auto& outcomes = thinned.made.outcomes;
    EXPECT_EQ(outcomes[0].gone, outcomes[1].gone);
    Graph forced = b.g;
    StateDict weights = weights_of(b.g);
    for (std::size_t i = 0; i < given.size(); ++i) {
        ConstantChannels only{given[i].value, outcomes[i].gone, {}};
        for (const auto c : only.channels) {
            const auto at = std::ranges::find(channels, c) - channels.begin();
            only.constants.push_back(given[i].constants[static_cast<std::size_t>(at)]);
        }
        force(forced, weights, only);
    }
    const auto expected = NaiveRun(forced, weights, kImage[0]).output();
    const auto computed = NaiveRun(thinned.made.graph, thinned.weights, kImage[0]).output();
    const auto before = NaiveRun(b.g, weights, kImage[0]).output();
    double change = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(computed[i], expected[i], 1e-6) << i;
        change = std::max(change, std::abs(expected[i] - before[i]));
    }
    // A test in which nothing depends on the channels would say nothing.
    if (!outcomes[0].gone.empty()) {
        EXPECT_GT(change, 1e-4);
    }
    return thinned;
}

/// 2 channels -> 6 -> depthwise 3x3 -> SE -> 2, added to the image.
Builder inverted_residual(ActivationKind activation, ActivationKind gate) {
    Builder b;
    auto x = b.act(activation, b.norm("bn1", b.conv("expand", b.image, 2, 6), 6));
    x = b.act(activation, b.norm("bn2", b.conv("dw", x, 6, 6, 3, 6), 6));
    x = b.gated(x, 6, gate);
    x = b.norm("bn3", b.conv("project", x, 6, 2), 2);
    b.end(b.sum(x, b.image), 2);
    return b;
}

TEST(WithoutChannels, OfAnInvertedResidualTakesAllThatMakesAndReadsThem) {
    for (const auto& [act, gate] : {std::pair(silu, sigmoid), std::pair(hard_swish, hard_sigmoid),
                                    std::pair(relu, sigmoid)}) {
        const Builder b = inverted_residual(act, gate);
        const Thinned t = thin(b, {1, 4}, {0.25, -0.5}, {2.0, -1.0});
        EXPECT_THAT(t.gone(), ElementsAre(1, 4));
        EXPECT_EQ(t.shape("expand.weight"), (Shape{4, 2, 1, 1}));
        EXPECT_EQ(t.shape("bn1.running_var"), (Shape{4}));
        EXPECT_EQ(t.shape("dw.weight"), (Shape{4, 1, 3, 3}));
        EXPECT_EQ(t.shape("bn2.bias"), (Shape{4}));
        EXPECT_EQ(t.shape("se.fc1.weight"), (Shape{2, 4, 1, 1}));
        EXPECT_EQ(t.shape("se.fc1.bias"), (Shape{2}));
        EXPECT_EQ(t.shape("se.fc2.weight"), (Shape{4, 2, 1, 1}));
        EXPECT_EQ(t.shape("se.fc2.bias"), (Shape{4}));
        EXPECT_EQ(t.shape("project.weight"), (Shape{2, 4, 1, 1}));
        EXPECT_EQ(t.shape("bn3.weight"), (Shape{2}));
        EXPECT_FALSE(t.weights.contains("project.bias"));  // the norm behind it takes the constant
        // Rows that stay are those of before, to the bit.
        const auto values = to_float32(t.weights.at("dw.weight"));
        EXPECT_EQ(values[9], weight_of("dw.weight", 18));
    }
}

TEST(WithoutChannels, AddsABiasWhereNoNormTakesTheConstant) {
    Builder b;
    b.gated(b.conv("conv", b.image, 2, 4), 4);
    b.end(b.act(relu, b.conv("next", b.product, 4, 3)), 3);
    const Thinned t = thin(b, {2}, {0.75}, {1.0});
    EXPECT_EQ(t.shape("next.bias"), (Shape{3}));
    const double expected = 0.75 * double(weight_of("next.weight", 4 + 2));
    EXPECT_FLOAT_EQ(to_float32(t.weights.at("next.bias"))[1], static_cast<float>(expected));
    EXPECT_EQ(t.shape("next.weight"), (Shape{3, 3, 1, 1}));
    // Nothing is added for a constant of 0.
    EXPECT_FALSE(thin(b, {2}, {0}, {1.0}).weights.contains("next.bias"));
}

/// 8 channels in two groups of a 3x3 convolution, as RegNet's.
Builder grouped() {
    Builder b;
    auto x = b.act(relu, b.norm("bn1", b.conv("conv1", b.image, 2, 8), 8));
    x = b.act(relu, b.norm("bn2", b.conv("conv2", x, 8, 8, 3, 2), 8));
    x = b.gated(x, 8);
    x = b.norm("bn3", b.conv("conv3", x, 8, 2), 2);
    b.end(b.act(relu, b.sum(x, b.image)), 2);
    return b;
}

TEST(WithoutChannels, GroupsLoseAsManyEach) {
    const Thinned t = thin(grouped(), {0, 1, 5}, {0, 0.5, 0.25}, {1, 2, 3});
    EXPECT_THAT(t.gone(), ElementsAre(0, 5));
    ASSERT_EQ(t.made.outcomes[0].stay.size(), 1u);
    EXPECT_EQ(t.made.outcomes[0].stay[0].channel, 1u);
    EXPECT_THAT(t.made.outcomes[0].stay[0].reason,
                HasSubstr("conv2 has groups that cannot lose as many each"));
    EXPECT_EQ(t.shape("conv2.weight"), (Shape{6, 4, 3, 3}));
    EXPECT_EQ(t.shape("conv1.weight"), (Shape{8, 2, 1, 1}));
    EXPECT_EQ(t.shape("conv3.weight"), (Shape{2, 6, 1, 1}));
}

TEST(WithoutChannels, AGroupThatGoesTakesWhatOnlyItReads) {
    const Thinned t = thin(grouped(), {1, 4, 5, 6, 7}, {0, 0, 0, 0, 0.25}, {1, 2, 3, 4, 5});
    EXPECT_THAT(t.gone(), ElementsAre(1, 4, 5, 6, 7));
    EXPECT_EQ(t.shape("conv1.weight"), (Shape{4, 2, 1, 1}));
    EXPECT_EQ(t.shape("bn1.weight"), (Shape{4}));
    EXPECT_EQ(t.shape("conv2.weight"), (Shape{3, 4, 3, 3}));
    for (const auto& op : t.made.graph.operators) {
        if (op.module != "conv2") continue;
        EXPECT_EQ(std::get<Convolution>(op.kind).groups, 1);
    }
}

TEST(WithoutChannels, AStandardUnitKeepsWhatIsAddedToTheIdentity) {
    Builder b;
    const auto x = b.act(relu, b.norm("bn1", b.conv("conv1", b.image, 2, 4), 4));
    b.gated(b.norm("bn2", b.conv("conv2", x, 4, 4, 3), 4), 4);
    b.end(b.act(relu, b.sum(b.product, x)), 4);
    const Thinned t = thin(b, {0, 3}, {0, 0}, {0.5, 0.5});
    EXPECT_THAT(t.gone(), ElementsAre());
    EXPECT_THAT(t.made.outcomes[0].stay[0].reason, HasSubstr("adds it to what stays"));
    EXPECT_EQ(t.made.graph, b.g);
}

TEST(WithoutChannels, WhatSomethingElseReadsStays) {
    Builder b;
    const auto x = b.act(relu, b.conv("conv1", b.image, 2, 4));
    b.gated(x, 4);
    const auto gated = b.conv("conv2", b.product, 4, 2);
    b.end(b.sum(gated, b.conv("other", x, 4, 2)), 2);  // U is read beside its unit
    const Thinned t = thin(b, {1}, {0}, {0.5});
    EXPECT_THAT(t.gone(), ElementsAre());
    EXPECT_THAT(t.made.outcomes[0].stay[0].reason,
                HasSubstr("other reads it where it is not constant"));
}

TEST(WithoutChannels, WeightsThatAreSharedDoNotChange) {
    Builder b;
    b.gated(b.conv("conv1", b.image, 2, 4), 4);
    const auto once = b.conv("conv2", b.product, 4, 4);
    b.end(b.conv("conv2", once, 4, 4), 4);  // a weight used twice
    const Thinned t = thin(b, {1}, {0}, {0.5});
    EXPECT_THAT(t.gone(), ElementsAre());
    EXPECT_THAT(t.made.outcomes[0].stay[0].reason, HasSubstr("conv2 shares its weights"));
    EXPECT_EQ(t.made.graph, b.g);
}

TEST(WithoutChannels, OneChannelOfALayerStays) {
    Builder b = inverted_residual(silu, sigmoid);
    const Thinned t = thin(b, {0, 1, 2, 3, 4, 5}, Constants(6, 0.1), Constants(6, 0.5));
    EXPECT_EQ(t.gone().size(), 5u);
    EXPECT_THAT(t.made.outcomes[0].stay[0].reason, HasSubstr("no channel would be left"));
    EXPECT_EQ(t.shape("dw.weight"), (Shape{1, 1, 3, 3}));
}

TEST(WithoutChannels, AConstantBesidePaddingStaysUnlessItIsZero) {
    Builder b;
    b.gated(b.conv("conv1", b.image, 2, 4), 4);
    b.end(b.norm("bn", b.conv("conv2", b.product, 4, 3, 3), 3), 3);
    Thinned t = thin(b, {0, 2}, {0.5, 0}, {1, 1});
    EXPECT_THAT(t.gone(), ElementsAre(2));
    EXPECT_TRUE(t.made.outcomes[0].stay[0].padded);
    EXPECT_THAT(t.made.outcomes[0].stay[0].reason, HasSubstr("conv2 pads it by zeros"));
    t = thin(b, {0, 2}, {0, 0}, {1, 1});
    EXPECT_THAT(t.gone(), ElementsAre(0, 2));
}

TEST(WithoutChannels, ConstantsGoThroughNormsAndActivationsToTheirReaders) {
    Builder b;
    b.gated(b.conv("conv1", b.image, 2, 4), 4);
    const auto x = b.act(hard_swish, b.norm("bn", b.product, 4));
    b.end(b.conv("conv2", x, 4, 3, 1, 1, true), 3);
    const Thinned t = thin(b, {3}, {0.5}, {1});
    EXPECT_THAT(t.gone(), ElementsAre(3));
    EXPECT_EQ(t.shape("bn.weight"), (Shape{3}));
}

// Half of ShuffleNet's unit: a branch with a gate beside what passes, concatenated, shuffled in two
// groups, and split again.
TEST(WithoutChannels, FollowsConcatenationsShufflesAndSlices) {
    Builder b;
    const auto x = b.conv("conv1", b.image, 2, 4);
    b.gated(b.conv("branch", x, 4, 4), 4);
    const auto beside = b.conv("beside", x, 4, 4);
    auto y = b.g.add(Concat{1}, {beside, b.product});
    y = b.g.add(Reshape{{-1, 2, 4, 6, 6}}, {y});
    y = b.g.add(Permute{{0, 2, 1, 3, 4}}, {y});
    y = b.g.add(Reshape{{-1, 8, 6, 6}}, {y});
    const auto first = b.g.add(Slice{1, 0, 4, 1}, {y});
    const auto second = b.g.add(Slice{1, 4, 8, 1}, {y});
    b.end(b.sum(b.conv("left", first, 4, 3), b.conv("right", second, 4, 3)), 3);
    const Thinned alone = thin(b, {1}, {0.5}, {0.5});
    // Its groups would not be equal: the other half moves.
    EXPECT_THAT(alone.gone(), ElementsAre());
    Thinned t{{}, weights_of(b.g)};
    const std::vector<ConstantChannels> given{
        {b.product, {1}, {0.5}}, {b.squeezed, {1}, {0.25}}, {beside, {1}, {-0.5}}};
    t.made = without_channels(b.g, t.weights, given, kImage);
    for (const auto& outcome : t.made.outcomes) EXPECT_THAT(outcome.gone, ElementsAre(1));
    EXPECT_EQ(t.shape("left.weight"), (Shape{3, 2, 1, 1}));
    EXPECT_EQ(t.shape("right.weight"), (Shape{3, 4, 1, 1}));
    EXPECT_EQ(t.shape("branch.weight"), (Shape{3, 4, 1, 1}));
    EXPECT_EQ(t.shape("beside.weight"), (Shape{3, 4, 1, 1}));
    Graph forced = b.g;
    StateDict weights = weights_of(b.g);
    for (const auto& each : given) force(forced, weights, each);
    const auto expected = NaiveRun(forced, weights, kImage[0]).output();
    const auto computed = NaiveRun(t.made.graph, t.weights, kImage[0]).output();
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(computed[i], expected[i], 1e-6);
}

// As Paddle and TensorFlow write the unit: flattened, fully connected, and reshaped by numbers.
TEST(WithoutChannels, FollowsUnitsOfLinearLayers) {
    for (const bool transposed : {false, true}) {
        Builder b;
        b.u =
            b.act(silu, b.norm("bn", b.conv("dw", b.conv("conv1", b.image, 2, 4), 4, 4, 3, 4), 4));
        b.squeezed = b.g.add(Reduce{ReduceKind::mean, {2, 3}, false}, {b.u});
        const auto weight = [&](const char* key, std::int64_t out, std::int64_t in) {
            return b.g.add_weight(key, transposed ? Shape{in, out} : Shape{out, in});
        };
        auto s = b.g.add(Linear{transposed},
                         {b.squeezed, weight("fc1", 2, 4), b.g.add_weight("fc1.bias", {2})});
        s = b.g.add(Linear{transposed},
                    {b.act(relu, s), weight("fc2", 4, 2), b.g.add_weight("fc2.bias", {4})});
        s = b.g.add(Reshape{{-1, 4, 1, 1}}, {b.act(sigmoid, s)});
        b.product = b.g.add(Binary{BinaryKind::multiply, {}}, {b.u, s});
        b.end(b.conv("next", b.product, 4, 3), 3);
        const Thinned t = thin(b, {0, 2}, {0.5, 0.25}, {1, -1});
        EXPECT_THAT(t.gone(), ElementsAre(0, 2));
        EXPECT_EQ(t.shape("fc1"), (Shape{2, 2}));
        EXPECT_EQ(t.shape("fc2.bias"), (Shape{2}));
        EXPECT_EQ(t.shape("conv1.weight"), (Shape{2, 2, 1, 1}));
    }
}

TEST(WithoutChannels, TensorsThatOnlyLoseRowsKeepTheirTypes) {
    const Builder b = inverted_residual(silu, sigmoid);
    StateDict weights = weights_of(b.g);
    TensorEntry half = weights.at("dw.weight");
    const std::vector<std::byte> bytes(std::size_t(half.numel()) * 2, std::byte{1});
    half.dtype = DType::f16;
    half.bytes = bytes;
    weights.add(half);
    const std::vector<ConstantChannels> given{{b.product, {0}, {0}}, {b.squeezed, {0}, {1}}};
    without_channels(b.g, weights, given, kImage);
    EXPECT_EQ(weights.at("dw.weight").dtype, DType::f16);
    EXPECT_EQ(weights.at("dw.weight").bytes.size(), 5u * 9 * 2);
}

TEST(WithoutChannels, RefusesChannelsThatAreNotThere) {
    const Builder b = inverted_residual(silu, sigmoid);
    StateDict weights = weights_of(b.g);
    const std::vector<ConstantChannels> beyond{{b.product, {6}, {0}}};
    EXPECT_THROW(without_channels(b.g, weights, beyond, kImage), Error);
}

}  // namespace
}  // namespace sescope::graph
