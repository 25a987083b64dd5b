// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace at {
class Tensor;
}

namespace sescope {

/// What follows a convolution in the same pass: scale * f(x) + shift.
struct Activation {
    enum Kind {
        none,
        relu,
        relu6,      ///< min(max(x, 0), 6)
        silu,       ///< x sigmoid(x)
        hard_swish  ///< x min(max(x + 3, 0), 6) / 6
    };
    Kind kind = none;
    float scale = 1;
    float shift = 0;

    constexpr Activation() = default;
    constexpr Activation(Kind f) : kind(f) {}  // NOLINT: f alone is an activation
    constexpr Activation(Kind f, float times, float plus) : kind(f), scale(times), shift(plus) {}
    bool operator==(const Activation&) const = default;

    /// Whether f is all.
    constexpr bool is_plain() const { return scale == 1 && shift == 0; }
};

/// Overwrites `values` with their activation, by ATen's operators; a NaN stays one.
void activate(at::Tensor& values, const Activation& activation);

}  // namespace sescope
