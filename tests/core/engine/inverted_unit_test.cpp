// SPDX-License-Identifier: GPL-3.0-or-later
// Inverted residuals are recognised however exporters write them, and computed as their operators
// one by one are.
#include <gtest/gtest.h>

#include "tests/core/engine/made_steps.h"

namespace sescope::testing {
namespace {

using graph::ActivationKind;
using graph::BinaryKind;
using graph::ValueId;
using test::MadeGraph;

constexpr std::int64_t kWide = 24;

bool is_one_unit(const Made& made) {
    return is_one<InvertedMatch>(made);
}

/// Of `x`, 8 channels, as far as its projection.
ValueId inverted(MadeGraph& made, ValueId x, ActivationKind activation, std::int64_t kernel,
                 std::int64_t stride, std::int64_t out) {
    const ValueId wide =
        made.activation(activation, made.norm(made.convolution(x, 8, kWide), kWide));
    const ValueId deep = made.activation(
        activation,
        made.norm(made.convolution(wide, kWide, kWide, {kernel, kernel}, kWide, stride), kWide));
    const ValueId hidden = made.activation(activation, made.convolution(made.mean(deep), kWide, 4));
    const ValueId scaled = made.times(deep, made.sigmoid(made.convolution(hidden, 4, kWide)));
    return made.norm(made.convolution(scaled, kWide, out), out);
}

TEST(InvertedUnit, GivesWhatItsOperatorsGive) {
    for (const ActivationKind activation :
         {ActivationKind::relu, ActivationKind::silu, ActivationKind::hard_swish}) {
        for (const std::int64_t kernel : {3, 5}) {
            for (const std::int64_t side : {16, 7}) {
                MadeGraph adding({3, 8, side, side});
                const ValueId x = adding.input();
                const ValueId sum = adding.plus(inverted(adding, x, activation, kernel, 1, 8), x);
                const Made made = finished(adding, sum);
                ASSERT_TRUE(is_one_unit(made));
                ASSERT_EQ(made.network.sites.size(), 1U);
                expect_same_values(made, {3, 8, side, side});
            }

            MadeGraph strided({2, 8, 15, 17});
            const ValueId y = inverted(strided, strided.input(), activation, kernel, 2, 16);
            const Made narrowed = finished(strided, y);
            ASSERT_TRUE(is_one_unit(narrowed));
            expect_same_values(narrowed, {2, 8, 15, 17});
        }
    }
}

/// x times a number and plus one, both learnt.
ValueId by_numbers(MadeGraph& made, ValueId x) {
    const ValueId scaled = made.times(made.weight({1}), x);
    return made.plus(scaled, made.weight({1}));
}

ValueId hard_swish_in_parts(MadeGraph& made, ValueId x) {
    const ValueId clamped = made.clamp(made.by(BinaryKind::add, x, 3), 0, 6);
    return made.by(BinaryKind::divide, made.times(x, clamped), 6);
}

// As PP-OCR's networks are written.
TEST(InvertedUnit, TakesActivationsInPartsAndNumbersAroundThem) {
    MadeGraph graph;
    ValueId x = graph.convolution(graph.input(), 8, 8, {3, 3}, 8);
    x = by_numbers(graph, hard_swish_in_parts(graph, by_numbers(graph, x)));
    x = by_numbers(graph, graph.convolution(x, 8, 24));
    const Made made = finished(graph, by_numbers(graph, hard_swish_in_parts(graph, x)));
    ASSERT_TRUE(is_one_unit(made));
    expect_same_values(made, {2, 8, 16, 16});
}

TEST(InvertedUnit, TakesASigmoidThatMultipliesItsInput) {
    MadeGraph graph;
    ValueId x = graph.norm(graph.convolution(graph.input(), 8, 8, {3, 3}, 8), 8);
    x = graph.times(x, graph.sigmoid(x));
    const Made made = finished(graph, graph.convolution(x, 8, 16));
    ASSERT_TRUE(is_one_unit(made));
    expect_same_values(made, {2, 8, 16, 16});
}

TEST(InvertedUnit, IsNothingElse) {
    {
        MadeGraph graph;  // what the projection reads is wanted elsewhere
        const ValueId deep = graph.relu(graph.convolution(graph.input(), 8, 8, {3, 3}, 8));
        const ValueId narrow = graph.convolution(deep, 8, 8);
        EXPECT_FALSE(is_one_unit(finished(graph, graph.plus(narrow, deep))));
    }
    {
        MadeGraph graph;  // groups of two channels
        const ValueId deep = graph.relu(graph.convolution(graph.input(), 8, 8, {3, 3}, 4));
        EXPECT_FALSE(is_one_unit(finished(graph, graph.convolution(deep, 8, 8))));
    }
    {
        MadeGraph graph;  // the gate is of another map
        const ValueId deep = graph.relu(graph.convolution(graph.input(), 8, 8, {3, 3}, 8));
        const ValueId gate = graph.sigmoid(graph.excitation(graph.mean(graph.input()), 8, 2));
        const ValueId scaled = graph.times(deep, gate);
        EXPECT_FALSE(is_one_unit(finished(graph, graph.convolution(scaled, 8, 8))));
    }
}

}  // namespace
}  // namespace sescope::testing
