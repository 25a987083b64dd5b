// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/cudnn_convolution.h"
#include "core/engine/torch/depthwise_convolution.h"
#include "core/engine/torch/fused_convolution.h"
#include "core/engine/torch/moving_kernel.h"
#include "core/engine/torch/packed_convolution.h"
#include "core/engine/torch/winograd_convolution.h"

namespace sescope {

/// How the fp32 values of a network on the CPU are multiplied.
enum class MatmulMode {
    fp32,   ///< as they are
    bf16x3  ///< each as a sum of two bf16 numbers, less the product of the low ones; on AMX
};

/// A convolution with the batch norm behind it folded into its weight and bias.
struct Convolution {
    at::Tensor weight;  ///< [out, in / groups, k, k], channels-last
    at::Tensor bias;    ///< [out], or undefined
    std::array<std::int64_t, 2> stride{1, 1};
    std::array<std::int64_t, 2> padding{0, 0};
    std::int64_t groups = 1;

    /// Used where a ReLU follows, beside the above.
    std::shared_ptr<const CudnnConvolution> cudnn;
    // Used instead of the above where one is there.
    std::shared_ptr<const DepthwiseConvolution> depthwise;
    std::shared_ptr<const WinogradConvolution> winograd;
    std::shared_ptr<const FusedConvolution> fused;
    std::shared_ptr<const PackedConvolution> packed;

    /// [N, in, H, W] -> [N, out, H', W']
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::none) const;
    Convolution converted(at::ScalarType type) const;  ///< of one that is not packed

    /// The same, laid out for inputs of `shape` where that is possible, and the plain weight
    /// dropped. Where there is no kernel for `products`, those of fp32 are used. On CUDA: with
    /// ReLUs in the same kernel, where cuDNN has that.
    Convolution packed_for(const Shape& shape, MatmulMode mode = MatmulMode::fp32) const;
    MovingKernel moving_kernel() const;            ///< of one that is not packed
    Shape output_shape(const Shape& input) const;  ///< likewise
    /// Of the maps that are read and written for one image; of one that is not packed.
    std::int64_t bytes_touched(const Shape& input) const;
};

// Of convolutions that follow one another, for an `input` of the first.

/// What the last gives.
Shape output_shape(std::span<const Convolution> chain, const Shape& input);
/// Of the maps that are read and written for one image, by all of them.
std::int64_t bytes_touched(std::span<const Convolution> chain, const Shape& input);
std::vector<Convolution> packed_for(std::span<const Convolution> chain, const Shape& input,
                                    MatmulMode mode);
std::vector<Convolution> converted(std::span<const Convolution> chain, at::ScalarType type);

}  // namespace sescope
