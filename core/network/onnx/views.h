// SPDX-License-Identifier: GPL-3.0-or-later
// Other views of the same values: of constants without a copy, of computed values as reshapes that
// name neither the batch nor, where that can be, the size.
#pragma once

#include "core/network/onnx/call.h"

namespace sescope::onnx {

/// The constant with its axes in another order.
Bound permuted_constant(const Bound& constant, const std::vector<std::int64_t>& order);
/// The constant in another shape of as many elements; nothing where its strides do not allow it.
std::optional<Bound> reshaped_constant(const Bound& constant, const graph::Shape& shape);

/// x with these extents, row-major. `names_size`: of each extent, whether it is computed from the
/// size though equal in all probes (may be empty).
Bound reshaped(Call& call, const Bound& x, const Extents& extents,
               const std::vector<bool>& names_size = {});
/// x with its axes in another order; an order that undoes the one before it gives what was there.
Bound permuted(Call& call, const Bound& x, const std::vector<std::int64_t>& order);

}  // namespace sescope::onnx
