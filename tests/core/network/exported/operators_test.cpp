// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the operator table, on programs of a few operators.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/network/exported/exported.h"
#include "tests/core/network/exported/program_builder.h"

namespace sescope {
namespace {

using made::integer;
using made::ints;
using made::none;
using made::ProgramBuilder;
using made::real;
using made::tensor;
using made::truth;
using testing::HasSubstr;

const made::Sizes kImages{"s0:2", 4, 8, 8};

ImportedNetwork read(const ProgramBuilder& program, const std::string& output) {
    return graph_of_exported(program.text(output), "made.pt2");
}

std::string refusal(const ProgramBuilder& program, const std::string& output) {
    try {
        read(program, output);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), "made.pt2");
        return error.message();
    }
    return "is read";
}

template <class Kind>
const Kind& only(const ImportedNetwork& network, std::size_t at = 0) {
    return std::get<Kind>(network.graph.operators.at(at).kind);
}

TEST(ExportedOperators, LeftOutArgumentsAreTheSchemas) {
    ProgramBuilder program(kImages);
    program.weight("w", {6, 2, 3, 3})
        .call("aten.conv2d.default",
              {{"input", tensor("x")},
               {"weight", tensor("p_w")},
               {"bias", none()},
               {"stride", ints({2})},
               {"padding", ints({1, 0})},
               {"groups", integer(2)}},
              "y", {"s0:2", 6, 4, 3});
    const auto network = read(program, "y");
    const graph::Convolution expected{{2, 2}, {1, 0, 1, 0}, {1, 1}, 2, graph::SamePadding::none};
    EXPECT_EQ(only<graph::Convolution>(network), expected);
    EXPECT_EQ(network.graph.operators[0].inputs[2], graph::kAbsent);
    EXPECT_EQ(network.graph.operators[0].module, "m");
}

TEST(ExportedOperators, PaddingBySameKeepsTheSize) {
    ProgramBuilder program(kImages);
    program.weight("w", {4, 4, 4, 3})
        .call("aten.conv2d.padding",
              {{"input", tensor("x")},
               {"weight", tensor("p_w")},
               {"padding", {{"as_string", "same"}}}},
              "y", kImages);
    EXPECT_EQ(only<graph::Convolution>(read(program, "y")).padding,
              (std::vector<std::int64_t>{1, 1, 2, 1}));
}

TEST(ExportedOperators, AlphaCounts) {
    ProgramBuilder program(kImages);
    program.call("aten.add.Tensor",
                 {{"self", tensor("x")}, {"other", tensor("x")}, {"alpha", integer(3)}}, "y",
                 kImages);
    const auto network = read(program, "y");
    EXPECT_EQ(only<graph::Binary>(network).scalar, 3.0);
    EXPECT_EQ(only<graph::Binary>(network).kind, graph::BinaryKind::multiply);
    EXPECT_EQ(only<graph::Binary>(network, 1).kind, graph::BinaryKind::add);
}

TEST(ExportedOperators, InPlaceOnesBindTheNameAnew) {
    ProgramBuilder program(kImages);
    program.call("aten.tanh.default", {{"self", tensor("x")}}, "a", kImages)
        .call("aten.relu_.default", {{"self", tensor("a")}}, "b", kImages)
        .call("aten.sigmoid.default", {{"self", tensor("a")}}, "y", kImages);
    const auto network = read(program, "y");
    ASSERT_EQ(network.graph.operators.size(), 3U);
    EXPECT_EQ(network.graph.operators[2].inputs, network.graph.operators[1].outputs);
}

TEST(ExportedOperators, WritingAnAliasWritesTheTensor) {
    ProgramBuilder program(kImages);
    program.call("aten.tanh.default", {{"self", tensor("x")}}, "a", kImages)
        .call("aten.dropout.default",
              {{"input", tensor("a")}, {"p", real(0.5)}, {"train", truth(false)}}, "b", kImages)
        .call("aten.relu_.default", {{"self", tensor("b")}}, "c", kImages)
        .call("aten.sigmoid.default", {{"self", tensor("a")}}, "y", kImages);
    const auto network = read(program, "y");
    ASSERT_EQ(network.graph.operators.size(), 3U);
    EXPECT_EQ(only<graph::Activation>(network, 1).kind, graph::ActivationKind::relu);
}

TEST(ExportedOperators, ViewsWrittenInPlaceAreRefused) {
    ProgramBuilder program(kImages);
    program.call("aten.tanh.default", {{"self", tensor("x")}}, "a", kImages)
        .call("aten.slice.Tensor",
              {{"self", tensor("a")},
               {"dim", integer(1)},
               {"start", integer(0)},
               {"end", integer(2)}},
              "half", {"s0:2", 2, 8, 8})
        .call("aten.relu_.default", {{"self", tensor("half")}}, "c", {"s0:2", 2, 8, 8})
        .call("aten.sigmoid.default", {{"self", tensor("a")}}, "y", kImages);
    EXPECT_THAT(refusal(program, "y"), HasSubstr("overwritten in place"));
    EXPECT_EQ(refusal(program, "c"), refusal(program, "y"));
}

