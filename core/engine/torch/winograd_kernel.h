// SPDX-License-Identifier: GPL-3.0-or-later
// Winograd's transforms for one set of instructions: to be included behind lanes_avx2.h or
// lanes_avx512.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/engine/torch/activated_lanes.h"
#include "core/engine/torch/winograd_tiles.h"

namespace sescope::winograd::SESCOPE_INSTRUCTIONS {

using sescope::SESCOPE_INSTRUCTIONS::activated;
using sescope::SESCOPE_INSTRUCTIONS::Lanes;
using Vector = Lanes::Vector;

/// a + factor x b
SESCOPE_KERNEL_INLINE Vector add(Vector a, float factor, Vector b) {
    return Lanes::times_plus(Lanes::all(factor), b, a);
}

/// Six values `step` apart, through B^T.
SESCOPE_KERNEL_INLINE void through_inputs(const Vector* d, int step, Vector* to) {
    constexpr float kSum = kNear2 + kFar2;
    constexpr float kProduct = kNear2 * kFar2;
    const Vector d0 = d[0];
    const Vector d1 = d[step];
    const Vector d2 = d[2 * step];
    const Vector d3 = d[3 * step];
    const Vector d4 = d[4 * step];
    const Vector d5 = d[5 * step];
    const Vector near_even = add(d4, -kFar2, d2);
    const Vector near_odd = add(d3, -kFar2, d1);
    const Vector far_even = add(d4, -kNear2, d2);
    const Vector far_odd = add(d3, -kNear2, d1);
    to[0] = add(add(d4, -kSum, d2), kProduct, d0);
    to[step] = add(near_even, kNear, near_odd);
    to[2 * step] = add(near_even, -kNear, near_odd);
    to[3 * step] = add(far_even, kFar, far_odd);
    to[4 * step] = add(far_even, -kFar, far_odd);
    to[5 * step] = add(add(d5, -kSum, d3), kProduct, d1);
}

/// Six values `from_step` apart, through A^T to four values `to_step` apart.
SESCOPE_KERNEL_INLINE void through_outputs(const Vector* m, int from_step, Vector* to,
                                           int to_step) {
    const Vector near_sum = Lanes::plus(m[from_step], m[2 * from_step]);
    const Vector near = Lanes::minus(m[from_step], m[2 * from_step]);
    const Vector far_sum = Lanes::plus(m[3 * from_step], m[4 * from_step]);
    const Vector far = Lanes::minus(m[3 * from_step], m[4 * from_step]);
    to[0] = Lanes::plus(m[0], Lanes::plus(near_sum, far_sum));
    to[to_step] = add(Lanes::times(Lanes::all(kNear), near), kFar, far);
    to[2 * to_step] = add(Lanes::times(Lanes::all(kNear2), near_sum), kFar2, far_sum);
    to[3 * to_step] = add(add(m[5 * from_step], kNear2 * kNear, near), kFar2 * kFar, far);
}

SESCOPE_KERNEL void transform_inputs(const std::array<const float*, 36>& pixels,
                                     std::int64_t channels, float* to, std::int64_t stride) {
    for (std::int64_t c = 0; c < channels; c += Lanes::kWidth) {
        Vector tile[36];
        Vector columns[36];
        for (std::size_t p = 0; p < 36; ++p) tile[p] = Lanes::load(pixels[p] + c);
        for (int x = 0; x < 6; ++x) through_inputs(tile + x, 6, columns + x);
        for (int y = 0; y < 6; ++y) {
            through_inputs(columns + 6 * y, 1, tile + 6 * y);
            for (int x = 0; x < 6; ++x) {
                Lanes::store(to + (6 * y + x) * stride + c, tile[6 * y + x]);
            }
        }
    }
}

SESCOPE_KERNEL void transform_outputs(const float* products, std::int64_t stride,
                                      std::int64_t channels, const TileOutputs& to) {
    for (std::int64_t c = 0; c < channels; c += Lanes::kWidth) {
        Vector points[36];
        Vector columns[24];
        Vector outputs[16];
        for (int p = 0; p < 36; ++p) points[p] = Lanes::load(products + p * stride + c);
        for (int x = 0; x < 6; ++x) through_outputs(points + x, 6, columns + x, 6);
        for (int y = 0; y < 4; ++y) through_outputs(columns + 6 * y, 1, outputs + 4 * y, 1);
        const Vector bias = to.bias ? Lanes::load(to.bias + c) : Lanes::zero();
        for (std::size_t i = 0; i < 16; ++i) {
            if (!to.pixels[i]) continue;
            Lanes::store(to.pixels[i] + c, activated(to.activation, Lanes::plus(outputs[i], bias)));
        }
    }
}

}  // namespace sescope::winograd::SESCOPE_INSTRUCTIONS
