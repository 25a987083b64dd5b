// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace sescope::panels {

/// Zeros behind the last of the first extent, up to whole panels.
at::Tensor filled_up(const at::Tensor& values);

/// Weights as `multiply` reads them: [columns, inputs] -> [panels, inputs, panel].
at::Tensor in_panels(const at::Tensor& weights);

}  // namespace sescope::panels
