// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/pruning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/base/error.h"
#include "tests/core/graph/made_network.h"
#include "tests/core/graph/naive_run.h"

namespace sescope::graph {
namespace {

using enum ActivationKind;
const std::vector<Shape> kImage{{1, 2, 6, 6}};

struct Builder : MadeNetwork {
    ValueId relu_of(ValueId x) { return act(relu, x); }
    ValueId gated(ValueId u, std::int64_t channels) {
        return times(u, act(sigmoid, conv("se.fc", mean(u, true), channels, channels)));
    }
};

struct Folded {
    Graph graph;
    StateDict weights;
};

/// Holds the gates and folds them; what the network computes stays the same.
Folded fold(const Graph& g, ValueId u, ValueId product, const std::vector<double>& gates) {
    Folded folded{g, weights_of(g)};
    validate(g);
    folded.graph = hold(g, folded.weights, u, product, gates, "held");
    validate(folded.graph);
    const auto expected = NaiveRun(folded.graph, folded.weights, kImage[0]).output();
    const std::vector<std::string> keys{"held"};
    folded.graph = fold_constants(folded.graph, folded.weights, keys, kImage);
    validate(folded.graph);
    EXPECT_FALSE(folded.weights.contains("se.fc.weight"));
    const auto computed = NaiveRun(folded.graph, folded.weights, kImage[0]).output();
    double largest = 0;
    for (const double value : expected) largest = std::max(largest, std::abs(value));
    EXPECT_GT(largest, 0.01);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        // What was rounded once to fp32, and summed over tens of products.
        EXPECT_NEAR(computed[i], expected[i], 1e-6 * std::max(largest, 1.0));
    }
    return folded;
}

// Each element of the tensor is what it was times factor(i), in double, rounded once.
void expect_scaled(const StateDict& weights, const std::string& key,
                   const std::function<double(std::size_t)>& factor) {
    const auto values = to_float32(weights.at(key));
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(values[i], static_cast<float>(double(weight_of(key, i)) * factor(i)))
            << key << ' ' << i;
    }
}
void expect_rows(const StateDict& weights, const std::string& key,
                 const std::vector<double>& gates) {
    const auto row = static_cast<std::size_t>(weights.at(key).numel()) / gates.size();
    expect_scaled(weights, key, [&](std::size_t i) { return gates[i / row]; });
}
void expect_unchanged(const StateDict& weights, const std::vector<std::string>& keys) {
    for (const auto& key : keys) expect_scaled(weights, key, [](std::size_t) { return 1.0; });
}

const std::vector<double> kGates{0.25, 0.3, 0.9, 1.0 / 3};

TEST(Pruning, StandardGoesIntoTheLastBatchNorm) {
    Builder b;
    const auto stem = b.relu_of(b.conv("stem", b.image, 2, 4));
    const auto u = b.norm("bn2", b.conv("conv2", stem, 4, 4, 3), 4);
    const auto product = b.gated(u, 4);
    b.end(b.relu_of(b.sum(product, stem)), 4);
    const std::vector<double> signs{0.5, -0.25, 0.1, 0};
    const auto [g, weights] = fold(b.g, u, product, signs);
    EXPECT_EQ(g.operators.size(), 8U);
    expect_rows(weights, "bn2.weight", signs);
    expect_rows(weights, "bn2.bias", signs);
    expect_unchanged(weights, {"conv2.weight", "bn2.running_mean", "fc.weight", "stem.weight"});
    EXPECT_FALSE(weights.contains("held"));
}

TEST(Pruning, WithoutABatchNormItGoesIntoTheConvolution) {
    Builder b;
    const auto stem = b.relu_of(b.conv("stem", b.image, 2, 4));
    const auto u = b.conv("conv2", stem, 4, 4, 3, 2, true);
    const auto product = b.gated(u, 4);
    b.end(b.relu_of(b.sum(product, stem)), 4);
    const auto weights = fold(b.g, u, product, kGates).weights;
    expect_rows(weights, "conv2.weight", kGates);
    expect_rows(weights, "conv2.bias", kGates);
}

TEST(Pruning, BehindAReluItGoesIntoTheNextConvolutionsInputs) {
    for (const std::int64_t groups : {1, 2, 4}) {
        Builder b;
        const auto stem = b.norm("bn1", b.conv("stem", b.image, 2, 4), 4);
        const auto u = b.relu_of(stem);
        const auto product = b.gated(u, 4);
        b.end(b.relu_of(b.conv("next", product, 4, 8, 3, groups)), 8);
        const std::vector<double> signs{0.5, -0.25, 0.1, 0.7};
        const auto weights = fold(b.g, u, product, signs).weights;
        const auto inputs = static_cast<std::size_t>(4 / groups);
        const auto outputs = static_cast<std::size_t>(8 / groups);
        expect_scaled(weights, "next.weight", [&](std::size_t i) {
            return signs[i / (9 * inputs) / outputs * inputs + i / 9 % inputs];
        });
        expect_unchanged(weights, {"bn1.weight", "bn1.bias", "stem.weight"});
    }
}

TEST(Pruning, BeforeABranchItGoesIntoItsFirstConvolution) {
    Builder b;
    const auto u = b.relu_of(b.conv("stem", b.image, 2, 4));
    const auto product = b.gated(u, 4);
    b.end(b.relu_of(b.sum(b.norm("bn1", b.conv("conv1", product, 4, 4), 4), u)), 4);
    const auto weights = fold(b.g, u, product, kGates).weights;
    expect_scaled(weights, "conv1.weight", [](std::size_t i) { return kGates[i % 4]; });
    expect_unchanged(weights, {"stem.weight", "bn1.weight"});
}

