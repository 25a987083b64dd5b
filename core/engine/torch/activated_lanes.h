// SPDX-License-Identifier: GPL-3.0-or-later
// Activations of vectors, for the kernels (*_kernel.h): to be included behind lanes_avx2.h or
// lanes_avx512.h. Those and this are all that a set of instructions has to say of them.
#pragma once

#include "core/engine/torch/activation.h"

namespace sescope::SESCOPE_INSTRUCTIONS {

/// f alone. A NaN stays one, and infinities give what PyTorch's activations give.
template <Activation::Kind kind>
SESCOPE_KERNEL_INLINE Lanes::Vector activated(Lanes::Vector v) {
    if constexpr (kind == Activation::relu) {
        return Lanes::relu(v);
    } else if constexpr (kind == Activation::relu6) {
        return Lanes::clamp(v, 6.0F);
    } else if constexpr (kind == Activation::silu) {
        return Lanes::silu(v);
    } else if constexpr (kind == Activation::hard_swish) {
        const Lanes::Vector gate = Lanes::clamp(Lanes::plus(v, Lanes::all(3.0F)), 6.0F);
        return Lanes::times(v, Lanes::times(gate, Lanes::all(1.0F / 6.0F)));
    } else {
        return v;
    }
}

SESCOPE_KERNEL_INLINE Lanes::Vector activated(const Activation& activation, Lanes::Vector v) {
    switch (activation.kind) {
        case Activation::none:
            break;
        case Activation::relu:
            v = activated<Activation::relu>(v);
            break;
        case Activation::relu6:
            v = activated<Activation::relu6>(v);
            break;
        case Activation::silu:
            v = activated<Activation::silu>(v);
            break;
        case Activation::hard_swish:
            v = activated<Activation::hard_swish>(v);
            break;
    }
    if (activation.is_plain()) return v;
    return Lanes::times_plus(v, Lanes::all(activation.scale), Lanes::all(activation.shift));
}

}  // namespace sescope::SESCOPE_INSTRUCTIONS
