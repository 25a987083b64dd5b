// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/instructions.h"
#include "core/engine/torch/moving_kernel.h"

namespace sescope {

struct Convolution;

/// What is read off the outputs of a convolution while they are in registers.
struct Readings {
    bool means = false;
    bool energies = false;
};

/// A map, and what was read off it: [N, C], fp32, undefined where not asked for.
struct ReadMap {
    at::Tensor output;    ///< [N, C, H', W'], channels-last
    at::Tensor means;     ///< over positions
    at::Tensor energies;  ///< mean over positions of u^2
};

/// A depthwise convolution on the CPU, 3 x 3 or 5 x 5, of stride 1 or 2, fp32, with the pointwise
/// convolution before it where there is one: a slab of sixteen channels of some rows of that is
/// computed into the first level of cache and read there, so that the widest map of an inverted
/// residual is never written to memory. It exists because oneDNN's depthwise kernels read and write
/// that map, and the squeeze and the activations read it again (docs/speed.md). An image's outputs
/// are the same to the bit wherever in a batch it stands, and for any number of threads.
class DepthwiseConvolution {
  public:
    /// Whether there is a kernel for `conv`, and instructions for it.
    static bool serves(const Convolution& conv);
    /// Null where `conv` is of another kind, or where there are no instructions for it.
    static std::shared_ptr<const DepthwiseConvolution> make(
        const Convolution& conv, std::optional<Instructions> instructions = widest_instructions());
    /// The same behind `expansion`, a pointwise convolution, and its activation.
    static std::shared_ptr<const DepthwiseConvolution> make(
        const Convolution& conv, const Convolution& expansion, Activation expanded,
        std::optional<Instructions> instructions = widest_instructions());

    /// x [N, in, H, W] -> [N, C, H', W'], channels-last.
    at::Tensor operator()(const at::Tensor& x, Activation activation) const;
    ReadMap read(const at::Tensor& x, Activation activation, const Readings& readings) const;

  private:
    struct Expansion {
        at::Tensor weight;  ///< [slabs, in, slab]
        at::Tensor bias;    ///< [slabs * slab]
        std::int64_t inputs = 0;
        Activation activation = Activation::none;
    };
    struct Call;

    DepthwiseConvolution(const Convolution& conv, Instructions instructions);
    void compute(const Call& call, std::int64_t task, float* room) const;

    Instructions instructions_;
    std::int64_t channels_;
    MovingKernel moving_;
    at::Tensor weight_;  ///< [slabs, taps, slab]
    at::Tensor bias_;    ///< [slabs * slab]
    std::optional<Expansion> expansion_;
};

}  // namespace sescope
