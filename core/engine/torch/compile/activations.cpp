// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/activations.h"

#include <ATen/ops/clamp.h>
#include <ATen/ops/elu.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/hardsigmoid.h>
#include <ATen/ops/hardswish.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/mish.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/tanh.h>

#include <cmath>
#include <optional>

namespace sescope {
namespace {

std::optional<at::Scalar> bound(double value) {
    if (std::isinf(value)) return std::nullopt;
    return at::Scalar(value);
}

at::Tensor clamped(const graph::Activation& activation, const at::Tensor& x, bool in_place) {
    const auto least = bound(activation.a);
    const auto most = bound(activation.b);
    if (!least && !most) return x;
    at::Tensor y = x;
    return in_place ? at::clamp_(y, least, most) : at::clamp(x, least, most);
}

// torch's own has its slope and offset built in, and its rounding is what PyTorch users see.
at::Tensor hard_sigmoid(const graph::Activation& activation, const at::Tensor& x) {
    const bool is_torchs = std::abs(activation.a - 1.0 / 6.0) < 1e-7 && activation.b == 0.5;
    if (is_torchs) return at::hardsigmoid(x);
    return x.mul(activation.a).add_(activation.b).clamp_(0, 1);
}

}  // namespace

at::Tensor activated(const graph::Activation& activation, const at::Tensor& x, bool in_place) {
    using graph::ActivationKind;
    at::Tensor y = x;
    switch (activation.kind) {
        case ActivationKind::relu:
            return in_place ? at::relu_(y) : at::relu(x);
        case ActivationKind::leaky_relu:
            return in_place ? at::leaky_relu_(y, activation.a) : at::leaky_relu(x, activation.a);
        case ActivationKind::clamp:
            return clamped(activation, x, in_place);
        case ActivationKind::sigmoid:
            return in_place ? at::sigmoid_(y) : at::sigmoid(x);
        case ActivationKind::hard_sigmoid:
            return hard_sigmoid(activation, x);
        case ActivationKind::tanh:
            return in_place ? at::tanh_(y) : at::tanh(x);
        case ActivationKind::silu:
            return in_place ? at::silu_(y) : at::silu(x);
        case ActivationKind::hard_swish:
            return in_place ? at::hardswish_(y) : at::hardswish(x);
        case ActivationKind::gelu:
            return at::gelu(x);
        case ActivationKind::gelu_tanh:
            return at::gelu(x, "tanh");
        case ActivationKind::elu:
            return in_place ? at::elu_(y, activation.a) : at::elu(x, activation.a);
        case ActivationKind::mish:
            return at::mish(x);
        case ActivationKind::softplus:
            return at::softplus(x);
    }
    return x;
}

std::optional<Activation::Kind> fused_activation(const graph::Activation& activation) {
    switch (activation.kind) {
        case graph::ActivationKind::relu:
            return Activation::relu;
        case graph::ActivationKind::clamp:
            if (activation.a == 0 && activation.b == 6) return Activation::relu6;
            return std::nullopt;
        case graph::ActivationKind::silu:
            return Activation::silu;
        case graph::ActivationKind::hard_swish:
            return Activation::hard_swish;
        default:
            return std::nullopt;
    }
}

}  // namespace sescope
