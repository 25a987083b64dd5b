// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/panel_weights.h"

#include <ATen/ops/constant_pad_nd.h>

#include <cstdint>
#include <vector>

#include "core/engine/torch/panels.h"

namespace sescope::panels {

at::Tensor filled_up(const at::Tensor& values) {
    const std::int64_t columns = values.size(0);
    std::vector<std::int64_t> sides(std::size_t(2 * values.dim()), 0);
    sides.back() = panels_of(columns) * kPanel - columns;
    return at::constant_pad_nd(values, sides, 0);
}

at::Tensor in_panels(const at::Tensor& weights) {
    const at::Tensor filled = filled_up(weights);
    return filled.view({-1, kPanel, filled.size(1)}).permute({0, 2, 1}).contiguous();
}

}  // namespace sescope::panels
