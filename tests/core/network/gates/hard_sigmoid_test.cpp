// SPDX-License-Identifier: GPL-3.0-or-later
// Bounding functions in every spelling.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "tests/core/network/gates/made_graph.h"

namespace sescope::test {
namespace {

using testing::SizeIs;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Spelling {
    const char* name;
    std::function<ValueId(MadeGraph&, ValueId)> gate;
    GateCurve curve;
    GateRange range;
};

class Spelled : public testing::TestWithParam<Spelling> {};

TEST_P(Spelled, IsFound) {
    MadeGraph made;
    const auto squeezed = made.mean(made.input());
    const auto gate = GetParam().gate(made, made.excitation(squeezed, 8, 2));
    const auto found = made.found(made.times(made.input(), gate));
    ASSERT_THAT(found.sites, SizeIs(1));
    const auto& site = found.sites.front();
    EXPECT_EQ(site.curve, GetParam().curve);
    EXPECT_NEAR(site.range.lower, GetParam().range.lower, 1e-7);
    EXPECT_NEAR(site.range.upper, GetParam().range.upper, 1e-7);
    EXPECT_NEAR(site.range.at_zero, GetParam().range.at_zero, 1e-7);
    EXPECT_EQ(site.place.gate, gate);
    EXPECT_EQ(site.kind, GateKind::se);
    EXPECT_EQ(site.hidden, 2);
    // All operators but none that the excitation does not have.
    EXPECT_THAT(site.place.operators, SizeIs(made.graph.operators.size()));
}

INSTANTIATE_TEST_SUITE_P(
    , Spelled,
    testing::Values(
        Spelling{"HardSigmoid",
                 [](MadeGraph& m, ValueId x) { return m.hard_sigmoid(x); },
                 GateCurve::hard_sigmoid,
                 {0, 1, 0.5}},
        Spelling{"HardSigmoidOfOnnx",
                 [](MadeGraph& m, ValueId x) {
                     return m.activation(ActivationKind::hard_sigmoid, x, 0.2, 0.5);
                 },
                 GateCurve::hard_sigmoid,
                 {0, 1, 0.5}},
        Spelling{"Relu6ThenDivided",
                 [](MadeGraph& m, ValueId x) {
                     const auto moved = m.by(BinaryKind::add, x, 3);
                     return m.by(BinaryKind::divide, m.clamp(moved, 0, 6), 6);
                 },
                 GateCurve::hard_sigmoid,
                 {0, 1, 0.5}},
        Spelling{"Relu6ThenMultiplied",
                 [](MadeGraph& m, ValueId x) {
                     const auto moved = m.by(BinaryKind::add, x, 3);
                     return m.by(BinaryKind::multiply, m.clamp(moved, 0, 6), 1 / 6.0F);
                 },
                 GateCurve::hard_sigmoid,
                 {0, 1, 0.5}},
        Spelling{"ClampedBelowThenAbove",
                 [](MadeGraph& m, ValueId x) {
                     const auto moved = m.by(BinaryKind::add, x, 3);
                     const auto low = m.clamp(moved, 0, kInfinity);
                     return m.by(BinaryKind::divide, m.clamp(low, -kInfinity, 6), 6);
                 },
                 GateCurve::hard_sigmoid,
                 {0, 1, 0.5}},
        Spelling{"MaximumAndMinimum",
                 [](MadeGraph& m, ValueId x) {
                     const auto moved =
                         m.by(BinaryKind::add, m.by(BinaryKind::multiply, x, 0.2), 0.5);
                     return m.by(BinaryKind::minimum, m.by(BinaryKind::maximum, moved, 0.0), 1);
                 },
                 GateCurve::hard_sigmoid,
                 {0, 1, 0.5}},
        Spelling{"Relu6",
                 [](MadeGraph& m, ValueId x) { return m.clamp(x, 0, 6); },
                 GateCurve::clamp,
                 {0, 6, 0}},
        Spelling{
            "TwiceASigmoid",
            [](MadeGraph& m, ValueId x) { return m.by(BinaryKind::multiply, m.sigmoid(x), 2); },
            GateCurve::sigmoid,
            {0, 2, 1}},
        Spelling{"OneAndASigmoid",
                 [](MadeGraph& m, ValueId x) { return m.by(BinaryKind::add, m.sigmoid(x), 1); },
                 GateCurve::sigmoid,
                 {1, 2, 1.5}},
        Spelling{"OneLessASigmoid",
                 [](MadeGraph& m, ValueId x) {
                     return m.by(BinaryKind::add, m.by(BinaryKind::multiply, m.sigmoid(x), -1), 1);
                 },
                 GateCurve::sigmoid,
                 {0, 1, 0.5}}),
    [](const auto& spelling) { return std::string(spelling.param.name); });

}  // namespace
}  // namespace sescope::test
