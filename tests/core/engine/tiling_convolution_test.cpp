// SPDX-License-Identifier: GPL-3.0-or-later
// Transposed convolutions whose tiles lie side by side: the kernel against ATen's, and what is
// taken into its pass.
#include "core/engine/torch/tiling_convolution.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/engine/made_convolution.h"
#include "tests/core/engine/made_steps.h"
#include "tests/core/engine/rounding.h"
#include "tests/core/engine/with_instructions.h"

namespace sescope::testing {
namespace {

using graph::ValueId;
using test::MadeGraph;

class Tiling : public WithInstructions {};
INSTANTIATE_TEST_SUITE_P(With, Tiling, each_set_of_instructions(), name_of_set);

// Rows of a tile of fewer columns than a vector has lanes, of some panels, and of parts of one.
TEST_P(Tiling, GivesWhatThePlainOneGives) {
    for (const std::int64_t out : {1, 5, 16, 24}) {
        for (const auto& [height, width] : {std::pair{2, 2}, {3, 1}, {2, 4}}) {
            const at::Tensor weight = at::randn({24, out, height, width}).div_(std::sqrt(24));
            const at::Tensor bias = at::randn({out});
            const auto fast = TilingConvolution::make(weight, bias, GetParam());
            ASSERT_TRUE(fast);
            const at::Tensor x = channels_last({2, 24, 5, 13});
            const at::Tensor expected = at::conv_transpose2d(
                x.to(at::kDouble), weight.to(at::kDouble), bias.to(at::kDouble), {height, width});
            for (const Activation activation : kActivations) {
                const at::Tensor y = (*fast)(x, activation);
                ASSERT_EQ(y.sizes(), expected.sizes());
                EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                EXPECT_LT(distance(y, activated(expected, activation)), rounding_of(24));
            }
        }
    }
}

TEST_P(Tiling, GivesAnImageTheSameBitsWhereverItStands) {
    const auto fast = TilingConvolution::make(at::randn({16, 24, 2, 2}), {}, GetParam());
    const at::Tensor image = channels_last({1, 16, 7, 9});
    const at::Tensor batch =
        at::cat({channels_last({3, 16, 7, 9}), image}).contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT_TRUE(at::equal((*fast)(batch, Activation::silu).narrow(0, 3, 1),
                          (*fast)(image, Activation::silu)));
}

TEST_P(Tiling, KeepsWhatIsNoNumber) {
    const auto fast = TilingConvolution::make(at::randn({16, 5, 2, 2}), at::randn({5}), GetParam());
    at::Tensor x = channels_last({1, 16, 4, 4});
    x.select(2, 1).select(2, 2).fill_(std::nan(""));
    for (const Activation activation : kActivations) {
        const at::Tensor there = at::isnan((*fast)(x, activation));
        EXPECT_TRUE(there.narrow(2, 2, 2).narrow(3, 4, 2).all().item<bool>());
        EXPECT_EQ(there.sum().item<std::int64_t>(), 4 * 5);
    }
}

ValueId transposed(MadeGraph& made, ValueId x, std::int64_t in, std::int64_t out,
                   std::int64_t kernel, std::int64_t stride, bool bias) {
    graph::TransposedConvolution how;
    how.stride = {stride, stride};
    how.padding = {0, 0, 0, 0};
    how.output_padding = {0, 0};
    how.dilation = {1, 1};
    return made.add(how, {x, made.weight({in, out, kernel, kernel}),
                          bias ? made.weight({out}) : graph::kAbsent});
}

// As PP-OCR's detectors end, and what is like it and is none.
TEST(TilingChain, TakesASumANormAndAnActivation) {
    for (const bool bias : {false, true}) {
        MadeGraph graph;
        ValueId x = transposed(graph, graph.input(), 8, 24, 2, 2, bias);
        x = graph.plus(x, graph.weight({1, 24, 1, 1}));
        x = graph.relu(graph.norm(x, 24));
        x = graph.plus(transposed(graph, x, 24, 1, 2, 2, false), graph.weight({1, 1, 1, 1}));
        expect_same_values(finished(graph, graph.sigmoid(x)), {2, 8, 16, 16});
    }
}

TEST(TilingChain, LeavesTilesThatOverlapAndSumsWithMaps) {
    MadeGraph overlapping;
    const ValueId x = transposed(overlapping, overlapping.input(), 8, 8, 3, 2, true);
    expect_same_values(finished(overlapping, overlapping.relu(x)), {2, 8, 16, 16});

    MadeGraph adding;
    const ValueId y = transposed(adding, adding.input(), 8, 8, 2, 2, true);
    const ValueId sum = adding.plus(adding.sigmoid(y), y);
    expect_same_values(finished(adding, adding.relu(sum)), {2, 8, 16, 16});
}

}  // namespace
}  // namespace sescope::testing
