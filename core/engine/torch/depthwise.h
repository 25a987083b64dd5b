// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of depthwise convolutions: each output channel reads one input channel, so that
// sixteen neighbouring channels are computed side by side and nothing is summed across lanes.
#pragma once

#include <cstdint>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/instructions.h"
#include "core/engine/torch/panels.h"

namespace sescope::depthwise {

/// Channels that are computed side by side: a panel of the pointwise convolution before.
inline constexpr std::int64_t kSlab = panels::kPanel;

/// Kernels of `side` x `side` taps that move by `stride`.
struct Taps {
    std::int64_t side = 3;
    std::int64_t stride = 1;
    const float* weights = nullptr;  ///< [side * side, kSlab]
    const float* bias = nullptr;     ///< [kSlab]
};

/// Whether there is a kernel for these.
bool has_kernel(std::int64_t side, std::int64_t stride);

/// A row of outputs of one slab.
struct OutputRow {
    float* values = nullptr;
    std::int64_t stride = 0;  ///< from an output pixel to the next
    std::int64_t count = 0;
    std::int64_t channels = kSlab;  ///< that are written, 1 to kSlab
    float* sums = nullptr;          ///< [channels]: over the row's outputs; null: not wanted
    float* squares = nullptr;       ///< [channels]: of their squares; null: not wanted
};

/// output = activation(bias + sum over taps). `rows`: `side` rows of inputs, [.., kSlab] each, from
/// the first that the first output reads. Each value is summed in the order of taps whatever the
/// row's length and whatever the instructions.
void compute_row(Instructions instructions, const float* const* rows, const Taps& taps,
                 const Activation& activation, const OutputRow& to);

// The function for one set of instructions (depthwise_kernel.h).
namespace avx2 {
void compute_row(const float* const* rows, const Taps& taps, const Activation& activation,
                 const OutputRow& to);
}  // namespace avx2
namespace avx512 {
void compute_row(const float* const* rows, const Taps& taps, const Activation& activation,
                 const OutputRow& to);
}  // namespace avx512

}  // namespace sescope::depthwise
