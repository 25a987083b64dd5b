// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/instructions.h"
#include "core/engine/torch/packed_convolution.h"

namespace sescope {

/// A convolution on the CPU as one product of matrices, whose rows are gathered from the
/// channels-last map where they lie: for 1 x 1 convolutions of any stride, and for larger kernels
/// that Winograd's do not serve; fp32. Faster than oneDNN's direct kernels with AVX2, as fast
/// with AVX-512 (docs/speed.md), and it ends a residual unit in the same pass. An image's outputs
/// are the same to the bit wherever in a batch it stands, and for any number of threads.
class GatheredConvolution {
  public:
    /// Null where `conv` is of another kind, or where there are no instructions for it.
    static std::shared_ptr<const GatheredConvolution> make(
        const Convolution& conv, std::optional<Instructions> instructions = widest_instructions());

    /// x [N, in, H, W] -> [N, out, H', W'], channels-last.
    at::Tensor operator()(const at::Tensor& x, bool relu) const;

    /// What ends a residual unit, done to each value u of the convolution as it is computed.
    struct UnitEnd {
        at::Tensor gates;     ///< [N, out]; undefined: u is not scaled
        at::Tensor identity;  ///< [N, out, H', W']
        bool with_energies = false;
    };
    struct EndedUnit {
        at::Tensor output;    ///< relu(identity + gates * u), [N, out, H', W'], channels-last
        at::Tensor energies;  ///< mean over positions of u^2, [N, out]; or undefined
    };
    EndedUnit ended(const at::Tensor& x, const UnitEnd& end) const;
    /// Whether `ended` serves for maps of `height` x `width`: mean(u) must be that of the mean of
    /// x, and tiny maps are better computed several images at a time.
    bool ends_units(std::int64_t height, std::int64_t width) const;

  private:
    struct Endings;

    GatheredConvolution(const Convolution& conv, Instructions instructions);
    at::Tensor run(const at::Tensor& x, const Endings& endings) const;
    std::int64_t outputs_along(std::size_t side, std::int64_t extent) const;

    Instructions instructions_;
    std::int64_t inputs_;
    std::int64_t outputs_;
    std::array<std::int64_t, 2> kernel_;
    std::array<std::int64_t, 2> stride_;
    std::array<std::int64_t, 2> padding_;
    at::Tensor weight_;  ///< [out / panel, taps, in, panel]
    at::Tensor bias_;
};

}  // namespace sescope
