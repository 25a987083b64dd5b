// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "tests/core/graph/small_graph.h"

namespace sescope::graph {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const std::string& text) {
    try {
        from_text(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        return error.message();
    }
    return "";
}

TEST(Text, OfASmallNetwork) {
    const SmallNetwork small;
    const std::string expected =
        "graph 1\n"
        "input x[-1,3,-1,-1]\n"
        "convolution x conv.weight[4,3,3,3] - stride=2,2 padding=1,1,1,1 @conv\n"
        "batch_norm ^ bn.weight[4] bn.bias[4] bn.running_mean[4] bn.running_var[4] @bn\n"
        "mean ^ @se\n"
        "convolution ^ se.fc1.weight[2,4,1,1] se.fc1.bias[2] @se.fc1\n"
        "relu ^ @se.act\n"
        "convolution ^ se.fc2.weight[4,2,1,1] se.fc2.bias[4] @se.fc2\n"
        "sigmoid ^ @se.gate\n"
        "multiply batch_norm_1 ^ @se\n"
        "relu ^ @act\n"
        "mean ^ keep=false @pool\n"
        "linear ^ fc.weight[5,4] fc.bias[5] @fc\n"
        "output linear_10\n";
    EXPECT_EQ(to_text(small.graph), expected);
    EXPECT_EQ(from_text(to_text(small.graph)), small.graph);
}

TEST(Text, EveryKindComesBack) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const std::vector<OperatorKind> kinds{
        convolution(2, 1, 3),
        Convolution{.stride = {1}, .padding = {1, 1}, .dilation = {2}},
        Convolution{.stride = {2, 2},
                    .padding = {0, 0, 0, 0},
                    .dilation = {1, 1},
                    .same = SamePadding::lower},
        TransposedConvolution{.stride = {2, 2},
                              .padding = {1, 1, 0, 0},
                              .output_padding = {1, 0},
                              .dilation = {1, 1}},
        BatchNorm{1e-3},
        LayerNorm{2, 1e-6},
        GroupNorm{32, 0.1},
        Linear{true},
        MatMul{},
        activation(ActivationKind::clamp, -inf, 6),
        activation(ActivationKind::leaky_relu, 0.1),
        activation(ActivationKind::hard_sigmoid, 1.0 / 6, 0.5),
        activation(ActivationKind::softplus),
        activation(ActivationKind::gelu_tanh),
        Binary{BinaryKind::power, 0.1 + 0.2},
        Binary{BinaryKind::divide, -0.0},
        Binary{},
        Pool{.kind = PoolKind::average,
             .kernel = {3, 3},
             .stride = {2, 1},
             .padding = {1, 0, 1, 0},
             .ceil_mode = true,
             .count_padding = false},
        Pool{.kernel = {2, 2}, .stride = {2, 2}, .padding = {0, 0, 0, 0}, .dilation = {1, 1}},
        AdaptivePool{.kind = PoolKind::max, .output = {7, 5}},
        Reduce{ReduceKind::sum, {1}, false},
        Concat{-1},
        Slice{.dimension = 2, .begin = -7, .end = 9, .step = 3},
        Slice{},
        Pad{.begin = {0, -1}, .end = {2, 0}, .mode = PadMode::constant, .value = -inf},
        Pad{.begin = {1}, .end = {2}, .mode = PadMode::circular},
        Reshape{{0, -1, 3}},
        Reshape{{}},
        Permute{{0, 2, 1}},
        Expand{{-1, 4}},
        Softmax{1, true},
        Softmax{},
        Resize{.mode = ResizeMode::cubic,
               .coordinates = ResizeCoordinates::align_corners,
               .rounding = ResizeRounding::prefer_ceil,
               .cubic_a = -0.5,
               .scales = {1e-300, 2}},
        Resize{.sizes = {3, 9}}};
    Graph g;
    const auto x = g.add_input("x", {1, 4});
    for (const auto& kind : kinds) {
        const std::size_t inputs = std::holds_alternative<BatchNorm>(kind)               ? 5
                                   : std::holds_alternative<Convolution>(kind)           ? 2
                                   : std::holds_alternative<Linear>(kind)                ? 2
                                   : std::holds_alternative<MatMul>(kind)                ? 2
                                   : std::holds_alternative<TransposedConvolution>(kind) ? 2
                                                                                         : 1;
        const auto* binary = std::get_if<Binary>(&kind);
        const bool two = binary && !binary->scalar;
        g.outputs.push_back(g.add(kind, std::vector<ValueId>(two ? 2 : inputs, x)));
    }
    const auto again = from_text(to_text(g));
    EXPECT_EQ(again, g);
    const auto minus = std::get<Binary>(again.operators[15].kind).scalar;
    ASSERT_TRUE(minus.has_value());
    EXPECT_TRUE(std::signbit(*minus));
}

