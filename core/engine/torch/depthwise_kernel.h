// SPDX-License-Identifier: GPL-3.0-or-later
// depthwise::compute_row for one set of instructions: to be included behind lanes_avx2.h or
// lanes_avx512.h. Up to eight neighbouring outputs are summed in registers, and each input pixel is
// read once for all of them that it meets in a row of taps.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/engine/torch/activated_lanes.h"
#include "core/engine/torch/depthwise.h"

namespace sescope::depthwise::SESCOPE_INSTRUCTIONS {

using sescope::SESCOPE_INSTRUCTIONS::activated;
using sescope::SESCOPE_INSTRUCTIONS::Lanes;
using Vector = Lanes::Vector;

inline constexpr int kWidth = Lanes::kWidth;
inline constexpr int kMostOutputs = 8;

template <Activation::Kind kind, int Outputs>
SESCOPE_KERNEL_INLINE void activate_all(Vector (&sums)[Outputs]) {
#pragma GCC unroll 8
    for (int o = 0; o < Outputs; ++o) sums[o] = activated<kind>(sums[o]);
}

template <int Outputs>
SESCOPE_KERNEL_INLINE void activate(const Activation& activation, Vector (&sums)[Outputs]) {
    switch (activation.kind) {
        case Activation::none:
            break;
        case Activation::relu:
            activate_all<Activation::relu>(sums);
            break;
        case Activation::relu6:
            activate_all<Activation::relu6>(sums);
            break;
        case Activation::silu:
            activate_all<Activation::silu>(sums);
            break;
        case Activation::hard_swish:
            activate_all<Activation::hard_swish>(sums);
            break;
    }
    if (activation.is_plain()) return;
    const Vector scale = Lanes::all(activation.scale);
    const Vector shift = Lanes::all(activation.shift);
#pragma GCC unroll 8
    for (int o = 0; o < Outputs; ++o) sums[o] = Lanes::times_plus(sums[o], scale, shift);
}

/// Adds what a row of inputs gives. Input i meets tap i - Stride * o of output o.
template <int Side, int Stride, int Outputs>
SESCOPE_KERNEL_INLINE void add_row(const float* inputs, const float* weights,
                                   Vector (&sums)[Outputs]) {
    Vector taps[Side];
#pragma GCC unroll 5
    for (int t = 0; t < Side; ++t) taps[t] = Lanes::load(weights + t * kSlab);
    constexpr int kInputs = (Outputs - 1) * Stride + Side;
#pragma GCC unroll 24
    for (int i = 0; i < kInputs; ++i) {
        Vector input = Lanes::load(inputs + i * kSlab);
        // Keeps the compiler from reading it again for each output.
        asm("" : "+v"(input));
#pragma GCC unroll 8
        for (int o = 0; o < Outputs; ++o) {
            const int tap = i - Stride * o;
            if (tap >= 0 && tap < Side) sums[o] = Lanes::times_plus(input, taps[tap], sums[o]);
        }
    }
}

/// Channels of a slab from `first` on, as many as a vector has lanes, and outputs from `output` on.
struct Place {
    std::int64_t first;
    std::int64_t output;
};

template <int Outputs>
SESCOPE_KERNEL_INLINE void write(const Vector (&sums)[Outputs], const OutputRow& to,
                                 const Place& at) {
    const std::int64_t channels = std::min<std::int64_t>(kWidth, to.channels - at.first);
    float* place = to.values + at.output * to.stride + at.first;
    if (channels == kWidth) {
#pragma GCC unroll 8
        for (int o = 0; o < Outputs; ++o, place += to.stride) Lanes::store(place, sums[o]);
    } else {
#pragma GCC unroll 8
        for (int o = 0; o < Outputs; ++o, place += to.stride) {
            Lanes::store_some(place, sums[o], channels);
        }
    }
    if (to.sums) {
        Vector total = Lanes::load_some(to.sums + at.first, channels);
#pragma GCC unroll 8
        for (int o = 0; o < Outputs; ++o) total = Lanes::plus(total, sums[o]);
        Lanes::store_some(to.sums + at.first, total, channels);
    }
    if (to.squares) {
        Vector total = Lanes::load_some(to.squares + at.first, channels);
#pragma GCC unroll 8
        for (int o = 0; o < Outputs; ++o) total = Lanes::times_plus(sums[o], sums[o], total);
        Lanes::store_some(to.squares + at.first, total, channels);
    }
}

template <int Side, int Stride, int Outputs>
SESCOPE_KERNEL void compute_outputs(const float* const* rows, const Taps& taps,
                                    const Activation& activation, const OutputRow& to,
                                    const Place& at) {
    // Lines that come from the last level of cache are on their way while the sums are made.
    const float* written = to.values + at.output * to.stride + at.first;
#pragma GCC unroll 8
    for (int o = 0; o < Outputs; ++o, written += to.stride) Lanes::ask_to_write(written);
    Vector sums[Outputs];
    const Vector bias = Lanes::load(taps.bias + at.first);
#pragma GCC unroll 8
    for (int o = 0; o < Outputs; ++o) sums[o] = bias;
    const std::int64_t first_value = at.output * Stride * kSlab + at.first;
    for (int y = 0; y < Side; ++y) {
        add_row<Side, Stride, Outputs>(rows[y] + first_value,
                                       taps.weights + y * Side * kSlab + at.first, sums);
    }
    activate<Outputs>(activation, sums);
    write<Outputs>(sums, to, at);
}

using Compute = void (*)(const float* const* rows, const Taps& taps, const Activation& activation,
                         const OutputRow& to, const Place& at);

/// By number of outputs less one.
template <int Side, int Stride, int... Outputs>
constexpr std::array<Compute, sizeof...(Outputs)> computes_of(
    std::integer_sequence<int, Outputs...>) {
    return {&compute_outputs<Side, Stride, Outputs + 1>...};
}

template <int Side, int Stride>
inline constexpr auto kComputes =
    computes_of<Side, Stride>(std::make_integer_sequence<int, kMostOutputs>());

const std::array<Compute, kMostOutputs>& computes_for(const Taps& taps) {
    if (taps.side == 3) return taps.stride == 1 ? kComputes<3, 1> : kComputes<3, 2>;
    return taps.stride == 1 ? kComputes<5, 1> : kComputes<5, 2>;
}

void compute_row(const float* const* rows, const Taps& taps, const Activation& activation,
                 const OutputRow& to) {
    const auto& computes = computes_for(taps);
    if (to.sums) std::fill_n(to.sums, to.channels, 0.0F);
    if (to.squares) std::fill_n(to.squares, to.channels, 0.0F);
    // Of equal length as far as it goes: a last one of one output would wait for its sums.
    const std::int64_t parts = (to.count + kMostOutputs - 1) / kMostOutputs;
    for (std::int64_t first = 0; first < to.channels; first += kWidth) {
        for (std::int64_t part = 0; part < parts; ++part) {
            const std::int64_t output = to.count * part / parts;
            const std::int64_t count = to.count * (part + 1) / parts - output;
            computes[std::size_t(count - 1)](rows, taps, activation, to, {first, output});
        }
    }
}

}  // namespace sescope::depthwise::SESCOPE_INSTRUCTIONS
