// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace sescope {

/// Sums of the pieces that images were computed in, [images, pieces, out] -> [images, out], divided
/// by the number of `positions`.
at::Tensor mean_of_pieces(const at::Tensor& sums, std::int64_t positions);

}  // namespace sescope
