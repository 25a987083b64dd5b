// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/doubts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sescope {

namespace {

/// Norms of which something is odd.
struct OddNorms {
    std::size_t count = 0;
    std::string first;

    void add(const TensorEntry& tensor) {
        if (count++ == 0) first = tensor.name;
    }
    std::string text() const {
        return fmt::format("{} batch norm{} (the first: {}", count, count == 1 ? "" : "s", first);
    }
};

}  // namespace

std::vector<std::string> doubts_about(const StateDict& weights) {
    OddNorms negative;
    OddNorms infinite;
    double lowest = 0;
    for (const auto& tensor : weights.tensors()) {
        const bool is_variance = tensor.name.ends_with("running_var");
        if (!is_variance && !tensor.name.ends_with("running_mean")) continue;
        if (!is_floating(tensor.dtype)) continue;
        const std::vector<float> values = to_float32(tensor);
        if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
            infinite.add(tensor);
        }
        const auto least = std::ranges::min_element(values);
        if (!is_variance || least == values.end() || !(*least < 0)) continue;
        negative.add(tensor);
        lowest = std::min(lowest, double(*least));
    }
    std::vector<std::string> doubts;
    if (negative.count > 0) {
        doubts.push_back(
            fmt::format("negative running variance in {}; down to {:.3g}): a variance "
                        "is never below zero, and what follows may be no numbers",
                        negative.text(), lowest));
    }
    if (infinite.count > 0) {
        doubts.push_back(
            fmt::format("NaN or infinity in the statistics of {}): such a network is "
                        "not run",
                        infinite.text()));
    }
    return doubts;
}

}  // namespace sescope
