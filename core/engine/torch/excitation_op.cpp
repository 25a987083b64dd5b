// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/excitation_op.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>

#include "core/engine/torch/compile/activations.h"
#include "core/engine/torch/squeeze.h"

namespace sescope {
namespace {

at::Tensor pointwise(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return at::conv2d(x, weight.unsqueeze(-1).unsqueeze(-1), bias);
}

}  // namespace

Excitation ExcitationOp::operator()(const at::Tensor& u, bool with_energies) const {
    const Squeezed z = squeezed(u, squeeze, with_energies);
    if (squeeze == Squeeze::none) {
        at::Tensor within = pointwise(u.to(at::kFloat), weight1, bias1);
        activate(within, hidden);
        return {activated(gate, pointwise(within, weight2, bias2), true), z.energies};
    }
    return {gates_of(z.value).unsqueeze(-1).unsqueeze(-1), z.energies};
}

at::Tensor ExcitationOp::gates_of(const at::Tensor& z) const {
    at::Tensor within = at::linear(z, weight1, bias1);
    activate(within, hidden);
    return activated(gate, at::linear(within, weight2, bias2), true);
}

at::Tensor gates_per_image(const at::Tensor& gates) {
    if (gates.size(2) == 1 && gates.size(3) == 1) return gates.flatten(1).contiguous();
    return gates.mean({2, 3}).contiguous();
}

}  // namespace sescope
