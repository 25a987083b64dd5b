// SPDX-License-Identifier: GPL-3.0-or-later
// Operators on numbers that are known at import, in all probes at once. Each gives the output of
// the node, or nothing where it is better converted. All throw BatchMatters where the result is not
// a straight line of the batch: then it cannot be said for every batch what comes out.
#pragma once

#include <optional>

#include "core/network/onnx/call.h"

namespace sescope::onnx {

std::optional<Numbers> evaluate_unary(Call& call);
std::optional<Numbers> evaluate_binary(Call& call);  ///< arithmetic, comparisons, logic
std::optional<Numbers> evaluate_clip(Call& call);
std::optional<Numbers> evaluate_where(Call& call);
std::optional<Numbers> evaluate_cast(Call& call);
std::optional<Numbers> evaluate_reduction(Call& call);
std::optional<Numbers> evaluate_range(Call& call);

std::optional<Numbers> evaluate_reshape(Call& call);  ///< squeeze and unsqueeze too
std::optional<Numbers> evaluate_transpose(Call& call);
std::optional<Numbers> evaluate_expand(Call& call);  ///< tile too
std::optional<Numbers> evaluate_concat(Call& call);
std::optional<Numbers> evaluate_slice(Call& call);
std::optional<Numbers> evaluate_gather(Call& call);

/// Row-major numbers of `shape` seen through these strides, from `first` on.
Numbers strided(Call& call, const Numbers& numbers, graph::Shape shape,
                const std::vector<std::int64_t>& strides, std::int64_t first = 0);

}  // namespace sescope::onnx
