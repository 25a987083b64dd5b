// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/doubts.h"

#include <fmt/format.h>

#include <algorithm>

namespace sescope {

std::vector<std::string> doubts_about(const StateDict& weights) {
    std::size_t norms = 0;
    std::string first;
    double lowest = 0;
    for (const auto& tensor : weights.tensors()) {
        if (!tensor.name.ends_with("running_var") || !is_floating(tensor.dtype)) continue;
        const std::vector<float> values = to_float32(tensor);
        const auto least = std::ranges::min_element(values);
        if (least == values.end() || !(*least < 0)) continue;
        if (norms++ == 0) first = tensor.name;
        lowest = std::min(lowest, double(*least));
    }
    if (norms == 0) return {};
    return {
        fmt::format("negative running variance in {} batch norm{} (the first: {}; down to {:.3g}): "
                    "a variance is never below zero, and what follows may be no numbers",
                    norms, norms == 1 ? "" : "s", first, lowest)};
}

}  // namespace sescope
