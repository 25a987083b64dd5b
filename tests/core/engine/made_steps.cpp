// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/made_steps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/engine/torch/compile/run_operator.h"
#include "core/engine/torch/gate_collector.h"
#include "tests/core/engine/made_convolution.h"

namespace sescope::testing {

using graph::ValueId;

namespace {

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

}  // namespace

Made finished(test::MadeGraph& made, ValueId output) {
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

std::vector<PlannedStep> plan_of(const Made& made) {
    return plan_steps(NetworkIndex(made.network), made.network.graph.outputs);
}

void expect_same_values(const Made& made, const graph::Shape& shape) {
    const auto plan = plan_of(made);
    ASSERT_EQ(plan.size(), 1U);
    const Step step = load_step(plan.front(), made.network, made.weights, at::kCPU);
    const std::vector<graph::Shape> inputs{shape};
    const auto shapes = graph::infer_shapes(made.network.graph, inputs);
    const Step packed =
        packed_for(step, shapes, plan.front().range.input, shape.front(), MatmulMode::fp32);
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

}  // namespace sescope::testing
