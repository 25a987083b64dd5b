// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/activation.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/hardswish.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/silu.h>

namespace sescope {

namespace {

void apply(at::Tensor& values, Activation::Kind kind) {
    switch (kind) {
        case Activation::none:
            return;
        case Activation::relu:
            at::relu_(values);
            return;
        case Activation::relu6:
            at::clamp_(values, 0, 6);
            return;
        case Activation::silu:
            at::silu_(values);
            return;
        case Activation::hard_swish:
            at::hardswish_(values);
            return;
    }
}

}  // namespace

void activate(at::Tensor& values, const Activation& activation) {
    apply(values, activation.kind);
    if (!activation.is_plain()) values.mul_(activation.scale).add_(activation.shift);
}

}  // namespace sescope
