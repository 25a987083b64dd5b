// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sescope {

// Bounds that no network comes near; a file beyond them is broken, or made to exhaust memory.
inline constexpr std::size_t kMostAxes = 16;
inline constexpr std::size_t kMostTensors = 100'000;
inline constexpr std::size_t kLongestName = 1'000;

/// Number of elements of a shape; empty when a size is negative or the product overflows.
std::optional<std::int64_t> checked_numel(std::span<const std::int64_t> shape) noexcept;

/// Row-major strides in elements. The shape must have passed `checked_numel`.
std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape);

/// Distance in elements from the first element to just beyond the last that a strided view
/// reaches (0 for an empty view); empty when a stride is negative or the sum overflows.
std::optional<std::int64_t> checked_reach(std::span<const std::int64_t> shape,
                                          std::span<const std::int64_t> strides) noexcept;

}  // namespace sescope
