// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

#include "core/engine/torch/activation.h"
#include "core/graph/operators.h"

namespace sescope {

/// Elementwise. `in_place`: x may be overwritten, and is what is given back then.
at::Tensor activated(const graph::Activation& activation, const at::Tensor& x, bool in_place);

/// The same as what follows a convolution in one pass, where there is that.
std::optional<Activation::Kind> fused_activation(const graph::Activation& activation);

}  // namespace sescope