struct AfterAddition : Builder {
    ValueId u = kAbsent;
    ValueId product = kAbsent;
    AfterAddition(bool projection, bool last) {
        const auto stem = relu_of(conv("stem", image, 2, 4));
        const auto branch = norm("bn1", conv("conv1", stem, 4, 4), 4);
        const auto identity = projection ? norm("down.1", conv("down.0", stem, 4, 4), 4) : stem;
        u = relu_of(sum(branch, identity));
        product = gated(u, 4);
        end(last ? product : relu_of(sum(conv("next", product, 4, 4), product)), 4);
    }
};

TEST(Pruning, AfterAnAdditionItGoesIntoBothSides) {
    const AfterAddition b(true, false);
    const auto weights = fold(b.g, b.u, b.product, kGates).weights;
    for (const char* key : {"bn1.weight", "bn1.bias", "down.1.weight", "down.1.bias"}) {
        expect_rows(weights, key, kGates);
    }
    expect_unchanged(weights, {"next.weight", "fc.weight", "conv1.weight"});
}

TEST(Pruning, AtTheEndItGoesIntoTheClassifier) {
    const AfterAddition b(true, true);
    const std::vector<double> signs{0.5, -0.25, 0.1, 0.7};
    const auto weights = fold(b.g, b.u, b.product, signs).weights;
    expect_scaled(weights, "fc.weight", [&](std::size_t i) { return signs[i % 4]; });
    expect_unchanged(weights, {"bn1.weight", "down.1.weight", "fc.bias"});
}

TEST(Pruning, WhatHasNoWayStaysAsAConstant) {
    const std::vector<double> signs{0.1, -0.25, 0.1, 0.7};
    for (const bool projection : {true, false}) {
        const AfterAddition b(projection, false);
        const auto [g, weights] = fold(b.g, b.u, b.product, projection ? signs : kGates);
        const auto& held = weights.at("held");
        EXPECT_EQ(held.dtype, DType::f32);
        EXPECT_EQ(held.shape, (Shape{4, 1, 1}));
        EXPECT_EQ(to_float32(held)[0], static_cast<float>(projection ? 0.1 : 0.25));
        expect_unchanged(weights, {"bn1.weight", "next.weight"});
        EXPECT_EQ(std::ranges::count_if(
                      g.operators, [](const auto& op) { return name_of(op.kind) == "multiply"; }),
                  1);
    }
}

TEST(Pruning, AWeightThatIsSharedIsNotScaled) {
    Builder b;
    const auto stem = b.relu_of(b.conv("shared", b.image, 2, 2));
    const auto u = b.relu_of(stem);
    const auto product = b.gated(u, 2);
    b.end(b.conv("shared", product, 2, 2), 2);
    const auto weights = fold(b.g, u, product, {0.5, 0.25}).weights;
    EXPECT_TRUE(weights.contains("held"));
    expect_unchanged(weights, {"shared.weight"});
}

TEST(Pruning, PassesPoolsConcatenationsAndFlattening) {
    Builder b;
    const auto u = b.g.add(activation(silu), {b.conv("stem", b.image, 2, 4)});
    const auto product = b.gated(u, 4);
    auto x = b.g.add(
        Pool{.kernel = {2, 2}, .stride = {2, 2}, .padding = {0, 0, 0, 0}, .dilation = {1, 1}},
        {b.relu_of(product)});
    const auto other = b.g.add(Slice{.dimension = 2, .begin = 0, .end = 3}, {b.image});
    const auto narrow = b.g.add(Slice{.dimension = 3, .begin = 0, .end = 3}, {other});
    x = b.g.add(Concat{1}, {narrow, x});
    x = b.g.add(Reshape{{0, -1}}, {x});
    b.g.outputs = {b.g.add(Linear{true}, {x, b.g.add_weight("fc.weight", {54, 3})})};
    const auto weights = fold(b.g, u, product, kGates).weights;
    expect_scaled(weights, "fc.weight", [](std::size_t i) {
        const auto channel = i / 3 / 9;
        return channel < 2 ? 1.0 : kGates[channel - 2];
    });
}

TEST(Pruning, EveryReaderOfTheProductIsScaledWhereAllCanBe) {
    Builder b;
    const auto u = b.g.add(activation(silu), {b.conv("stem", b.image, 2, 4)});
    const auto product = b.gated(u, 4);
    b.end(b.sum(b.conv("one", product, 4, 4), b.conv("two", product, 4, 4, 3)), 4);
    const auto weights = fold(b.g, u, product, kGates).weights;
    expect_scaled(weights, "one.weight", [](std::size_t i) { return kGates[i % 4]; });
    expect_scaled(weights, "two.weight", [](std::size_t i) { return kGates[i / 9 % 4]; });
}

TEST(Pruning, DroppedGatesAreGoneWithTheirWeights) {
    const SmallNetwork small;
    StateDict weights = weights_of(small.graph);
    weights.add(StateDict::make_tensor("bn.num_batches_tracked", {}, std::vector<float>{1}));
    const auto dropped = drop(small.graph, small.scaled, small.product);
    const auto g = fold_constants(dropped, weights, {}, std::vector<Shape>{{1, 3, 8, 8}});
    EXPECT_EQ(g.operators.size(), 5U);
    EXPECT_FALSE(weights.contains("se.fc1.bias"));
    EXPECT_TRUE(weights.contains("bn.num_batches_tracked"));
    EXPECT_EQ(weights.size(), 8U);
}

TEST(Pruning, ConstantsThatAreNotFiniteAreRefused) {
    const SmallNetwork small;
    StateDict weights = weights_of(small.graph);
    const std::vector<double> gates{1, 1, 1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(hold(small.graph, weights, small.scaled, small.product, gates, "held"), Error);
}

}  // namespace
}  // namespace sescope::graph
