// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <memory>

#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/amx_rows.h"
#include "core/engine/torch/fused_convolution.h"

namespace sescope {

struct Convolution;

/// A convolution on processors with AMX, whose tiles multiply bf16 numbers: of maps in bf16, or of
/// maps in fp32, each value of which is taken as the sum of two (amx::SplitTerms). How rows come to
/// lie as tiles read them: amx_rows.h.
class AmxConvolution final : public FusedConvolution {
  public:
    /// Null where `conv` is of another kind (groups, outputs that are no multiple of 32; weights in
    /// fp32 or bf16), or without AMX.
    static std::shared_ptr<const AmxConvolution> make(const Convolution& conv,
                                                      amx::SplitTerms terms);

    at::Tensor operator()(const at::Tensor& x, Activation activation) const override;
    at::Tensor mean_of_outputs(const at::Tensor& mean) const override;
    std::vector<std::int64_t> output_sizes(const at::Tensor& x) const override;
    UnitOutput run_with_epilogue(const at::Tensor& x, const Epilogue& end) const override;
    bool ends_units(std::int64_t height, std::int64_t width) const override;
    bool scales_inputs() const override { return false; }

  private:
    struct Call;

    AmxConvolution(const Convolution& conv, amx::SplitTerms terms);
    UnitOutput run(const at::Tensor& input, bool relu, const Epilogue& end) const;
    void multiply_all(const Call& call) const;
    amx::Window window_over(const at::Tensor& x) const;

    amx::SplitTerms terms_;
    std::int64_t inputs_;
    std::int64_t outputs_;
    MovingKernel moving_;
    at::Tensor weight_;  ///< [out / kColumns, steps, panel_step], bf16
    at::Tensor bias_;    ///< fp32
    /// The same for means where one product would round them to bf16.
    std::shared_ptr<const FusedConvolution> on_means_;
};

}  // namespace sescope
