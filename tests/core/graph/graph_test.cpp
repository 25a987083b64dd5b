// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "tests/core/graph/small_graph.h"

namespace sescope::graph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const Graph& graph) {
    try {
        validate(graph);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        return error.message();
    }
    return "";
}

TEST(Graph, NamesOfValuesAreUnique) {
    Graph g;
    const auto x = g.add_input("x", {1, 4});
    const auto a = g.add(Softmax{}, {x}, "", "node");
    const auto b = g.add(Softmax{}, {a}, "", "node");
    const auto c = g.add(Softmax{.log = true}, {b});
    EXPECT_EQ(g.value(a).name, "node");
    EXPECT_EQ(g.value(b).name, "node_2");
    EXPECT_EQ(g.value(c).name, "log_softmax_2");
    EXPECT_EQ(g.find("node_2"), b);
    EXPECT_EQ(g.find("nothing"), kAbsent);
    const auto w = g.add_weight("fc.weight", {2, 3});
    EXPECT_EQ(g.add_weight("fc.weight", {2, 3}), w);
    EXPECT_THROW(g.add_weight("fc.weight", {3, 2}), Error);
    EXPECT_THROW(g.add_weight("node", {3, 2}), Error);
}

TEST(Graph, InputsAtTheEndThatMayBeAbsentMayBeLeftOut) {
    SmallNetwork small;
    const auto& conv = small.graph.operators.front();
    ASSERT_EQ(conv.inputs.size(), 3U);
    EXPECT_EQ(conv.inputs[2], kAbsent);
    EXPECT_EQ(conv.input(7), kAbsent);
    EXPECT_EQ(refusal(small.graph), "");
}

TEST(Graph, ACopyKnowsItsNames) {
    SmallNetwork small;
    Graph copy = small.graph;
    EXPECT_EQ(copy, small.graph);
    copy.add_weight("more", {1});
    EXPECT_EQ(small.graph.find("more"), kAbsent);
    EXPECT_NE(copy.find("more"), kAbsent);
    EXPECT_NE(copy, small.graph);
}

TEST(Graph, OperatorsAreDescribedByWhatIsKnown) {
    EXPECT_EQ(described({Softmax{}, {}, {}, "", ""}), "softmax");
    EXPECT_EQ(described({Binary{BinaryKind::divide, 2.0}, {}, {}, "n.3", ""}), "divide 'n.3'");
    EXPECT_EQ(described({convolution(), {}, {}, "", "blocks.3.0.se"}),
              "convolution in blocks.3.0.se");
    EXPECT_EQ(described({AtenCall{"aten::erf", "", {}}, {}, {}, "a\x1b[2J", ""}),
              "aten::erf 'a?[2J'");
    EXPECT_EQ(name_of(OperatorKind{activation(ActivationKind::hard_sigmoid, 0.2, 0.5)}),
              "hard_sigmoid");
    EXPECT_EQ(name_of(OperatorKind{Reduce{ReduceKind::max, {2}, true}}), "max");
}

TEST(Graph, ReadersAndProducers) {
    SmallNetwork small;
    auto& g = small.graph;
    g.outputs = {g.add(Binary{BinaryKind::add, {}}, {small.gate, small.gate})};
    const auto readers = readers_of(g);
    EXPECT_THAT(readers[static_cast<std::size_t>(small.scaled)], ElementsAre(2, 7));
    EXPECT_THAT(readers[static_cast<std::size_t>(small.gate)], ElementsAre(7, 11));
    const auto producers = producers_of(g);
    EXPECT_EQ(producers[static_cast<std::size_t>(small.image)], -1);
    EXPECT_EQ(producers[static_cast<std::size_t>(small.product)], 7);
}

TEST(Validate, RefusesWhatCannotBeAndSaysWhere) {
    const SmallNetwork small;
    auto g = small.graph;
    std::swap(g.operators[0], g.operators[1]);
    EXPECT_EQ(refusal(g), "batch_norm in bn reads convolution_0 before it is computed");

    g = small.graph;
    std::get<Convolution>(g.operators[0].kind).stride[1] = 0;
    EXPECT_EQ(refusal(g), "convolution in conv has a stride below 1");

    g = small.graph;
    std::get<Convolution>(g.operators[0].kind).dilation = {1};
    EXPECT_THAT(refusal(g), HasSubstr("unequal dimensions"));

    g = small.graph;
    g.operators[0].inputs = {small.image};
    EXPECT_EQ(refusal(g), "convolution in conv has 1 inputs instead of 3");

    g = small.graph;
    g.operators[0].inputs[1] = 4096;
    EXPECT_EQ(refusal(g), "convolution in conv lacks its input 1");

    g = small.graph;
    g.operators[1].outputs = g.operators[0].outputs;
    EXPECT_THAT(refusal(g), HasSubstr("computes convolution_0, which another operator computes"));

    g = small.graph;
    g.operators.pop_back();
    EXPECT_THAT(refusal(g), HasSubstr("is computed by no operator"));

    g = small.graph;
    g.values[3].name = g.values[4].name;
    EXPECT_THAT(refusal(g), HasSubstr("is there twice"));
}