TEST(Text, EveryArgumentComesBack) {
    using Inputs = std::vector<InputArgument>;
    Graph g;
    const auto x = g.add_input("x", {1, 4});
    const AtenCall call{"aten::topk",
                        "some",
                        {{"a", InputArgument{1}},
                         {"b", Inputs{{0}, {1}}},
                         {"c", Inputs{}},
                         {"d", true},
                         {"e", std::int64_t{-5}},
                         {"f", 5.0},
                         {"g", std::string("ij,jk\n\"\\ \xff")},
                         {"h", Shape{1, -2}},
                         {"i", Shape{}},
                         {"j", std::vector<double>{1, 0.5}},
                         {"k", std::vector<double>{}},
                         {"l", std::monostate()},
                         {"m", -1e300},
                         {"n", -std::numeric_limits<double>::infinity()},
                         {"o", std::string()},
                         {"p", std::string("none")}}};
    g.outputs = g.add_call(call, {x, x}, 3);
    const auto text = to_text(g);
    EXPECT_THAT(text, HasSubstr("aten::topk.some x x a=%1 b=[%0,%1] c=[%] d=true e=-5 f=5.0 "
                                "g=\"ij,jk\\x0a\\\"\\\\ \\xff\" h=[1,-2] i=[] j=[1.0,0.5] k=[.] "
                                "l=none m=-1e+300 n=-inf o=\"\" p=\"none\" -> "));
    EXPECT_EQ(from_text(text), g);
}

TEST(Text, OddNamesAndNumbersComeBack) {
    Graph g;
    g.add_weight("unused \xe4\xb8\xad", {});
    const auto x = g.add_input("-", {-1});
    const auto late = g.add_value({"late", ValueKind::computed, {}});
    const auto y = g.add(Softmax{}, {x}, "a b@\n", "!=\"");
    g.operators.push_back({Softmax{}, {y}, {late}, "", "-x"});
    const auto w = g.add_weight("[2]", {0, 2});
    const auto filter = g.add_weight("filter", {2}, true);
    g.outputs = {late, g.add(Binary{}, {late, w}), x, w, g.add(Binary{}, {late, filter})};
    EXPECT_EQ(from_text(to_text(g)), g);
}

TEST(Text, CommentsAndBlankLinesAreLeftOut) {
    const auto g =
        from_text("# of a test\n\ngraph 1\n  input x[1] y[2]\nadd x y  -> z\n\noutput z");
    EXPECT_EQ(g.operators.size(), 1U);
    EXPECT_EQ(g.value(g.outputs[0]).name, "z");
}

