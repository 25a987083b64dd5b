// SPDX-License-Identifier: GPL-3.0-or-later
// What is certain of other batches and other sizes than the example's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/exported/exported.h"
#include "tests/core/network/exported/program_builder.h"

namespace sescope {
namespace {

using made::integer;
using made::ints;
using made::ProgramBuilder;
using made::Sizes;
using made::tensor;
using testing::HasSubstr;
using Numbers = std::vector<std::int64_t>;

ImportedNetwork read(const ProgramBuilder& program, std::optional<InputSize> size = {}) {
    return graph_of_exported(program.text("y"), "made.pt2", size);
}

Numbers extents_of(const ImportedNetwork& network, std::size_t at = 0) {
    return std::get<graph::Reshape>(network.graph.operators.at(at).kind).extents;
}

// x [.., 4, 8, 8] to the sizes, and back to something that a network may give.
ProgramBuilder view(const made::json& batch, const made::json& to, const Sizes& shape) {
    ProgramBuilder program({batch, 4, 8, 8});
    program.call("aten.view.default", {{"self", tensor("x")}, {"size", to}}, "y", shape);
    return program;
}

TEST(ExportedBatches, SymbolicOnesAreKept) {
    ProgramBuilder program({"s0:2", 4, 8, 8});
    program.node("torch.ops.aten.sym_size.int", {{"self", tensor("x")}, {"dim", integer(0)}},
                 made::json::array({{{"as_sym_int", {{"as_name", "n"}}}}}));
    const made::json to{
        {"as_sym_ints", {{{"as_name", "n"}}, {{"as_int", 2}}, {{"as_int", 2}}, {{"as_int", -1}}}}};
    program.call("aten.view.default", {{"self", tensor("x")}, {"size", to}}, "y",
                 {"s0:2", 2, 2, 64});
    const auto network = read(program);
    EXPECT_EQ(extents_of(network), (Numbers{0, 2, 2, -1}));
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_FALSE(network.only_this_size);
    EXPECT_EQ(network.graph.value(network.graph.inputs[0]).shape, (graph::Shape{-1, 4, 8, 8}));
}

TEST(ExportedBatches, ProductsOfTheSymbolAreLeftOpen) {
    ProgramBuilder program({"s0:2", 4, 8, 8});
    program
        .node("torch.ops.aten.sym_size.int", {{"self", tensor("x")}, {"dim", integer(0)}},
              made::json::array({{{"as_sym_int", {{"as_name", "n"}}}}}))
        .node("_operator.mul", {{"a", {{"as_sym_int", {{"as_name", "n"}}}}}, {"b", integer(2)}},
              made::json::array({{{"as_sym_int", {{"as_name", "n2"}}}}}));
    const made::json to{
        {"as_sym_ints", {{{"as_name", "n2"}}, {{"as_int", 2}}, {{"as_int", 8}}, {{"as_int", 8}}}}};
    program.call("aten.view.default", {{"self", tensor("x")}, {"size", to}}, "y",
                 {"2*s0:4", 2, 8, 8});
    EXPECT_EQ(extents_of(read(program)), (Numbers{-1, 2, 8, 8}));
}

TEST(ExportedBatches, LiteralsAtTheFrontAreTheBatch) {
    const auto network = read(view(1, ints({1, 256}), {1, 256}));
    EXPECT_EQ(extents_of(network), (Numbers{0, 256}));
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_TRUE(network.only_this_size);
    EXPECT_FALSE(read(view(2, ints({2, 256}), {2, 256})).one_image_at_a_time);
}

TEST(ExportedBatches, LiteralsElsewhereMakeItOneImageAtATime) {
    const auto network = read(view(1, ints({2, 2, 64}), {2, 2, 64}));
    EXPECT_TRUE(network.one_image_at_a_time);
    EXPECT_EQ(extents_of(network), (Numbers{2, 2, 64}));
    // Row-major, it would look like a batch of another number of images.
    EXPECT_TRUE(read(view(1, ints({2, -1}), {2, 128})).one_image_at_a_time);
}

TEST(ExportedBatches, LiteralsOfSeveralImagesAreRefused) {
    try {
        read(view(2, ints({4, 2, 64}), {4, 2, 64}));
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("a batch of 2 images"));
        EXPECT_THAT(error.hint(), HasSubstr("torch.export.Dim"));
    }
}

TEST(ExportedBatches, AreFollowedThroughPermutations) {
    ProgramBuilder program({1, 4, 8, 8});
    program
        .call("aten.permute.default", {{"self", tensor("x")}, {"dims", ints({1, 0, 2, 3})}}, "a",
              {4, 1, 8, 8})
        .call("aten.softmax.int", {{"self", tensor("a")}, {"dim", integer(0)}}, "b", {4, 1, 8, 8})
        .call("aten.permute.default", {{"self", tensor("b")}, {"dims", ints({1, 0, 2, 3})}}, "y",
              {1, 4, 8, 8});
    EXPECT_FALSE(read(program).one_image_at_a_time);
}

TEST(ExportedBatches, MixedImagesAreSeen) {
    ProgramBuilder program({1, 4, 8, 8});
    program.call("aten.softmax.int", {{"self", tensor("x")}, {"dim", integer(0)}}, "y",
                 {1, 4, 8, 8});
    EXPECT_TRUE(read(program).one_image_at_a_time);
}

TEST(ExportedSizes, PartsOfTheMapAreOfThisSize) {
    const auto slice = [](std::int64_t begin, std::int64_t end, std::int64_t extent) {
        ProgramBuilder program({"s0:2", 4, 32, 32});
        program.call("aten.slice.Tensor",
                     {{"self", tensor("x")},
                      {"dim", integer(2)},
                      {"start", integer(begin)},
                      {"end", integer(end)}},
                     "y", {"s0:2", 4, extent, 32});
        return read(program).only_this_size;
    };
    EXPECT_TRUE(slice(0, 16, 16));
    EXPECT_TRUE(slice(16, 1LL << 62, 16));
    EXPECT_FALSE(slice(1, 1LL << 62, 31));
    EXPECT_FALSE(slice(0, -1, 31));
}

TEST(ExportedSizes, WhatIsDividedAnewIsOfThisSize) {
    EXPECT_FALSE(read(view("s0:2", ints({-1, 4, 64}), {"s0:2", 4, 64})).graph.operators.empty());
    EXPECT_TRUE(read(view("s0:2", ints({-1, 4, 8, 2, 4}), {"s0:2", 4, 8, 2, 4})).only_this_size);
    // 64 positions in rows of 16: of another size they would be other rows.
    EXPECT_TRUE(read(view("s0:2", ints({2, 4, -1, 16}), {"s0:2", 4, 4, 16})).only_this_size);
    EXPECT_FALSE(read(view("s0:2", ints({2, 2, 2, -1}), {"s0:2", 2, 2, 64})).only_this_size);
}

TEST(ExportedSizes, SymbolicOnesTakeTheSizeThatIsGiven) {
    ProgramBuilder program({"s0:2", 4, "s1:8", "s2:8"});
    program.weight("w", {4, 4, 3, 3})
        .call("aten.conv2d.default",
              {{"input", tensor("x")},
               {"weight", tensor("p_w")},
               {"bias", made::none()},
               {"stride", ints({2, 2})},
               {"padding", ints({1, 1})}},
              "y", {"s0:2", 4, "((s1 - 1)//2) + 1:4", "((s2 - 1)//2) + 1:4"});
    const auto network = read(program);
    EXPECT_FALSE(network.only_this_size);
    EXPECT_EQ(network.graph.value(network.graph.inputs[0]).shape, (graph::Shape{-1, 4, 8, 8}));
    const auto larger = read(program, InputSize{48, 40});
    EXPECT_EQ(larger.graph.value(larger.graph.inputs[0]).shape, (graph::Shape{-1, 4, 48, 40}));
}

// timm's Conv2dSame pads by the input's size; a module of another class may do anything.
ProgramBuilder padded(const std::string& type, const std::vector<std::int64_t>& amounts,
                      const Sizes& between) {
    ProgramBuilder program({"s0:2", 4, 8, 8});
    program.weight("w", {4, 4, 3, 3})
        .call("aten.pad.default", {{"self", tensor("x")}, {"pad", ints(amounts)}}, "p", between,
              "conv", type)
        .call("aten.conv2d.default",
              {{"input", tensor("p")},
               {"weight", tensor("p_w")},
               {"bias", made::none()},
               {"stride", ints({2, 2})}},
              "y", {"s0:2", 4, 4, 4}, "conv", type);
    return program;
}

TEST(ExportedSizes, SamePaddingIsFound) {
    const auto network =
        read(padded("timm.layers.conv2d_same.Conv2dSame", {0, 1, 0, 1}, {"s0:2", 4, 9, 9}));
    ASSERT_EQ(network.graph.operators.size(), 1U);
    const auto& convolution = std::get<graph::Convolution>(network.graph.operators[0].kind);
    EXPECT_EQ(convolution.same, graph::SamePadding::upper);
    EXPECT_EQ(convolution.padding, (Numbers{0, 0, 0, 0}));
    EXPECT_FALSE(network.only_this_size);
}

TEST(ExportedSizes, PaddingOfOthersStays) {
    const auto other = read(padded("mine.Conv", {0, 1, 0, 1}, {"s0:2", 4, 9, 9}));
    EXPECT_EQ(other.graph.operators.size(), 2U);
    EXPECT_TRUE(other.only_this_size);
    const auto lower =
        read(padded("timm.layers.conv2d_same.Conv2dSame", {1, 0, 1, 0}, {"s0:2", 4, 9, 9}));
    EXPECT_EQ(lower.graph.operators.size(), 2U);
    EXPECT_TRUE(lower.only_this_size);
    const auto module =
        read(padded("torch.nn.modules.padding.ZeroPad2d", {0, 1, 0, 1}, {"s0:2", 4, 9, 9}));
    EXPECT_FALSE(module.only_this_size);
}

}  // namespace
}  // namespace sescope
