// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/excitation_op.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>

#include <string>
#include <vector>

#include "core/engine/torch/squeeze.h"

namespace sescope {
namespace {

at::Tensor gate_of(const at::Tensor& x, GateCurve curve) {
    switch (curve) {
        case GateCurve::sigmoid:
            return x.sigmoid();
        case GateCurve::hard_sigmoid:
            return ((x + 3.0).clamp(0.0, 6.0)).div_(6.0);
        case GateCurve::tanh:
            return x.tanh();
        case GateCurve::relu:
            return x.relu();
        case GateCurve::clamp:
        case GateCurve::softmax:
            break;
    }
    return x.sigmoid();
}

at::Tensor pointwise(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return at::conv2d(x, weight.unsqueeze(-1).unsqueeze(-1), bias);
}

}  // namespace

Excitation ExcitationOp::operator()(const at::Tensor& u, bool with_energies) const {
    const Squeezed z = squeezed(u, squeeze, with_energies);
    if (squeeze == Squeeze::none) {
        const at::Tensor hidden = pointwise(u.to(at::kFloat), weight1, bias1).relu_();
        return {gate_of(pointwise(hidden, weight2, bias2), curve), z.energies};
    }
    return {gates_of(z.value).unsqueeze(-1).unsqueeze(-1), z.energies};
}

at::Tensor ExcitationOp::gates_of(const at::Tensor& z) const {
    const at::Tensor hidden = at::linear(z, weight1, bias1).relu_();
    return gate_of(at::linear(hidden, weight2, bias2), curve);
}

at::Tensor gates_per_image(const at::Tensor& gates) {
    if (gates.size(2) == 1 && gates.size(3) == 1) return gates.flatten(1).contiguous();
    return gates.mean({2, 3}).contiguous();
}

}  // namespace sescope
