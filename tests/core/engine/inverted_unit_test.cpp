// SPDX-License-Identifier: GPL-3.0-or-later
// Inverted residuals are recognised however exporters write them, and computed as their operators
// one by one are.
#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "core/engine/torch/compile/run_operator.h"
#include "core/engine/torch/compile/steps.h"
#include "core/engine/torch/gate_collector.h"
#include "tests/core/engine/made_convolution.h"
#include "tests/core/network/gates/made_graph.h"

namespace sescope::testing {
namespace {

using graph::ActivationKind;
using graph::BinaryKind;
using graph::ValueId;
using test::MadeGraph;

constexpr std::int64_t kWide = 24;

/// A network of one output, and weights.
struct Made {
    Network network;
    StateDict weights;
};

Made finished(MadeGraph& made, ValueId output) {
    Made result;
    result.network.sites = made.found(output).sites;
    result.network.graph = made.graph;
    for (const graph::Value& value : made.graph.values) {
        if (value.kind != graph::ValueKind::weight) continue;
        const bool is_vector = value.shape.size() == 1;
        const at::Tensor drawn = is_vector
                                     ? at::rand(value.shape).add_(0.5)
                                     : at::randn(value.shape)
                                           .mul_(std::sqrt(2.0 * double(value.shape[0]) /
                                                           double(at::randn(value.shape).numel())));
        const auto* const first = drawn.const_data_ptr<float>();
        result.weights.add(StateDict::make_tensor(
            value.name, value.shape, std::vector<float>(first, first + drawn.numel())));
    }
    return result;
}

/// Every operator alone, in double.
std::vector<at::Tensor> one_by_one(const Made& made, const at::Tensor& x) {
    const graph::Graph& graph = made.network.graph;
    std::vector<at::Tensor> values(graph.values.size());
    const GraphWeights weights(made.weights, at::kCPU);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (graph.values[i].kind != graph::ValueKind::weight) continue;
        values[i] = weights.tensor(graph.values[i]).to(at::kDouble);
    }
    values[std::size_t(graph.inputs.front())] = x.to(at::kDouble);
    for (const graph::Operator& op : graph.operators) {
        std::vector<at::Tensor> inputs;
        for (const ValueId input : op.inputs) {
            inputs.push_back(input == graph::kAbsent ? at::Tensor() : values[std::size_t(input)]);
        }
        values[std::size_t(op.outputs.front())] = run_operator(op.kind, inputs, false);
    }
    return values;
}

std::vector<PlannedStep> plan_of(const Made& made) {
    return plan_steps(NetworkIndex(made.network), made.network.graph.outputs);
}

bool is_one_unit(const Made& made) {
    const auto plan = plan_of(made);
    return plan.size() == 1 && std::holds_alternative<InvertedMatch>(plan.front().match);
}

void expect_same_values(const Made& made, const graph::Shape& shape) {
    const auto plan = plan_of(made);
    ASSERT_EQ(plan.size(), 1U);
    const Step step = load_step(plan.front(), made.network, made.weights, at::kCPU);
    const std::vector<graph::Shape> inputs{shape};
    const auto shapes = graph::infer_shapes(made.network.graph, inputs);
    const Step packed =
        packed_for(step, shapes, plan.front().range.input, shape.front(), Products::fp32);
    const at::Tensor x = channels_last(shape);
    const auto expected = one_by_one(made, x);
    const at::Tensor output = expected[std::size_t(made.network.graph.outputs.front())];
    for (const Step& each : {step, packed}) {
        GateCollector gates(true);
        const at::Tensor y = run_step(each, x, gates).front();
        EXPECT_LT(distance(y, output), 1e-5 * output.abs().max().item<double>());
        for (const GateSite& site : made.network.sites) {
            const at::Tensor gate = expected[std::size_t(site.place.gate)].flatten(1);
            EXPECT_LT(distance(gates.gates().at(0), gate), 1e-6);
            const at::Tensor u = expected[std::size_t(site.place.scaled)];
            const at::Tensor energies = u.square().mean({2, 3});
            EXPECT_LT(distance(gates.energies().at(0), energies),
                      1e-5 * energies.max().item<double>());
        }
    }
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
