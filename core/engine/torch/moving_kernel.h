// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sescope {

/// A convolution's kernel and how it moves over a map; heights first.
struct MovingKernel {
    std::array<std::int64_t, 2> kernel{1, 1};
    std::array<std::int64_t, 2> stride{1, 1};
    std::array<std::int64_t, 2> padding{0, 0};

    /// An output reads nothing but the input at its place.
    bool is_pointwise() const {
        return kernel[0] * kernel[1] * stride[0] * stride[1] == 1 && padding[0] + padding[1] == 0;
    }
    /// Outputs along a side of a map, 0 or 1, that has so many inputs.
    std::int64_t outputs_along(std::size_t side, std::int64_t inputs) const {
        return (inputs + 2 * padding[side] - kernel[side]) / stride[side] + 1;
    }
    /// [N, outputs, H', W'] of a map [N, .., H, W].
    std::vector<std::int64_t> output_sizes(std::span<const std::int64_t> map,
                                           std::int64_t outputs) const {
        return {map[0], outputs, outputs_along(0, map[2]), outputs_along(1, map[3])};
    }
};

}  // namespace sescope
