// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/graph/operators.h"

namespace sescope {

/// Any convolution of a graph: over one, two or three dimensions, with padding that differs between
/// sides or follows from the size of its input, and holes in its kernel. Where it is one that
/// `Convolution` serves, its kernels run.
struct MapConvolution {
    graph::Convolution how;
    Convolution plain;  ///< weight and bias; stride and padding where they are even

    /// x [N, C, spatial..]
    at::Tensor operator()(const at::Tensor& x, Activation activation) const;
    MapConvolution converted(at::ScalarType type) const;
    MapConvolution packed_for(const Shape& input, MatmulMode mode) const;
    /// Whether `Convolution` is all that there is to it.
    bool is_plain() const;

  private:
    std::vector<std::int64_t> padding_for(const at::Tensor& x) const;
};

/// Of a convolution with these weights. `bias` may be undefined.
MapConvolution map_convolution(const graph::Convolution& how, const at::Tensor& weight,
                               const at::Tensor& bias);

/// Begins and ends of the padding that TensorFlow's SAME asks for, for an input of these extents.
std::vector<std::int64_t> same_padding(graph::SamePadding same,
                                       std::span<const std::int64_t> inputs,
                                       std::span<const std::int64_t> kernel,
                                       std::span<const std::int64_t> stride,
                                       std::span<const std::int64_t> dilation);

}  // namespace sescope
