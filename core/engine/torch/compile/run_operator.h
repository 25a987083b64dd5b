// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <span>

#include "core/graph/operators.h"

namespace sescope {

/// Runs one operator with ATen. `inputs` are as its kind says; undefined where one is left out.
/// `in_place`: what an activation reads may be overwritten. Convolutions and AtenCalls are prepared
/// when a network is opened, and do not come here.
at::Tensor run_operator(const graph::OperatorKind& kind, std::span<const at::Tensor> inputs,
                        bool in_place);

}  // namespace sescope