TEST(Validate, AllowsOnlyCallsOfTheList) {
    Graph g;
    const auto x = g.add_input("x", {1, 4});
    g.outputs = {g.add(AtenCall{"aten::erf", "", {{"self", InputArgument{0}}}}, {x})};
    EXPECT_EQ(refusal(g), "");
    std::get<AtenCall>(g.operators[0].kind).arguments[0].value = InputArgument{1};
    EXPECT_EQ(refusal(g), "aten::erf has an argument self that is no input");
    g.operators[0].kind = AtenCall{"aten::system", "", {}};
    EXPECT_THAT(refusal(g), HasSubstr("aten::system has a name that is not among"));
    EXPECT_TRUE(std::ranges::is_sorted(aten_operators()));
}

TEST(Validate, RefusesFieldsThatAreNoNumbers) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    Graph g;
    const auto x = g.add_input("x", {1, 4, 8, 8});
    g.outputs = {g.add(activation(ActivationKind::clamp, nan, 6), {x})};
    EXPECT_THAT(refusal(g), HasSubstr("not a number"));
    g.operators[0].kind = activation(ActivationKind::relu, 1);
    EXPECT_THAT(refusal(g), HasSubstr("does not have"));
    g.operators[0].kind =
        Pool{.kernel = {2, 2}, .stride = {2, 2}, .padding = {0, 2, 0, 0}, .dilation = {1, 1}};
    EXPECT_THAT(refusal(g), HasSubstr("as large as its window"));
    g.operators[0].kind = Permute{{0, 2, 2, 1}};
    EXPECT_THAT(refusal(g), HasSubstr("order"));
    g.operators[0].kind = Reshape{{-1, 4, -1}};
    EXPECT_THAT(refusal(g), HasSubstr("left open"));
    g.operators[0].kind = Resize{};
    EXPECT_THAT(refusal(g), HasSubstr("scales and sizes"));
}

TEST(Rewiring, WhatNoOutputHangsOnIsGone) {
    SmallNetwork small;
    auto& g = small.graph;
    EXPECT_EQ(without_dead(g), g);
    g.add(Softmax{}, {small.gate});
    g.add_weight("unused", {7});
    const auto alive = without_dead(g);
    EXPECT_EQ(alive, SmallNetwork().graph);
    EXPECT_EQ(refusal(alive), "");
}

TEST(Rewiring, AProductIsReplacedByWhatItScales) {
    const SmallNetwork small;
    const auto g = replaced(small.graph, small.product, small.scaled);
    EXPECT_EQ(refusal(g), "");
    ASSERT_EQ(g.operators.size(), 5U);  // conv, norm, relu, mean, linear
    EXPECT_EQ(name_of(g.operators[2].kind), "relu");
    EXPECT_EQ(g.value(g.operators[2].inputs[0]).name, "batch_norm_1");
    EXPECT_EQ(std::ranges::count(g.values, ValueKind::weight, &Value::kind), 7);

    const auto with_ids = redirected(small.graph, small.product, small.scaled);
    EXPECT_EQ(with_ids.values, small.graph.values);
}

TEST(Rewiring, SomethingIsPutBehindAValue) {
    SmallNetwork small;
    auto& g = small.graph;
    const auto doubled = g.add(Binary{BinaryKind::multiply, 2.0}, {small.gate}, "", "doubled");
    const auto changed = replaced(g, small.gate, doubled);
    EXPECT_EQ(refusal(changed), "");
    const auto producers = producers_of(changed);
    Graph copy = changed;
    const auto at = producers[static_cast<std::size_t>(copy.find("doubled"))];
    EXPECT_EQ(copy.value(changed.operators[static_cast<std::size_t>(at)].inputs[0]).name,
              g.value(small.gate).name);
    EXPECT_EQ(changed.operators.size(), g.operators.size());
}

TEST(Graph, ManyEqualNamesTakeLinearTime) {
    Graph g;
    auto x = g.add_input("x", {1});
    for (int i = 0; i < 50'000; ++i) x = g.add(Softmax{}, {x}, "", "x");
    g.outputs = {x};
    EXPECT_EQ(refusal(g), "");
    EXPECT_EQ(without_dead(g), g);
}

}  // namespace
}  // namespace sescope::graph
