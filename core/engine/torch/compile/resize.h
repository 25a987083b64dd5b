// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "core/graph/operators.h"

namespace sescope {

/// x [N, C, spatial..] resized as ONNX's Resize defines it (operator specification, opset 19): one
/// spatial dimension after the other. Computed in the type of x.
at::Tensor resized(const graph::Resize& how, const at::Tensor& x);

}  // namespace sescope
