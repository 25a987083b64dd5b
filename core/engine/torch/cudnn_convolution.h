// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/torch/packed_convolution.h"

namespace sescope {

/// The operator of LibTorch that is cuDNN's convolution with bias and ReLU in one kernel.
inline constexpr const char* kCudnnConvolutionRelu = "aten::cudnn_convolution_relu";

/// A convolution with its bias and a ReLU in one kernel, where the device's library has it. Found
/// by name, as PackedConvolution finds oneDNN's.
class CudnnConvolution {
  public:
    /// Null where this LibTorch has no such operator, or where it refuses `conv` for inputs of
    /// `shape`, or makes a number of a NaN: the plain operators serve then. Runs twice, on zeros
    /// and on NaN.
    static std::shared_ptr<const CudnnConvolution> make(const Convolution& conv, const Shape& shape,
                                                        const char* name = kCudnnConvolutionRelu);

    /// x [N, in, H, W], channels-last -> [N, out, H', W'], channels-last.
    at::Tensor operator()(const at::Tensor& x) const;

  private:
    CudnnConvolution(const Convolution& conv, const c10::OperatorHandle& op);

    c10::OperatorHandle op_;
    at::Tensor weight_;
    at::Tensor bias_;
    std::vector<std::int64_t> stride_;
    std::vector<std::int64_t> padding_;
    std::int64_t groups_;
};

}  // namespace sescope
