// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes that a file computes, the batch, and the size of images.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/network/onnx/model_builder.h"

namespace sescope {
namespace {

using namespace test;
using testing::HasSubstr;

// x.view(x.shape[0], -1), as exporters write it.
ModelBuilder view_of_shape(const Integers& image) {
    ModelBuilder model;
    model.input("x", image);
    model.integers("zero", {0}).integers("rest", {-1});
    model.node("Shape", {"x"}, {"s"})
        .node("Gather", {"s", "zero"}, {"n"})
        .node("Concat", {"n", "rest"}, {"e"}, Attributes().integer("axis", 0))
        .node("Reshape", {"x", "e"}, {"y"})
        .output("y");
    return model;
}

TEST(OnnxShapes, TheBatchIsNeverANumber) {
    for (const Integers& image : {Integers{-1, 3, 32, 32}, Integers{1, 3, 32, 32}}) {
        const auto network = read(view_of_shape(image));
        EXPECT_EQ(first<graph::Reshape>(network.graph).extents, (Integers{0, -1}));
        EXPECT_FALSE(network.only_this_size);
        EXPECT_FALSE(network.one_image_at_a_time);
        EXPECT_EQ(output_shape(network.graph, {5, 3, 16, 16}), (graph::Shape{5, 768}));
    }
}

TEST(OnnxShapes, ABatchOfOneWrittenAsANumberIsTheBatch) {
    ModelBuilder model;
    model.input("x", {1, 3, 32, 32}).integers("e", {1, -1});
    model.node("Reshape", {"x", "e"}, {"y"}).output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::Reshape>(network.graph).extents.front(), 0);
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_EQ(output_shape(network.graph, {4, 3, 32, 32}), (graph::Shape{4, 3072}));
}

TEST(OnnxShapes, NumbersOfTheExampleBatchMakeImagesComeOneByOne) {
    ModelBuilder model;
    model.input("x", {1, 3, 32, 32}).floats("token", {1, 3, 1, 32});
    model.node("Concat", {"token", "x"}, {"y"}, Attributes().integer("axis", 2)).output("y");
    const auto network = read(model);
    EXPECT_TRUE(network.one_image_at_a_time);
    EXPECT_EQ(output_shape(network.graph, {1, 3, 32, 32}), (graph::Shape{1, 3, 33, 32}));
    // A mean over the batch is one image's own only where there is one.
    ModelBuilder mean;
    mean.node("ReduceMean", {"x"}, {"y"}, Attributes().integers("axes", {0})).output("y");
    EXPECT_TRUE(read(mean).one_image_at_a_time);
}

TEST(OnnxShapes, ALargerBatchInNumbersIsRefused) {
    ModelBuilder model;
    model.input("x", {8, 3, 32, 32}).floats("token", {8, 3, 1, 32});
    model.node("Concat", {"token", "x"}, {"y"}, Attributes().integer("axis", 2)).output("y");
    EXPECT_NE(refusal(model), "");
}

TEST(OnnxShapes, ANumberThatIsComputedFromTheSizeIsNoted) {
    ModelBuilder model;
    model.input("x", {-1, 3, -1, -1});
    model.integers("two", {2}).integers("three", {3}).integers("begin", {0, 0});
    model.node("Shape", {"x"}, {"s"})
        .node("Slice", {"s", "two_axis", "end"}, {"hw"})
        .node("Cast", {"hw"}, {"f"}, Attributes().integer("to", 1))
        .node("Mul", {"f", "half"}, {"m"})
        .node("Floor", {"m"}, {"fl"})
        .node("Cast", {"fl"}, {"i"}, Attributes().integer("to", 7))
        .node("Slice", {"s", "start", "two_axis"}, {"nc"})
        .node("Concat", {"nc", "i"}, {"sizes"}, Attributes().integer("axis", 0))
        .node("Resize", {"x", "", "", "sizes"}, {"y"})
        .output("y");
    model.integers("two_axis", {2}).integers("end", {4}).integers("start", {0});
    model.floats("half", {}, {0.5F});
    const auto network = read(model, InputSize{65, 41});
    EXPECT_EQ(first<graph::Resize>(network.graph).sizes, (Integers{32, 20}));
    EXPECT_TRUE(network.only_this_size);
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_EQ(first<graph::Resize>(read(model, InputSize{8, 6}).graph).sizes, (Integers{4, 3}));
}

TEST(OnnxShapes, AnExtentThatNoSizeChangesIsNot) {
    ModelBuilder model;
    model.input("x", {-1, 3, -1, -1});
    model.integers("zero", {0}).integers("one", {1});
    model.node("GlobalAveragePool", {"x"}, {"p"})
        .node("Shape", {"p"}, {"s"})
        .node("Gather", {"s", "zero"}, {"n"})
        .node("Gather", {"s", "one"}, {"c"})
        .node("Concat", {"n", "c"}, {"e"}, Attributes().integer("axis", 0))
        .node("Reshape", {"p", "e"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::Reshape>(network.graph).extents, (Integers{0, 3}));
    EXPECT_FALSE(network.only_this_size);
}

TEST(OnnxShapes, AFileForOneSizeTakesNoOther) {
    ModelBuilder model;
    model.floats("w", {5, 3072});
    model.node("Flatten", {"x"}, {"f"})
        .node("Gemm", {"f", "w"}, {"y"}, Attributes().integer("transB", 1))
        .output("y");
    EXPECT_TRUE(read(model).only_this_size);
    EXPECT_THAT(refusal(model.bytes(), InputSize{64, 64}),
                HasSubstr("can only be computed for images of 32 x 32"));
}

// view(-1, 3) after a pool that leaves one pixel of the declared size, and more of a larger one.
TEST(OnnxShapes, RowsOfALargerImageAreNoImages) {
    ModelBuilder model;
    model.integers("rows", {-1, 3});
    model.node("AveragePool", {"x"}, {"p"}, Attributes().integers("kernel_shape", {32, 32}))
        .node("Reshape", {"p", "rows"}, {"y"})
        .output("y");
    EXPECT_TRUE(read(model).only_this_size);
    EXPECT_NE(refusal(model.bytes(), InputSize{64, 64}), "");
}

// Heights and widths of a square image are two things all the same.
TEST(OnnxShapes, AHeightIsNoWidth) {
    ModelBuilder model;
    model.integers("two", {2}).integers("three", {3}).integers("zero", {0}).integers("one", {1});
    model.node("Shape", {"x"}, {"s"})
        .node("Gather", {"s", "zero"}, {"n"})
        .node("Gather", {"s", "two"}, {"h"})
        .node("Gather", {"s", "three"}, {"w"})
        .node("Concat", {"n", "one", "three", "h", "w"}, {"e"}, Attributes().integer("axis", 0))
        .node("Reshape", {"x", "e"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_TRUE(network.only_this_size);
    EXPECT_EQ(first<graph::Reshape>(network.graph).extents, (Integers{0, 1, 3, 32, -1}));
    EXPECT_EQ(first<graph::Reshape>(read(model, InputSize{8, 16}).graph).extents,
              (Integers{0, 1, 3, 8, -1}));
}

TEST(OnnxShapes, OpenSizesAreAssumedAndSaid) {
    ModelBuilder model;
    model.input("x", {-1, 3, -1, -1});
    model.node("Relu", {"x"}, {"y"}).output("y");
    const auto network = read(model);
    ASSERT_EQ(network.assumptions.size(), 1U);
    EXPECT_EQ(network.assumptions[0].value, "224 x 224");
    EXPECT_TRUE(read(model, InputSize{64, 48}).assumptions.empty());
}

// Pads of a convolution that PyTorch computes with lists: reshaped, turned round and flattened.
TEST(OnnxShapes, ListsOfPadsAreTurnedRound) {
    ModelBuilder model;
    model.integers("pads", {1, 2, 3, 4, 0, 0, 0, 0}).integers("pairs", {-1, 2});
    model.integers("start", {-1}).integers("end", {-9223372036854775807}).integers("axis", {0});
    model.integers("step", {-1}).integers("flat", {-1});
    model.node("Reshape", {"pads", "pairs"}, {"a"})
        .node("Slice", {"a", "start", "end", "axis", "step"}, {"b"})
        .node("Transpose", {"b"}, {"c"}, Attributes().integers("perm", {1, 0}))
        .node("Reshape", {"c", "flat"}, {"d"})
        .node("Pad", {"x", "d"}, {"y"})
        .output("y");
    const auto network = read(model);
    const auto& op = first<graph::Pad>(network.graph);
    EXPECT_EQ(op.begin, (Integers{0, 0, 3, 1}));
    EXPECT_EQ(op.end, (Integers{0, 0, 4, 2}));
}

// expand(x, where(shape == -1, 1, shape)), as PyTorch writes it.
TEST(OnnxShapes, ComparisonsWithTheBatchThatHoldForAllAreDecided) {
    ModelBuilder model;
    model.floats("w", {1, 3, 1, 1}).integers("minus", {-1}).integers("ones", {1, 1, 1, 1});
    model.node("Shape", {"x"}, {"s"})
        .node("Equal", {"s", "minus"}, {"q"})
        .node("Where", {"q", "ones", "s"}, {"e"})
        .node("GlobalAveragePool", {"x"}, {"p"})
        .node("Expand", {"p", "e"}, {"y"})
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::Expand>(network.graph).extents, (Integers{-1, -1, 32, 32}));
    EXPECT_TRUE(network.only_this_size);
    EXPECT_FALSE(network.one_image_at_a_time);
}

TEST(OnnxShapes, ABranchIsTakenWhereItsConditionIsKnown) {
    ModelBuilder yes;
    yes.node("Relu", {"x"}, {"then_y"}).output("then_y");
    ModelBuilder no;
    no.node("NonMaxSuppression", {"x"}, {"else_y"}).output("else_y");
    ModelBuilder model;
    model.integers("one", {1}).integers("three", {3});
    const auto branches =
        Attributes().graph("then_branch", yes.graph(true)).graph("else_branch", no.graph(true));
    model.node("Shape", {"x"}, {"s"})
        .node("Gather", {"s", "one"}, {"c"})
        .node("Equal", {"c", "three"}, {"q"})
        .node("If", {"q"}, {"y"}, branches)
        .output("y");
    const auto network = read(model);
    EXPECT_EQ(first<graph::Activation>(network.graph).kind, graph::ActivationKind::relu);
    ModelBuilder open;
    open.node("If", {"x"}, {"y"}, branches).output("y");
    EXPECT_THAT(refusal(open),
                HasSubstr("If, node If0: only running the network would tell its condition"));
}

}  // namespace
}  // namespace sescope
