// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of a unit whose two sides have different extents, so that one is spread over the other: what
// ends a unit in its last convolution reads as many values of one as it writes of the other.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/core/engine/made_steps.h"

namespace sescope::testing {
namespace {

using graph::ValueId;
using test::MadeGraph;

/// What a unit reads, [2, in, side, side], and what its branch makes of it.
struct Case {
    std::string name;
    std::int64_t in, side;
    std::int64_t out, padding, stride;
};

void PrintTo(const Case& each, std::ostream* out) {
    *out << each.name;
}

constexpr std::int64_t kWide = 32;

class SpreadSum : public ::testing::TestWithParam<Case> {
  protected:
    graph::Shape shape() const { return {2, GetParam().in, GetParam().side, GetParam().side}; }

    /// A 3 x 3 convolution of kWide channels, padded and strided as the case says.
    ValueId three_by_three(MadeGraph& made, ValueId x, std::int64_t groups) const {
        const ValueId y = made.convolution(x, kWide, kWide, {3, 3}, groups, GetParam().stride);
        auto& how = std::get<graph::Convolution>(made.graph.operators.back().kind);
        how.padding.assign(4, GetParam().padding);
        return y;
    }

    ValueId gated(MadeGraph& made, ValueId u, std::int64_t channels) const {
        return made.times(u, made.sigmoid(made.excitation(made.mean(u), channels, 4)));
    }
};

TEST_P(SpreadSum, OfInvertedResiduals) {
    for (const bool has_gate : {false, true}) {
        MadeGraph graph(shape());
        const ValueId x = graph.input();
        const ValueId wide = graph.relu(graph.convolution(x, GetParam().in, kWide));
        ValueId deep = graph.relu(three_by_three(graph, wide, kWide));
        if (has_gate) deep = gated(graph, deep, kWide);
        const ValueId narrow = graph.convolution(deep, kWide, GetParam().out);
        const Made made = finished(graph, graph.plus(x, narrow));
        ASSERT_TRUE(is_one<InvertedMatch>(made));
        expect_same_values(made, shape());
    }
}

TEST_P(SpreadSum, OfResidualUnits) {
    enum class Gate { none, branch, before_last, identity };
    for (const Gate gate : {Gate::none, Gate::branch, Gate::before_last, Gate::identity}) {
        MadeGraph graph(shape());
        const ValueId x = graph.input();
        const ValueId wide = graph.relu(graph.convolution(x, GetParam().in, kWide));
        ValueId within = graph.relu(three_by_three(graph, wide, 1));
        if (gate == Gate::before_last) within = gated(graph, within, kWide);
        ValueId u = graph.convolution(within, kWide, GetParam().out);
        if (gate == Gate::branch) u = gated(graph, u, GetParam().out);
        const ValueId identity = gate == Gate::identity ? gated(graph, x, GetParam().in) : x;
        const Made made = finished(graph, graph.relu(graph.plus(u, identity)));
        ASSERT_TRUE(is_one<UnitMatch>(made));
        expect_same_values(made, shape());
    }
}

INSTANTIATE_TEST_SUITE_P(Each, SpreadSum,
                         ::testing::Values(Case{"InputOverChannels", 1, 8, 32, 1, 1},
                                           Case{"InputOverPositions", 32, 1, 32, 3, 1},
                                           Case{"BranchOverChannels", 32, 8, 1, 1, 1},
                                           Case{"BranchOverPositions", 32, 3, 32, 0, 1},
                                           Case{"StridedBranchOverPositions", 32, 2, 32, 1, 2}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace sescope::testing
