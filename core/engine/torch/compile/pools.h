// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "core/graph/operators.h"

namespace sescope {

/// x [N, C, spatial..], of one, two or three spatial dimensions.
at::Tensor pooled(const graph::Pool& pool, const at::Tensor& x);

}  // namespace sescope
