// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/excitation_op.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>

#include <string>
#include <vector>

#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/squeeze.h"

namespace sescope {
namespace {

at::Tensor gate_of(const at::Tensor& x, GateFunction gate) {
    switch (gate) {
        case GateFunction::sigmoid:
            return x.sigmoid();
        case GateFunction::hard_sigmoid:
            return ((x + 3.0).clamp(0.0, 6.0)).div_(6.0);
        case GateFunction::tanh:
            return x.tanh();
        case GateFunction::relu:
            return x.relu();
    }
    return x.sigmoid();
}

at::Tensor pointwise(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return at::conv2d(x, weight.unsqueeze(-1).unsqueeze(-1), bias);
}

}  // namespace

Excitation ExcitationOp::operator()(const at::Tensor& u, bool with_energies) const {
    const Squeezed z = squeezed(u, squeeze, with_energies);
    if (squeeze == SqueezeOperator::none) {
        const at::Tensor hidden = pointwise(u.to(at::kFloat), weight1, bias1).relu_();
        return {gate_of(pointwise(hidden, weight2, bias2), gate), z.energies};
    }
    return {gates_of(z.value).unsqueeze(-1).unsqueeze(-1), z.energies};
}

at::Tensor ExcitationOp::gates_of(const at::Tensor& z) const {
    const at::Tensor hidden = at::linear(z, weight1, bias1).relu_();
    return gate_of(at::linear(hidden, weight2, bias2), gate);
}

ExcitationOp load_excitation(const SeSpec& spec, const WeightReader& weights, at::Device device) {
    const auto matrix = [&](const std::string& prefix, std::int64_t out, std::int64_t in) {
        std::vector<std::int64_t> shape{out, in};
        if (!spec.linear) shape.insert(shape.end(), {1, 1});
        return to_device(weights.read(prefix + ".weight", shape), {out, in}, device);
    };
    const auto vector = [&](const std::string& prefix, std::int64_t size, bool present) {
        if (!present) return at::Tensor();
        return to_device(weights.read(prefix + ".bias", {size}), {size}, device);
    };
    ExcitationOp op;
    op.squeeze = spec.squeeze;
    op.gate = spec.gate;
    op.weight1 = matrix(spec.fc1, spec.hidden, spec.channels);
    op.bias1 = vector(spec.fc1, spec.hidden, spec.bias1);
    op.weight2 = matrix(spec.fc2, spec.channels, spec.hidden);
    op.bias2 = vector(spec.fc2, spec.channels, spec.bias2);
    return op;
}

at::Tensor gates_per_image(const at::Tensor& gates) {
    if (gates.size(2) == 1 && gates.size(3) == 1) return gates.flatten(1).contiguous();
    return gates.mean({2, 3}).contiguous();
}

}  // namespace sescope
