// SPDX-License-Identifier: GPL-3.0-or-later
// What stands before and behind the residual units.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/engine/torch/convolution.h"

namespace sescope {

/// A square max pool.
struct MaxPool {
    std::int64_t kernel = 3;
    std::int64_t stride = 2;
    std::int64_t padding = 1;
    bool ceil_mode = false;
};

/// Convolutions, each followed by ReLU, and a max pool.
struct StemOp {
    std::vector<Convolution> convs;
    MaxPool pool;

    /// [N, 3, H, W], channels-last -> [N, C, H', W']
    at::Tensor operator()(const at::Tensor& x) const;
    StemOp converted(at::ScalarType type) const;
    /// See Convolution::packed_for.
    StemOp packed_for(const Shape& shape, MatmulMode mode) const;
    Shape output_shape(const Shape& input) const;
    std::int64_t bytes_touched(const Shape& input) const;  ///< for one image
};

/// Global average pool and classifier, in fp32 whatever the precision of the network.
struct HeadOp {
    at::Tensor weight;  ///< [classes, C]
    at::Tensor bias;    ///< [classes], or undefined

    /// [N, C, H, W] -> logits [N, classes], fp32
    at::Tensor operator()(const at::Tensor& x) const;
};

}  // namespace sescope
