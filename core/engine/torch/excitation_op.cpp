// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/excitation_op.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/engine/torch/squeeze.h"

namespace sescope {
namespace {

at::Tensor bounded_line(const at::Tensor& x, double slope, double offset) {
    const bool is_pytorchs = std::abs(slope - 1.0 / 6.0) < 1e-7 && offset == 0.5;
    if (is_pytorchs) return ((x + 3.0).clamp(0.0, 6.0)).div_(6.0);
    return x.mul(slope).add_(offset).clamp_(0.0, 1.0);
}

at::Tensor gate_of(const at::Tensor& x, const ExcitationOp& unit) {
    switch (unit.curve) {
        case GateCurve::sigmoid:
            return x.sigmoid();
        case GateCurve::hard_sigmoid:
            return bounded_line(x, unit.slope, unit.offset);
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
        at::Tensor within = pointwise(u.to(at::kFloat), weight1, bias1);
        activate(within, hidden);
        return {gate_of(pointwise(within, weight2, bias2), *this), z.energies};
    }
    return {gates_of(z.value).unsqueeze(-1).unsqueeze(-1), z.energies};
}

at::Tensor ExcitationOp::gates_of(const at::Tensor& z) const {
    at::Tensor within = at::linear(z, weight1, bias1);
    activate(within, hidden);
    return gate_of(at::linear(within, weight2, bias2), *this);
}

at::Tensor gates_per_image(const at::Tensor& gates) {
    if (gates.size(2) == 1 && gates.size(3) == 1) return gates.flatten(1).contiguous();
    return gates.mean({2, 3}).contiguous();
}

}  // namespace sescope
