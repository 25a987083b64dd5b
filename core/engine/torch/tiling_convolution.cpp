// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/tiling_convolution.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/stack.h>

#include <vector>

#include "core/engine/torch/panel_weights.h"
#include "core/engine/torch/panels.h"
#include "core/engine/torch/parallel.h"

namespace sescope {

std::shared_ptr<const TilingConvolution> TilingConvolution::make(
    const at::Tensor& weight, const at::Tensor& bias, std::optional<Instructions> instructions) {
    const bool fits = weight.is_cpu() && weight.scalar_type() == at::kFloat && weight.dim() == 4;
    if (!fits || !instructions) return nullptr;
    return std::shared_ptr<const TilingConvolution>(
        new TilingConvolution(weight, bias, *instructions));
}

TilingConvolution::TilingConvolution(const at::Tensor& weight, const at::Tensor& bias,
                                     Instructions instructions)
    : instructions_(instructions),
      inputs_(weight.size(0)),
      outputs_(weight.size(1)),
      height_(weight.size(2)),
      width_(weight.size(3)) {
    // The columns of a row of a tile: its pixels one after the other, all outputs of each.
    std::vector<at::Tensor> rows;
    for (const at::Tensor& row : weight.permute({2, 3, 1, 0}).unbind()) {
        rows.push_back(panels::in_panels(row.flatten(0, 1)));
    }
    weight_ = at::stack(rows);
    if (bias.defined()) bias_ = bias.repeat({width_});
}

at::Tensor TilingConvolution::operator()(const at::Tensor& input, Activation activation) const {
    const at::Tensor x = input.contiguous(at::MemoryFormat::ChannelsLast);
    const std::int64_t width = x.size(3);
    const std::int64_t columns = width_ * outputs_;
    at::Tensor y = at::empty({x.size(0), outputs_, height_ * x.size(2), width_ * width},
                             x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const auto* const from = x.const_data_ptr<float>();
    const auto* const weight = weight_.const_data_ptr<float>();
    const std::int64_t weights_of_a_row = weight_.stride(0);
    auto* const to = y.mutable_data_ptr<float>();
    panels::Epilogue epilogue;
    epilogue.activation = activation;
    if (bias_.defined()) epilogue.bias = bias_.const_data_ptr<float>();
    // A task is a row of pixels.
    share_tasks(x.size(0) * x.size(2), [&](const auto& next) {
        for (std::int64_t task = next(); task >= 0; task = next()) {
            const panels::Rows pixels{from + task * width * inputs_, inputs_, width, inputs_};
            for (std::int64_t row = 0; row < height_; ++row) {
                panels::multiply(instructions_, pixels, {weight + row * weights_of_a_row, columns},
                                 {to + (task * height_ + row) * width * columns, columns},
                                 epilogue);
            }
        }
    });
    return y;
}

}  // namespace sescope
