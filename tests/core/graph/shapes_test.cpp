// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/graph/graph.h"
#include "tests/core/graph/small_graph.h"

namespace sescope::graph {
namespace {

using testing::HasSubstr;

// Shape of the output of one operator over inputs of these shapes; all are given as inputs.
Shape shape_of(OperatorKind kind, const std::vector<Shape>& inputs) {
    Graph g;
    std::vector<ValueId> ids;
    for (const auto& shape : inputs) ids.push_back(g.add_input("x", Shape(shape.size(), -1)));
    g.outputs = {g.add(std::move(kind), ids, "here")};
    validate(g);
    return infer_shapes(g, inputs)[static_cast<std::size_t>(g.outputs[0])];
}

std::string refusal(OperatorKind kind, const std::vector<Shape>& inputs) {
    try {
        shape_of(std::move(kind), inputs);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        return error.message();
    }
    return "";
}

TEST(Shapes, OfASmallNetwork) {
    const SmallNetwork small;
    const std::vector<Shape> images{{2, 3, 9, 14}};
    const auto shapes = infer_shapes(small.graph, images);
    const auto at = [&](ValueId id) { return shapes[static_cast<std::size_t>(id)]; };
    EXPECT_EQ(at(small.scaled), (Shape{2, 4, 5, 7}));
    EXPECT_EQ(at(small.gate), (Shape{2, 4, 1, 1}));
    EXPECT_EQ(at(small.product), (Shape{2, 4, 5, 7}));
    EXPECT_EQ(at(small.graph.outputs[0]), (Shape{2, 5}));
}

TEST(Shapes, InputsAreHeldToWhatIsDeclared) {
    const SmallNetwork small;
    const std::vector<Shape> grey{{2, 1, 9, 14}};
    EXPECT_THROW(infer_shapes(small.graph, grey), Error);
    EXPECT_THROW(infer_shapes(small.graph, {}), Error);
}

TEST(Shapes, OfConvolutions) {
    EXPECT_EQ(shape_of(convolution(2, 3), {{1, 3, 224, 224}, {64, 3, 7, 7}}),
              (Shape{1, 64, 112, 112}));
    EXPECT_EQ(shape_of(convolution(1, 1, 8), {{1, 8, 5, 6}, {16, 1, 3, 3}, {16}}),
              (Shape{1, 16, 5, 6}));
    const Convolution uneven{.stride = {2, 1}, .padding = {0, 1, 1, 2}, .dilation = {2, 1}};
    // (10 + 1 - 5) / 2 + 1, (10 + 3 - 3) / 1 + 1
    EXPECT_EQ(shape_of(uneven, {{1, 2, 10, 10}, {4, 2, 3, 3}}), (Shape{1, 4, 4, 11}));
    const Convolution line{.stride = {1}, .padding = {1, 1}, .dilation = {1}};
    EXPECT_EQ(shape_of(line, {{4, 1, 64}, {1, 1, 3}}), (Shape{4, 1, 64}));
    const Convolution same{
        .stride = {2, 2}, .padding = {0, 0, 0, 0}, .dilation = {1, 1}, .same = SamePadding::upper};
    EXPECT_EQ(shape_of(same, {{1, 3, 15, 8}, {4, 3, 3, 3}}), (Shape{1, 4, 8, 4}));
}

TEST(Shapes, ConvolutionsRefuseWhatDoesNotFit) {
    EXPECT_EQ(refusal(convolution(), {{1, 3, 8, 8}, {4, 4, 1, 1}}),
              "convolution in here cannot take [1, 3, 8, 8], [4, 4, 1, 1]: its weight is for 4 "
              "channels");
    EXPECT_THAT(refusal(convolution(), {{1, 3, 2, 8}, {4, 3, 3, 3}}), HasSubstr("does not fit"));
    EXPECT_THAT(refusal(convolution(1, 0, 3), {{1, 3, 2, 8}, {4, 1, 1, 1}}), HasSubstr("3 groups"));
    EXPECT_THAT(refusal(convolution(), {{1, 3, 8, 8}, {4, 3, 3, 3}, {5}}),
                HasSubstr("its bias would have to be [4]"));
    EXPECT_THAT(refusal(convolution(), {{1, 3, 8}, {4, 3, 3, 3}}), HasSubstr("2 spatial"));
}

TEST(Shapes, OfTransposedConvolutions) {
    const TransposedConvolution twice{
        .stride = {2, 2}, .padding = {1, 1, 1, 1}, .output_padding = {1, 0}, .dilation = {1, 1}};
    // (5 - 1) 2 + 3 + 1 - 2, (5 - 1) 2 + 3 - 2
    EXPECT_EQ(shape_of(twice, {{1, 4, 5, 5}, {4, 6, 3, 3}}), (Shape{1, 6, 10, 9}));
}

Pool pool(std::int64_t kernel, std::int64_t stride, std::int64_t padding, bool ceil) {
    return {.kernel = {kernel, kernel},
            .stride = {stride, stride},
            .padding = {padding, padding, padding, padding},
            .dilation = {1, 1},
            .ceil_mode = ceil};
}

TEST(Shapes, TheLastWindowOfCeilModeBeginsInTheInput) {
    EXPECT_EQ(shape_of(pool(3, 2, 0, true), {{1, 2, 112, 112}}), (Shape{1, 2, 56, 56}));
    EXPECT_EQ(shape_of(pool(3, 2, 0, false), {{1, 2, 112, 112}}), (Shape{1, 2, 55, 55}));
    // ceil((4 + 2 - 2) / 3) + 1 = 3, but 2 x 3 is not below 4 + 1.
    EXPECT_EQ(shape_of(pool(2, 3, 1, true), {{1, 2, 4, 4}}), (Shape{1, 2, 2, 2}));
    EXPECT_EQ(shape_of(pool(1, 2, 0, true), {{1, 2, 4, 5}}), (Shape{1, 2, 2, 3}));
    auto same = pool(2, 2, 0, false);
    same.same = SamePadding::lower;
    EXPECT_EQ(shape_of(same, {{1, 2, 7, 8}}), (Shape{1, 2, 4, 4}));
    EXPECT_EQ(shape_of(AdaptivePool{.output = {3, 2}}, {{1, 2, 7, 8}}), (Shape{1, 2, 3, 2}));
}

TEST(Shapes, Broadcast) {
    const Binary add{};
    EXPECT_EQ(shape_of(add, {{2, 4, 5, 7}, {2, 4, 1, 1}}), (Shape{2, 4, 5, 7}));
    EXPECT_EQ(shape_of(add, {{4, 1, 1}, {2, 1, 5, 7}}), (Shape{2, 4, 5, 7}));
    EXPECT_EQ(shape_of(add, {{}, {3}}), (Shape{3}));
    EXPECT_EQ(shape_of(Binary{BinaryKind::power, 2.0}, {{3, 2}}), (Shape{3, 2}));
    EXPECT_THAT(refusal(add, {{2, 3}, {2, 4}}), HasSubstr("do not broadcast"));
    EXPECT_EQ(shape_of(MatMul{}, {{2, 1, 3, 4}, {5, 4, 6}}), (Shape{2, 5, 3, 6}));
}

TEST(Shapes, OfNormsAndLinearLayers) {
    EXPECT_EQ(shape_of(Linear{}, {{2, 7, 4}, {5, 4}, {5}}), (Shape{2, 7, 5}));
    EXPECT_EQ(shape_of(Linear{true}, {{2, 4}, {4, 5}}), (Shape{2, 5}));
    EXPECT_THAT(refusal(Linear{}, {{2, 5}, {5, 4}}), HasSubstr("for 4 features"));
    EXPECT_EQ(shape_of(LayerNorm{2}, {{2, 7, 4}, {7, 4}}), (Shape{2, 7, 4}));
    EXPECT_THAT(refusal(LayerNorm{1}, {{2, 7, 4}, {7}}), HasSubstr("[4]"));
    EXPECT_THAT(refusal(GroupNorm{3}, {{2, 8, 4}}), HasSubstr("3 groups"));
    EXPECT_THAT(refusal(BatchNorm{}, {{2, 8, 4}, {8}, {8}, {8}, {7}}), HasSubstr("[8]"));
}

TEST(Shapes, OfReductions) {
    const Shape x{2, 4, 5, 7};
    EXPECT_EQ(shape_of(Reduce{ReduceKind::mean, {2, 3}, true}, {x}), (Shape{2, 4, 1, 1}));
    EXPECT_EQ(shape_of(Reduce{ReduceKind::max, {2, 3}, false}, {x}), (Shape{2, 4}));
    EXPECT_THAT(refusal(Reduce{ReduceKind::max, {4}, false}, {x}), HasSubstr("no dimension 4"));
}

TEST(Shapes, OfWhatMovesElements) {
    const Shape x{2, 4, 5, 7};
    EXPECT_EQ(shape_of(Concat{1}, {x, {2, 3, 5, 7}}), (Shape{2, 7, 5, 7}));
    EXPECT_THAT(refusal(Concat{-1}, {x, {2, 3, 5, 7}}), HasSubstr("differ beside dimension 3"));
    EXPECT_EQ(shape_of(Slice{.dimension = 1, .begin = 1, .end = -1}, {x}), (Shape{2, 2, 5, 7}));
    EXPECT_EQ(shape_of(Slice{.dimension = -1, .begin = -6, .step = 4}, {x}), (Shape{2, 4, 5, 2}));
    EXPECT_THAT(refusal(Slice{.dimension = 1, .begin = 9}, {x}), HasSubstr("nothing is left"));
    EXPECT_EQ(shape_of(Pad{.begin = {0, 0, 1, -1}, .end = {0, 0, 2, 0}}, {x}), (Shape{2, 4, 8, 6}));
    const Pad mirror{.begin = {0, 0, 0, 7}, .end = {0, 0, 0, 0}, .mode = PadMode::reflect};
    EXPECT_THAT(refusal(mirror, {x}), HasSubstr("mirrors"));
    EXPECT_EQ(shape_of(Permute{{0, 2, 3, 1}}, {x}), (Shape{2, 5, 7, 4}));
    EXPECT_EQ(shape_of(Expand{{-1, 4, 5, 7}}, {{2, 4, 1, 1}}), x);
    EXPECT_EQ(shape_of(Expand{{3, -1}}, {{4}}), (Shape{3, 4}));
    EXPECT_THAT(refusal(Expand{{2, 4}}, {{2, 3}}), HasSubstr("do not expand"));
}

TEST(Shapes, OfReshapes) {
    const Shape x{2, 4, 5, 7};
    EXPECT_EQ(shape_of(Reshape{{0, -1}}, {x}), (Shape{2, 140}));
    EXPECT_EQ(shape_of(Reshape{{0, 2, 2, 35}}, {x}), (Shape{2, 2, 2, 35}));
    EXPECT_EQ(shape_of(Reshape{{-1, 5, 7}}, {x}), (Shape{8, 5, 7}));
    EXPECT_EQ(shape_of(Reshape{{}}, {{1, 1}}), (Shape{}));
    EXPECT_THAT(refusal(Reshape{{0, 3, -1}}, {x}), HasSubstr("do not fit"));
    EXPECT_THAT(refusal(Reshape{{0, 3}}, {x}), HasSubstr("do not fit [2, 3]"));
    EXPECT_THAT(refusal(Reshape{{-1, 1, 1, 1, 0}}, {x}), HasSubstr("dimension 4"));
}

TEST(Shapes, OfResizes) {
    const Shape x{2, 4, 5, 7};
    EXPECT_EQ(shape_of(Resize{.scales = {2, 1.5}}, {x}), (Shape{2, 4, 10, 10}));
    EXPECT_EQ(shape_of(Resize{.sizes = {3, 9}}, {x}), (Shape{2, 4, 3, 9}));
    EXPECT_THAT(refusal(Resize{.scales = {0.1, 1}}, {x}), HasSubstr("no pixel"));
}

TEST(Shapes, BeyondCountingAreRefused) {
    const std::int64_t large = 1LL << 40;
    EXPECT_THAT(refusal(Binary{}, {{large, 1}, {1, large}}), HasSubstr("beyond counting"));
    const Convolution far{.stride = {1}, .padding = {0, 0}, .dilation = {1 << 30}};
    EXPECT_THAT(refusal(far, {{1, 1, 8}, {1, 1, std::int64_t{1} << 40}}), HasSubstr("counting"));
}

}  // namespace
}  // namespace sescope::graph
