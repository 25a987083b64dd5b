// SPDX-License-Identifier: GPL-3.0-or-later
// Counts of graphs: those of residual networks are the counts of their specs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/network/network.h"

namespace sescope {
namespace {

using testing::HasSubstr;

std::vector<graph::Shape> images(std::int64_t size) {
    return {{1, 3, size, size}};
}

TEST(GraphCost, EqualsTheReferenceToTheLastDigit) {
    const Network network = build_network({});
    const auto total = [&](CostConvention convention) {
        return cost_of(network.graph, network.sites, images(224), convention).operations();
    };
    EXPECT_EQ(total(CostConvention::macs), 4'091'699'200);
    EXPECT_EQ(total(CostConvention::flops), 2 * 4'091'699'200);
    EXPECT_EQ(total(CostConvention::fvcore), 4'114'027'520);
}

TEST(GraphCost, NamesStagesAndUnits) {
    const Network network = build_network({});
    const auto report = cost_of(network.graph, network.sites, images(224), CostConvention::macs);
    const auto layer = [&](std::string_view name) {
        return *std::ranges::find(report.layers, name, &LayerCost::name);
    };
    EXPECT_EQ(layer("conv1").stage, 1);
    EXPECT_EQ(layer("conv1").block, "");
    EXPECT_EQ(layer("maxpool").stage, 2);
    EXPECT_EQ(layer("layer2.0.conv1").stage, 2);
    EXPECT_EQ(layer("layer2.0.conv2").stage, 3);
    EXPECT_EQ(layer("layer2.0.conv2").height, 28);
    const auto fc1 = layer("layer4.2.se.fc1");
    EXPECT_EQ(fc1.kind, "se fc");
    EXPECT_EQ(fc1.block, "SE_5_3");
    EXPECT_EQ(fc1.stage, 5);
    EXPECT_TRUE(fc1.se);
    EXPECT_EQ(fc1.parameters, 2048 * 128 + 128);
    EXPECT_EQ(layer("layer4.2.se").kind, "squeeze");
    EXPECT_EQ(layer("global_pool").kind, "pool");
    EXPECT_EQ(layer("fc").kind, "linear");
    EXPECT_EQ(layer("fc").stage, 5);
}

// By hand: 16 positions x 8 rows x 12 columns; the rest as fvcore counts it.
TEST(GraphCost, CountsWhatOtherNetworksHave) {
    graph::Graph g;
    auto x = g.add_input("x", {1, 12, 4, 4});
    x = g.add(graph::Convolution{{1, 1}, {0, 0, 0, 0}, {1, 1}},
              {x, g.add_weight("a", {8, 12, 1, 1})}, "conv");
    const auto y = g.add(graph::TransposedConvolution{{2, 2}, {0, 0, 0, 0}, {0, 0}, {1, 1}},
                         {x, g.add_weight("b", {8, 3, 2, 2})}, "up");
    auto z = g.add(graph::Reshape{{0, 0, -1}}, {x});
    z = g.add(graph::MatMul{}, {z, g.add_weight("c", {16, 5})}, "projected");
    z = g.add(graph::LayerNorm{}, {z, g.add_weight("d", {5})}, "norm");
    const auto other = g.add(graph::Permute{{0, 2, 1}}, {z});
    const auto squares = g.add(graph::MatMul{}, {z, other}, "squares");
    const auto scaled = g.add(graph::Binary{graph::BinaryKind::multiply, {}},
                              {squares, g.add_weight("mask", {8, 8}, true)}, "masked");
    const auto again = g.add(graph::Binary{graph::BinaryKind::multiply, {}},
                             {z, g.add_weight("d", {5})}, "shared");
    g.outputs = {y, scaled, again};
    const std::vector<graph::Shape> inputs{{1, 12, 4, 4}};
    const auto macs = cost_of(g, {}, inputs, CostConvention::macs);
    EXPECT_EQ(macs.operations(), 16 * 8 * 12 + 16 * 8 * 3 * 4 + 8 * 16 * 5);
    EXPECT_EQ(macs.parameters(), 96 + 96 + 80 + 5);
    EXPECT_EQ(macs.layers.size(), 4U);
    const auto fvcore = cost_of(g, {}, inputs, CostConvention::fvcore);
    EXPECT_EQ(fvcore.operations() - macs.operations(), 5 * 8 * 5 + 8 * 8 * 5);
}

TEST(GraphCost, RefusesSizesThatTheNetworkCannotTake) {
    graph::Graph g;
    const auto x = g.add_input("x", {-1, 3, -1, -1});
    g.outputs = {g.add(graph::Convolution{{1, 1}, {0, 0, 0, 0}, {1, 1}},
                       {x, g.add_weight("a", {8, 3, 7, 7})}, "conv")};
    try {
        cost_of(g, {}, images(4), CostConvention::macs);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_THAT(error.message(), HasSubstr("convolution in conv"));
        EXPECT_THAT(error.hint(), HasSubstr("--size"));
    }
    EXPECT_THROW(cost_of(g, {}, std::vector<graph::Shape>{{1 << 20, 3, 1 << 20, 1 << 20}},
                         CostConvention::flops),
                 Error);
}

}  // namespace
}  // namespace sescope
