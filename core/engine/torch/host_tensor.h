// SPDX-License-Identifier: GPL-3.0-or-later
// Between the plain vectors of the other side of the engine boundary and tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace sescope {

/// A copy of `values` on `device`.
at::Tensor to_device(std::span<const float> values, const std::vector<std::int64_t>& shape,
                     at::Device device);

/// The values of a tensor of any type and device as fp32, row-major.
std::vector<float> to_host(const at::Tensor& tensor);

/// The first `count` rows of it, behind what `to` has.
void append_rows(const at::Tensor& tensor, int count, std::vector<float>& to);

}  // namespace sescope
