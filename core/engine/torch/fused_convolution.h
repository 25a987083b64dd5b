// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/engine/torch/activation.h"

namespace sescope {

/// What ends a unit, done to each value u of its last convolution as it is computed.
struct Epilogue {
    at::Tensor gates;     ///< [N, out]; undefined: u is not scaled. Only where there is an identity
    at::Tensor identity;  ///< of exactly the output's sizes; undefined: nothing is added
    bool with_energies = false;
    at::Tensor input_gates{};  ///< [N, in], fp32: what the convolution reads is scaled by them
    Activation activation = Activation::relu;
};

struct UnitOutput {
    at::Tensor output;    ///< activation(identity + gates * u), [N, out, H', W'], channels-last
    at::Tensor energies;  ///< mean over positions of u^2, [N, out]; or undefined
};

/// Maps of fewer positions are better computed several images at a time, with nothing of an image's
/// own at their end.
inline constexpr std::int64_t kFewestPositionsToEnd = 16;

/// A convolution by kernels of our own, on the CPU, of channels-last maps. An image's outputs are
/// the same to the bit wherever in a batch it stands, and for any number of threads.
class FusedConvolution {
  public:
    virtual ~FusedConvolution() = default;

    /// x [N, in, H, W] -> [N, out, H', W'], channels-last.
    virtual at::Tensor operator()(const at::Tensor& x, Activation activation) const = 0;

    /// The mean over positions of what it gives, from that of what it reads: [N, in], fp32 ->
    /// [N, out], fp32. For what `ends_units`.
    virtual at::Tensor mean_of_outputs(const at::Tensor& mean) const = 0;
    /// [N, out, H', W'] for x [N, in, H, W].
    virtual std::vector<std::int64_t> output_sizes(const at::Tensor& x) const = 0;
    /// The convolution and the end of the unit in one pass.
    virtual UnitOutput run_with_epilogue(const at::Tensor& x, const Epilogue& end) const = 0;
    /// Whether `ended` serves for maps of `height` x `width`: mean(u) must be that of the mean of
    /// x, and tiny maps are better computed several images at a time.
    virtual bool ends_units(std::int64_t height, std::int64_t width) const = 0;
    /// Whether `ended` serves for maps of any size where nothing but `input_gates`, an identity and
    /// an activation is asked for.
    virtual bool scales_inputs() const = 0;

    /// Whether `identity` can be added by `ended`: one that is spread over the output, or the
    /// output over it, cannot.
    bool adds(const at::Tensor& identity, const at::Tensor& x) const {
        return identity.sizes() == at::IntArrayRef(output_sizes(x));
    }
};

}  // namespace sescope
