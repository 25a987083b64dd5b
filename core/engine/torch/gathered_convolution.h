// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/fused_convolution.h"
#include "core/engine/torch/instructions.h"
#include "core/engine/torch/moving_kernel.h"
#include "core/engine/torch/packed_convolution.h"

namespace sescope {

/// A convolution on the CPU as one product of matrices, whose rows are gathered from the
/// channels-last map where they lie: for 1 x 1 convolutions of any stride, and for larger kernels
/// that Winograd's do not serve; fp32. Faster than oneDNN's direct kernels with AVX2, as fast
/// with AVX-512 (docs/speed.md), and it ends a residual unit in the same pass. An image's outputs
/// are the same to the bit wherever in a batch it stands, and for any number of threads.
class GatheredConvolution final : public FusedConvolution {
  public:
    /// Null where `conv` is of another kind, or where there are no instructions for it.
    static std::shared_ptr<const GatheredConvolution> make(
        const Convolution& conv, std::optional<Instructions> instructions = widest_instructions());

    at::Tensor operator()(const at::Tensor& x, Activation activation) const override;

    at::Tensor mean_of_outputs(const at::Tensor& mean) const override;
    std::vector<std::int64_t> output_sizes(const at::Tensor& x) const override;
    UnitOutput run_with_epilogue(const at::Tensor& x, const Epilogue& end) const override;
    bool ends_units(std::int64_t height, std::int64_t width) const override;
    bool scales_inputs() const override { return moving_.is_pointwise(); }

  private:
    struct Endings;

    GatheredConvolution(const Convolution& conv, Instructions instructions);
    at::Tensor run(const at::Tensor& x, const Endings& endings) const;

    Instructions instructions_;
    std::int64_t inputs_;
    std::int64_t outputs_;
    MovingKernel moving_;
    at::Tensor weight_;  ///< [out / panel, rounded up; taps, in, panel]
    at::Tensor bias_;
};

}  // namespace sescope
