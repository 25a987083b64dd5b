// SPDX-License-Identifier: GPL-3.0-or-later
// What nodes become, one kind at a time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/core/network/onnx/model_builder.h"

namespace sescope {
namespace {

using namespace test;
using graph::ActivationKind;
using graph::BinaryKind;
using testing::HasSubstr;

ModelBuilder one_node(const std::string& type, const Attributes& attributes = {},
                      std::int64_t opset = 17) {
    ModelBuilder model;
    model.opset = opset;
    model.node(type, {"x"}, {"y"}, attributes).output("y");
    return model;
}

TEST(OnnxOperators, AConvolutionKeepsItsFields) {
    ModelBuilder model;
    model.floats("w", {8, 1, 3, 5})
        .node("Conv", {"x", "w"}, {"y"},
              Attributes()
                  .integer("group", 3)
                  .integers("pads", {1, 2, 3, 4})
                  .integers("strides", {2, 1})
                  .integers("dilations", {1, 2}))
        .output("y");
    model.floats("unused", {1 << 10});
    EXPECT_THAT(refusal(model), HasSubstr("convolution"));  // 8 outputs are no 3 groups
    ModelBuilder right;
    right.floats("w", {6, 1, 3, 5})
        .node("Conv", {"x", "w"}, {"y"},
              Attributes()
                  .integer("group", 3)
                  .integers("pads", {1, 2, 3, 4})
                  .integers("strides", {2, 1})
                  .integers("dilations", {1, 2}))
        .output("y");
    const auto network = read(right);
    const auto& op = first<graph::Convolution>(network.graph);
    EXPECT_EQ(op, (graph::Convolution{{2, 1}, {1, 2, 3, 4}, {1, 2}, 3, graph::SamePadding::none}));
    EXPECT_EQ(network.weights.size(), 1U);
}

TEST(OnnxOperators, PaddingBySizeStaysSymbolic) {
    ModelBuilder model;
    model.floats("w", {4, 3, 3, 3})
        .node("Conv", {"x", "w"}, {"y"},
              Attributes().text("auto_pad", "SAME_UPPER").integers("strides", {2, 2}))
        .node("AveragePool", {"y"}, {"z"},
              Attributes().text("auto_pad", "SAME_LOWER").integers("kernel_shape", {3, 3}))
        .output("z");
    const auto network = read(model);
    EXPECT_EQ(first<graph::Convolution>(network.graph).same, graph::SamePadding::upper);
    EXPECT_EQ(first<graph::Pool>(network.graph).same, graph::SamePadding::lower);
    EXPECT_FALSE(first<graph::Pool>(network.graph).count_padding);
    EXPECT_EQ(output_shape(network.graph, {2, 3, 33, 32}), (graph::Shape{2, 4, 17, 16}));
}

TEST(OnnxOperators, ATransposedConvolutionPadsToItsOutputShape) {
    ModelBuilder model;
    model.floats("w", {3, 4, 3, 3})
        .node("ConvTranspose", {"x", "w"}, {"y"},
              Attributes().text("auto_pad", "SAME_UPPER").integers("strides", {2, 2}))
        .output("y");
    const auto network = read(model);
    // 2 * 31 + 3 - 64 = 1 to take off, at the end.
    EXPECT_EQ(first<graph::TransposedConvolution>(network.graph).padding, (Integers{0, 0, 1, 1}));
    EXPECT_EQ(output_shape(network.graph, {2, 3, 32, 32}), (graph::Shape{2, 4, 64, 64}));
}

TEST(OnnxOperators, AnAdditionAfterAConvolutionIsItsBias) {
    ModelBuilder model;
    model.floats("w", {4, 3, 1, 1})
        .floats("offset", {4}, {1, 2, 3, 4})
        .integers("shape", {1, 4, 1, 1})
        .node("Conv", {"x", "w"}, {"c"})
        .node("Reshape", {"offset", "shape"}, {"r"})
        .node("Add", {"c", "r"}, {"y"})
        .output("y");
    const auto network = read(model);
    ASSERT_EQ(network.graph.operators.size(), 1U);
    EXPECT_EQ(to_float32(network.weights.at("offset")), (std::vector<float>{1, 2, 3, 4}));
    EXPECT_EQ(network.weights.at("offset").shape, (Integers{4}));
    // Not where something else reads the convolution as it is.
    model.node("Relu", {"c"}, {"z"}).output("z");
    EXPECT_EQ(count<graph::Binary>(read(model).graph), 1U);
}

TEST(OnnxOperators, MatricesBecomeLinearLayers) {
    ModelBuilder model;
    model.floats("w", {5, 3072}).floats("b", {5}).floats("v", {5, 2}).floats("c", {1, 2});
    model.node("Flatten", {"x"}, {"f"})
        .node("Gemm", {"f", "w", "b"}, {"g"}, Attributes().integer("transB", 1))
        .node("MatMul", {"g", "v"}, {"m"})
        .node("Add", {"c", "m"}, {"y"})
        .output("y");
    const auto network = read(model);
    ASSERT_EQ(count<graph::Linear>(network.graph), 2U);
    EXPECT_FALSE(first<graph::Linear>(network.graph).transposed);
    EXPECT_TRUE(std::get<graph::Linear>(network.graph.operators.back().kind).transposed);
    EXPECT_EQ(network.weights.at("c").shape, (Integers{2}));
    EXPECT_EQ(first<graph::Reshape>(network.graph).extents, (Integers{0, -1}));
    EXPECT_EQ(output_shape(network.graph, {7, 3, 32, 32}), (graph::Shape{7, 2}));
}

TEST(OnnxOperators, GemmScalesWhatItMultipliesAndAdds) {
    ModelBuilder model;
    model.floats("w", {3072, 5}).floats("b", {5});
    model.node("Flatten", {"x"}, {"f"})
        .node("Gemm", {"f", "w", "b"}, {"y"},
              Attributes().number("alpha", 0.5F).number("beta", 2.0F))
        .output("y");
    const auto network = read(model);
    EXPECT_TRUE(first<graph::Linear>(network.graph).transposed);
    std::vector<double> scalars;
    for (const auto& op : network.graph.operators) {
        const auto* binary = std::get_if<graph::Binary>(&op.kind);
        if (binary && binary->scalar) scalars.push_back(*binary->scalar);
    }
    EXPECT_EQ(scalars, (std::vector<double>{0.5, 2.0}));
}

TEST(OnnxOperators, AMatrixTurnedByANodeIsTakenAsItStands) {
    ModelBuilder model;
    model.floats("fc.weight", {5, 3072});
    model.node("Transpose", {"fc.weight"}, {"t"}, Attributes().integers("perm", {1, 0}))
        .node("Flatten", {"x"}, {"f"})
        .node("MatMul", {"f", "t"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_FALSE(first<graph::Linear>(network.graph).transposed);
    EXPECT_TRUE(network.weights.at("fc.weight").contiguous());
    EXPECT_EQ(network.graph.operators.back().module, "fc");
}

TEST(OnnxOperators, ActivationsHaveTheirNumbers) {
    const auto of = [](const ModelBuilder& model) {
        return first<graph::Activation>(read(model).graph);
    };
    EXPECT_EQ(of(one_node("HardSigmoid")),
              (graph::Activation{ActivationKind::hard_sigmoid, double{0.2F}, 0.5}));
    EXPECT_EQ(of(one_node("HardSigmoid", Attributes().number("alpha", 1.0F / 6))),
              (graph::Activation{ActivationKind::hard_sigmoid, double{1.0F / 6}, 0.5}));
    EXPECT_EQ(of(one_node("LeakyRelu")),
              (graph::Activation{ActivationKind::leaky_relu, double{0.01F}, 0}));
    EXPECT_EQ(of(one_node("Gelu", Attributes().text("approximate", "tanh"), 20)).kind,
              ActivationKind::gelu_tanh);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(of(one_node("Clip", Attributes().number("max", 6), 9)),
              (graph::Activation{ActivationKind::clamp, -infinity, 6}));
    ModelBuilder clip;
    clip.floats("low", {}, {0}).floats("high", {}, {6});
    clip.node("Clip", {"x", "low", "high"}, {"y"}).output("y");
    EXPECT_EQ(of(clip), (graph::Activation{ActivationKind::clamp, 0, 6}));
    ModelBuilder half;
    half.floats("low", {}, {0});
    half.node("Clip", {"x", "low"}, {"y"}).output("y");
    EXPECT_EQ(of(half).kind, ActivationKind::relu);
}

TEST(OnnxOperators, ConstantsOfOneNumberAreScalars) {
    ModelBuilder model;
    model.floats("three", {}, {3}).floats("six", {1}, {6}).floats("scale.gain", {}, {2});
    model.node("Add", {"three", "x"}, {"a"})
        .node("Constant", {}, {"k"}, Attributes().tensor("value", float_tensor("", {1}, {6})))
        .node("Div", {"a", "k"}, {"b"})
        .node("Sub", {"three", "b"}, {"c"})
        .node("Mul", {"c", "scale.gain"}, {"y"})
        .output("y");
    const auto network = read(model);
    std::vector<std::pair<BinaryKind, std::optional<double>>> found;
    for (const auto& op : network.graph.operators) {
        const auto& binary = std::get<graph::Binary>(op.kind);
        found.emplace_back(binary.kind, binary.scalar);
    }
    // 3 - b is -b + 3; what has a module's name was learned, and stays a weight.
    EXPECT_THAT(found,
                testing::ElementsAre(std::pair(BinaryKind::add, std::optional(3.0)),
                                     std::pair(BinaryKind::divide, std::optional(6.0)),
                                     std::pair(BinaryKind::multiply, std::optional(-1.0)),
                                     std::pair(BinaryKind::add, std::optional(3.0)),
                                     std::pair(BinaryKind::multiply, std::optional<double>())));
    EXPECT_TRUE(network.weights.contains("scale.gain"));
}

TEST(OnnxOperators, GlobalPoolsAreReductions) {
    const auto pooled = first<graph::Reduce>(read(one_node("GlobalAveragePool")).graph);
    EXPECT_EQ(pooled, (graph::Reduce{graph::ReduceKind::mean, {2, 3}, true}));
    EXPECT_EQ(first<graph::Reduce>(
                  read(one_node("ReduceMax", Attributes().integers("axes", {-1, 2}))).graph),
              (graph::Reduce{graph::ReduceKind::max, {2, 3}, true}));
    ModelBuilder by_input;
    by_input.opset = 18;
    by_input.integers("axes", {2, 3});
    by_input.node("ReduceMean", {"x", "axes"}, {"y"}, Attributes().integer("keepdims", 0))
        .output("y");
    EXPECT_EQ(first<graph::Reduce>(read(by_input).graph),
              (graph::Reduce{graph::ReduceKind::mean, {2, 3}, false}));
}

// Before opset 13, softmax runs over everything from its axis on.
TEST(OnnxOperators, SoftmaxMeansWhatItsOpsetSays) {
    const auto old = read(one_node("Softmax", Attributes().integer("axis", 1), 11));
    EXPECT_EQ(first<graph::Softmax>(old.graph).dimension, 1);
    EXPECT_EQ(first<graph::Reshape>(old.graph).extents, (Integers{0, -1}));
    EXPECT_EQ(output_shape(old.graph, {2, 3, 32, 32}), (graph::Shape{2, 3, 32, 32}));
    const auto now = read(one_node("Softmax", Attributes().integer("axis", 1), 13));
    EXPECT_EQ(now.graph.operators.size(), 1U);
    EXPECT_EQ(first<graph::Softmax>(now.graph).dimension, 1);
    EXPECT_EQ(first<graph::Softmax>(read(one_node("Softmax", {}, 13)).graph).dimension, 3);
}

TEST(OnnxOperators, SplitsAreSlices) {
    ModelBuilder model;
    model.integers("parts", {1, 2});
    model.node("Split", {"x", "parts"}, {"a", "b"}, Attributes().integer("axis", 1))
        .output("a")
        .output("b");
    const auto network = read(model);
    ASSERT_EQ(count<graph::Slice>(network.graph), 2U);
    EXPECT_EQ(first<graph::Slice>(network.graph), (graph::Slice{1, 0, 1, 1}));
    EXPECT_EQ(std::get<graph::Slice>(network.graph.operators[1].kind), (graph::Slice{1, 1, 3, 1}));
}

TEST(OnnxOperators, ResizeKeepsItsConvention) {
    ModelBuilder model;
    model.floats("none", {0}).floats("scales", {4}, {1, 1, 2, 2});
    model
        .node("Resize", {"x", "none", "scales"}, {"y"},
              Attributes()
                  .text("mode", "nearest")
                  .text("coordinate_transformation_mode", "asymmetric")
                  .text("nearest_mode", "floor"))
        .output("y");
    const auto network = read(model);
    const auto& op = first<graph::Resize>(network.graph);
    EXPECT_EQ(op.coordinates, graph::ResizeCoordinates::asymmetric);
    EXPECT_EQ(op.rounding, graph::ResizeRounding::floor);
    EXPECT_EQ(op.scales, (std::vector<double>{2, 2}));
    EXPECT_EQ(output_shape(network.graph, {2, 3, 32, 32}), (graph::Shape{2, 3, 64, 64}));
    ModelBuilder odd;
    odd.floats("scales", {4}, {1, 1, 2, 2});
    odd.node("Resize", {"x", "", "scales"}, {"y"},
             Attributes().text("coordinate_transformation_mode", "tf_crop_and_resize"))
        .output("y");
    EXPECT_THAT(refusal(odd),
                HasSubstr("Resize, node Resize0: its coordinate_transformation_mode"));
}

TEST(OnnxOperators, WhatPassesItsInputOnIsLeftOut) {
    ModelBuilder model;
    model.node("Identity", {"x"}, {"a"})
        .node("Dropout", {"a"}, {"b"})
        .node("Cast", {"b"}, {"c"}, Attributes().integer("to", 10))
        .node("Relu", {"c"}, {"y"})
        .output("y");
    EXPECT_EQ(read(model).graph.operators.size(), 1U);
}

TEST(OnnxOperators, BatchNormInTrainingModeIsEvaluatedAndSaid) {
    ModelBuilder model;
    model.floats("s", {3}).floats("b", {3}).floats("m", {3}).floats("v", {3});
    model
        .node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y", "rm", "rv"},
              Attributes().integer("training_mode", 1).number("epsilon", 0.001F))
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::BatchNorm>(network.graph).eps, double{0.001F});
    ASSERT_EQ(network.assumptions.size(), 1U);
    EXPECT_EQ(network.assumptions[0].what, "batch norm");
}

// NFNets standardise their weights by a batch norm in training mode: its statistics are the
// weights'.
TEST(OnnxOperators, ABatchNormOfWeightsHasTheirStatistics) {
    ModelBuilder model;
    model.floats("w", {4, 3, 3, 3}).floats("s", {4}).floats("b", {4}).floats("m", {4});
    model.floats("v", {4}).integers("rows", {1, 4, -1}).integers("back", {4, 3, 3, 3});
    model.node("Reshape", {"w", "rows"}, {"r"})
        .node("BatchNormalization", {"r", "s", "b", "m", "v"}, {"n", "rm", "rv"},
              Attributes().integer("training_mode", 1))
        .node("Reshape", {"n", "back"}, {"k"})
        .node("Conv", {"x", "k"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(count<graph::BatchNorm>(network.graph), 0U);
    EXPECT_EQ(first<graph::GroupNorm>(network.graph).groups, 4);
    EXPECT_TRUE(network.assumptions.empty());
}

TEST(OnnxOperators, NormsOfLayersAndInstances) {
    ModelBuilder model;
    model.floats("s", {32}).floats("b", {32}).floats("cs", {3}).floats("cb", {3});
    model.node("LayerNormalization", {"x", "s", "b"}, {"l"})
        .node("InstanceNormalization", {"l", "cs", "cb"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::LayerNorm>(network.graph).dimensions, 1);
    EXPECT_EQ(first<graph::GroupNorm>(network.graph).groups, 3);
}

TEST(OnnxOperators, DepthMovesIntoSpaceByBothOrders) {
    ModelBuilder model;
    model.input("x", {-1, 8, 4, 4});
    model.node("DepthToSpace", {"x"}, {"y"}, Attributes().integer("blocksize", 2)).output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::Permute>(network.graph).order, (Integers{0, 3, 4, 1, 5, 2}));
    EXPECT_EQ(output_shape(network.graph, {2, 8, 4, 4}), (graph::Shape{2, 2, 8, 8}));
}

TEST(OnnxOperators, ImagesWithChannelsLastEnterWithChannelsFirst) {
    ModelBuilder model;
    model.input("x", {-1, 32, 32, 3});
    model.floats("w", {4, 3, 3, 3});
    model.node("Transpose", {"x"}, {"t"}, Attributes().integers("perm", {0, 3, 1, 2}))
        .node("Conv", {"t", "w"}, {"c"})
        .node("Transpose", {"c"}, {"l"}, Attributes().integers("perm", {0, 2, 3, 1}))
        .node("Transpose", {"l"}, {"f"}, Attributes().integers("perm", {0, 3, 1, 2}))
        .node("Relu", {"f"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(network.graph.value(network.graph.inputs[0]).shape, (graph::Shape{-1, 3, -1, -1}));
    EXPECT_EQ(network.graph.operators.size(), 2U);
    EXPECT_EQ(output_shape(network.graph, {2, 3, 32, 32}), (graph::Shape{2, 4, 30, 30}));
}

}  // namespace
}  // namespace sescope