TEST(ExportedOperators, DecomposedHardActivationsAreFound) {
    ProgramBuilder program(kImages);
    program.call("aten.add.Tensor", {{"self", tensor("x")}, {"other", integer(3)}}, "a", kImages)
        .call("aten.clamp.default", {{"self", tensor("a")}, {"min", integer(0)}}, "b", kImages)
        .call("aten.clamp.default", {{"self", tensor("b")}, {"min", none()}, {"max", integer(6)}},
              "c", kImages)
        .call("aten.div.Tensor", {{"self", tensor("c")}, {"other", integer(6)}}, "gate", kImages)
        .call("aten.mul.Tensor", {{"self", tensor("x")}, {"other", tensor("c")}}, "d", kImages)
        .call("aten.div.Tensor", {{"self", tensor("d")}, {"other", integer(6)}}, "swish", kImages);
    const auto gate = read(program, "gate");
    ASSERT_EQ(gate.graph.operators.size(), 1U);
    EXPECT_EQ(only<graph::Activation>(gate),
              (graph::Activation{graph::ActivationKind::hard_sigmoid, 1.0 / 6.0, 0.5}));
    const auto swish = read(program, "swish");
    ASSERT_EQ(swish.graph.operators.size(), 1U);
    EXPECT_EQ(only<graph::Activation>(swish).kind, graph::ActivationKind::hard_swish);
}

TEST(ExportedOperators, DivisionByAnotherNumberStays) {
    ProgramBuilder program(kImages);
    program.call("aten.add.Tensor", {{"self", tensor("x")}, {"other", integer(3)}}, "a", kImages)
        .call("aten.hardtanh.default",
              {{"self", tensor("a")}, {"min_val", real(0)}, {"max_val", real(6)}}, "b", kImages)
        .call("aten.div.Tensor", {{"self", tensor("b")}, {"other", real(3)}}, "y", kImages);
    const auto network = read(program, "y");
    ASSERT_EQ(network.graph.operators.size(), 3U);
    EXPECT_EQ(only<graph::Binary>(network, 2).scalar, 3.0);
}

TEST(ExportedOperators, BatchNormInTrainingModeIsAssumedAway) {
    const auto made = [](bool statistics) {
        ProgramBuilder program(kImages);
        program.buffer("mean", {4})
            .buffer("var", {4})
            .call("aten.batch_norm.default",
                  {{"input", tensor("x")},
                   {"weight", none()},
                   {"bias", none()},
                   {"running_mean", statistics ? tensor("b_mean") : none()},
                   {"running_var", statistics ? tensor("b_var") : none()},
                   {"training", truth(true)},
                   {"momentum", real(0.1)},
                   {"eps", real(1e-3)},
                   {"cudnn_enabled", truth(true)}},
                  "y", kImages);
        return program;
    };
    const auto network = read(made(true), "y");
    EXPECT_EQ(only<graph::BatchNorm>(network).eps, 1e-3);
    ASSERT_EQ(network.assumptions.size(), 1U);
    EXPECT_EQ(network.assumptions[0].what, "batch norm in training mode");
    EXPECT_TRUE(network.graph.value(network.graph.operators[0].inputs[3]).buffer);
    EXPECT_THAT(refusal(made(false), "y"), HasSubstr("over the images of its batch"));
}

TEST(ExportedOperators, DecomposedLinearLayersAreLinear) {
    ProgramBuilder program({"s0:2", 4});
    program.weight("w", {3, 4})
        .weight("b", {3})
        .call("aten.permute.default", {{"self", tensor("p_w")}, {"dims", ints({1, 0})}}, "t",
              {4, 3})
        .call("aten.addmm.default",
              {{"self", tensor("p_b")}, {"mat1", tensor("x")}, {"mat2", tensor("t")}}, "y",
              {"s0:2", 3});
    const auto network = read(program, "y");
    ASSERT_EQ(network.graph.operators.size(), 1U);
    EXPECT_FALSE(only<graph::Linear>(network).transposed);
}

TEST(ExportedOperators, OthersAreCalledByName) {
    ProgramBuilder program(kImages);
    program.call("aten.var.correction",
                 {{"self", tensor("x")},
                  {"dim", ints({2, 3})},
                  {"correction", integer(1)},
                  {"keepdim", truth(true)}},
                 "y", {"s0:2", 4, 1, 1});
    const auto call = only<graph::AtenCall>(read(program, "y"));
    EXPECT_EQ(call.name, "aten::var");
    EXPECT_EQ(call.overload, "correction");
    const std::vector<graph::Argument> expected{{"self", graph::InputArgument{0}},
                                                {"dim", std::vector<std::int64_t>{2, 3}},
                                                {"correction", std::int64_t{1}},
                                                {"keepdim", true}};
    EXPECT_EQ(call.arguments, expected);
}

TEST(ExportedOperators, UnknownOnesAreRefusedByName) {
    const auto refused = [](const std::string& target) {
        ProgramBuilder program(kImages);
        program.call(target, {{"self", tensor("x")}}, "y", kImages, "blocks.3.se");
        return refusal(program, "y");
    };
    EXPECT_EQ(refused("aten.bernoulli.default"),
              "the operator aten.bernoulli in blocks.3.se (node y) is not read");
    EXPECT_EQ(refused("mylib.squeeze.default"),
              "holds the custom operator torch.ops.mylib.squeeze.default in blocks.3.se, which is "
              "not read");
    EXPECT_EQ(refused("higher_order.cond"),
              "holds the higher-order operator torch.ops.higher_order.cond in blocks.3.se, which "
              "is not read");
}

TEST(ExportedOperators, ShapesThatTheProgramBeliesAreRefused) {
    ProgramBuilder program(kImages);
    program.call("aten.relu.default", {{"self", tensor("x")}}, "y", {"s0:2", 4, 8, 9});
    EXPECT_THAT(refusal(program, "y"), HasSubstr("another shape than its program says"));
}

}  // namespace
}  // namespace sescope