TEST(Text, WhatIsNoGraphIsRefusedWithItsLine) {
    const std::string head = "graph 1\ninput x[1,4]\n";
    EXPECT_EQ(refusal(""), "line 0 of the graph: the outputs are missing");
    EXPECT_EQ(refusal("graph 2\n"), "line 1 of the graph: it is no graph, version 1");
    EXPECT_THAT(refusal(head + "relu z\noutput relu_0\n"), StartsWith("line 3 of the graph: z is"));
    EXPECT_THAT(refusal(head + "nothing x\n"), HasSubstr("no operator 'nothing'"));
    EXPECT_THAT(refusal(head + "aten::system x\n"), HasSubstr("may be called"));
    EXPECT_THAT(refusal(head + "relu x stride=2\n"), HasSubstr("does not have"));
    EXPECT_THAT(refusal(head + "softmax x dimension=1 dimension=1\n"), HasSubstr("twice"));
    EXPECT_THAT(refusal(head + "softmax x dimension=one\n"), HasSubstr("'one' is no integer"));
    EXPECT_THAT(refusal(head + "softmax x dimension=99999999999999999999\n"), HasSubstr("integer"));
    EXPECT_THAT(refusal(head + "clamp x a=nan\n"), HasSubstr("not a number"));
    EXPECT_THAT(refusal(head + "max_pool x stride=0,1\n"), HasSubstr("stride below 1"));
    EXPECT_THAT(refusal(head + "relu x -> x\n"), HasSubstr("x is there twice"));
    EXPECT_THAT(refusal(head + "relu x -> y#9\noutput y\n"), HasSubstr("numbers of the values"));
    EXPECT_THAT(refusal(head + "relu \"x\n"), HasSubstr("does not end"));
    EXPECT_THAT(refusal(head + "relu \"\\q\"\n"), HasSubstr("backslash"));
    EXPECT_THAT(refusal(head + "relu x x\noutput relu_0\n"), HasSubstr("2 inputs instead of 1"));
    EXPECT_THAT(refusal(head + "relu x\noutput relu_0\nrelu x\n"), HasSubstr("behind the outputs"));
    EXPECT_THAT(refusal(head + "relu ^\n"), HasSubstr("before this one"));
    EXPECT_THAT(refusal("graph 1\ninput x[1]~\noutput x\n"), HasSubstr("buffer"));
    EXPECT_THAT(refusal(head + "linear x w[2,4\n"), HasSubstr("shape does not end"));
}

TEST(Text, ManyOperatorsTakeLinearTime) {
    Graph g;
    auto x = g.add_input("x", {1});
    for (int i = 0; i < 50'000; ++i) x = g.add(Softmax{}, {x});
    g.outputs = {x};
    EXPECT_EQ(from_text(to_text(g)), g);
}

TEST(Fingerprint, IsOfWhatIsComputed) {
    const SmallNetwork small;
    auto g = small.graph;
    const auto print = fingerprint(g);
    EXPECT_EQ(print.size(), 64U);
    g.operators[4].module = "elsewhere";
    g.operators[4].name = "node";
    g.values[static_cast<std::size_t>(small.gate)].name = "another";
    g.index.forget();
    g.add(Softmax{}, {small.gate});
    EXPECT_EQ(fingerprint(g), print);

    auto other = small.graph;
    std::get<BatchNorm>(other.operators[1].kind).eps = 1e-3;
    EXPECT_NE(fingerprint(other), print);
    other = small.graph;
    other.operators[4].kind = activation(ActivationKind::silu);
    EXPECT_NE(fingerprint(other), print);
    other = small.graph;
    std::swap(other.operators[7].inputs[0], other.operators[7].inputs[1]);
    EXPECT_NE(fingerprint(other), print);
    other = small.graph;
    other.values[1].name = "conv2.weight";
    EXPECT_NE(fingerprint(other), print);
}

TEST(Fingerprint, OfValuesTellsWhatTwoGraphsShare) {
    const SmallNetwork small;
    const auto whole = fingerprints_of_values(small.graph);
    const auto pruned = redirected(small.graph, small.product, small.scaled);
    const auto shared = fingerprints_of_values(pruned);
    const auto at = [](ValueId id) { return static_cast<std::size_t>(id); };
    EXPECT_EQ(whole[at(small.scaled)], shared[at(small.scaled)]);
    EXPECT_NE(whole[at(small.graph.outputs[0])], shared[at(pruned.outputs[0])]);
}

}  // namespace
}  // namespace sescope::graph
