// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace sescope {

/// relu(identity + gates * u), the end of a residual unit whose SE unit stands in its standard
/// place. u and identity [N, C, H, W]; gates [N, C, 1, 1] or of u's shape, in u's type. May give
/// its result in the memory of `u`, whose values are lost then: on the CPU a channels-last map is
/// read and written once.
at::Tensor scaled_sum_relu(const at::Tensor& identity, const at::Tensor& u,
                           const at::Tensor& gates);

}  // namespace sescope
