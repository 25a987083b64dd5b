// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/graph/graph.h"

namespace sescope::graph {
namespace {

using testing::HasSubstr;
using Shapes = std::vector<Shape>;

// Shapes of all outputs of a call; its first arguments are the inputs, by these names.
Shapes call(const std::string& name, const std::vector<std::string>& tensors, const Shapes& inputs,
            std::vector<Argument> arguments = {}, std::size_t outputs = 1) {
    Graph g;
    AtenCall made{"aten::" + name, "", {}};
    std::vector<ValueId> ids;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        ids.push_back(g.add_input("x", Shape(inputs[i].size(), -1)));
        if (i < tensors.size()) made.arguments.push_back({tensors[i], InputArgument{i}});
    }
    for (auto& argument : arguments) made.arguments.push_back(std::move(argument));
    g.outputs = g.add_call(std::move(made), ids, outputs);
    validate(g);
    const auto shapes = infer_shapes(g, inputs);
    Shapes out;
    for (const auto id : g.outputs) out.push_back(shapes[static_cast<std::size_t>(id)]);
    return out;
}

Argument number(const char* name, std::int64_t value) {
    return {name, value};
}
Argument list(const char* name, Shape values) {
    return {name, std::move(values)};
}
const std::vector<std::string> self{"self"};

TEST(CallShapes, ElementByElement) {
    EXPECT_EQ(call("erf", self, {{2, 3}}), (Shapes{{2, 3}}));
    EXPECT_EQ(call("where", {"condition", "self", "other"}, {{2, 1}, {1, 3}, {}}),
              (Shapes{{2, 3}}));
    EXPECT_EQ(call("prelu", {"self", "weight"}, {{2, 3, 5, 5}, {3}}), (Shapes{{2, 3, 5, 5}}));
}

TEST(CallShapes, WithSeveralOutputs) {
    EXPECT_EQ(call("topk", self, {{2, 9}}, {number("k", 4)}, 2), (Shapes{{2, 4}, {2, 4}}));
    EXPECT_EQ(call("var_mean", self, {{2, 3, 4}}, {list("dim", {-1}), {"keepdim", true}}, 2),
              (Shapes{{2, 3, 1}, {2, 3, 1}}));
    EXPECT_EQ(call("max", self, {{2, 3, 4}}, {number("dim", 1)}, 2), (Shapes{{2, 4}, {2, 4}}));
    EXPECT_EQ(
        call("meshgrid", {}, {{2}, {5}}, {{"tensors", std::vector<InputArgument>{{0}, {1}}}}, 2),
        (Shapes{{2, 5}, {2, 5}}));
    EXPECT_THROW(call("topk", self, {{2, 9}}, {number("k", 4)}, 3), Error);
    EXPECT_THROW(call("topk", self, {{2, 9}}, {number("k", 10)}, 2), Error);
}

TEST(CallShapes, Reductions) {
    EXPECT_EQ(call("logsumexp", self, {{2, 3, 4}}, {list("dim", {0, 2})}), (Shapes{{3}}));
    EXPECT_EQ(call("prod", self, {{2, 3}}), (Shapes{{}}));
    EXPECT_EQ(call("max", {"self", "other"}, {{2, 1}, {3}}), (Shapes{{2, 3}}));
}

TEST(CallShapes, Products) {
    EXPECT_EQ(call("bmm", {"self", "mat2"}, {{2, 3, 4}, {2, 4, 5}}), (Shapes{{2, 3, 5}}));
    EXPECT_EQ(call("addmm", {"self", "mat1", "mat2"}, {{5}, {3, 4}, {4, 5}}), (Shapes{{3, 5}}));
    EXPECT_EQ(call("scaled_dot_product_attention", {"query", "key", "value"},
                   {{1, 2, 10, 8}, {1, 2, 12, 8}, {1, 2, 12, 6}}),
              (Shapes{{1, 2, 10, 6}}));
    const Argument both{"tensors", std::vector<InputArgument>{{0}, {1}}};
    EXPECT_EQ(call("einsum", {}, {{2, 3, 4}, {2, 4, 5}}, {both, {"equation", "bij, bjk -> bik"}}),
              (Shapes{{2, 3, 5}}));
    EXPECT_EQ(call("einsum", {}, {{3, 4}, {4, 5}}, {both, {"equation", "zj,ja"}}),
              (Shapes{{5, 3}}));
    EXPECT_THROW(call("einsum", {}, {{3, 4}, {5, 5}}, {both, {"equation", "ij,jk"}}), Error);
}

TEST(CallShapes, WhatTakesAndMovesElements) {
    EXPECT_EQ(call("index_select", {"self", "index"}, {{2, 9, 4}, {5}}, {number("dim", 1)}),
              (Shapes{{2, 5, 4}}));
    EXPECT_EQ(call("embedding", {"weight", "indices"}, {{10, 3}, {4, 4}}), (Shapes{{4, 4, 3}}));
    EXPECT_EQ(call("pixel_shuffle", self, {{1, 8, 3, 5}}, {number("upscale_factor", 2)}),
              (Shapes{{1, 2, 6, 10}}));
    EXPECT_EQ(call("pixel_unshuffle", self, {{1, 2, 6, 10}}, {number("downscale_factor", 2)}),
              (Shapes{{1, 8, 3, 5}}));
    const std::vector<Argument> window{list("kernel_size", {3, 3}), list("dilation", {1, 1}),
                                       list("padding", {1, 1}), list("stride", {2, 2})};
    EXPECT_EQ(call("im2col", self, {{1, 4, 8, 9}}, window), (Shapes{{1, 36, 20}}));
    EXPECT_EQ(call("unfold", self, {{1, 12}},
                   {number("dimension", 1), number("size", 6), number("step", 3)}),
              (Shapes{{1, 3, 6}}));
    EXPECT_EQ(call("repeat", self, {{3, 4}}, {list("repeats", {2, 1, 2})}), (Shapes{{2, 3, 8}}));
    EXPECT_EQ(call("tile", self, {{3, 4}}, {list("dims", {2})}), (Shapes{{3, 8}}));
    EXPECT_EQ(call("repeat_interleave", self, {{3, 4}}, {number("repeats", 2), number("dim", 1)}),
              (Shapes{{3, 8}}));
    EXPECT_EQ(call("stack", {}, {{3, 4}, {3, 4}},
                   {{"tensors", std::vector<InputArgument>{{0}, {1}}}, number("dim", -1)}),
              (Shapes{{3, 4, 2}}));
    EXPECT_EQ(call("glu", self, {{3, 4}}, {number("dim", 1)}), (Shapes{{3, 2}}));
    EXPECT_EQ(call("diagonal", self, {{3, 4}}, {number("offset", 1)}), (Shapes{{3}}));
    EXPECT_EQ(call("arange", {}, {}, {number("start", 2), number("end", 9), number("step", 3)}),
              (Shapes{{3}}));
}

TEST(CallShapes, AMissingArgumentIsNamed) {
    try {
        call("pixel_shuffle", self, {{1, 8, 3, 5}});
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("aten::pixel_shuffle"));
        EXPECT_THAT(error.message(), HasSubstr("its argument upscale_factor"));
    }
}

}  // namespace
}  // namespace sescope::graph
