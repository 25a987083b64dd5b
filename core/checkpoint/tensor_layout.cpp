// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/tensor_layout.h"

namespace sescope {

std::optional<std::int64_t> checked_numel(std::span<const std::int64_t> shape) noexcept {
    std::int64_t count = 1;
    bool has_zero = false;
    for (const std::int64_t size : shape) {
        if (size < 0) return std::nullopt;
        if (size == 0) {
            has_zero = true;
        } else if (__builtin_mul_overflow(count, size, &count)) {
            return std::nullopt;
        }
    }
    return has_zero ? 0 : count;
}

std::vector<std::int64_t> contiguous_strides(std::span<const std::int64_t> shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t d = shape.size(); d-- > 1;) {
        // As torch does: an axis of size 0 counts as 1, so that strides stay meaningful.
        strides[d - 1] = strides[d] * (shape[d] > 0 ? shape[d] : 1);
    }
    return strides;
}

std::optional<std::int64_t> checked_reach(std::span<const std::int64_t> shape,
                                          std::span<const std::int64_t> strides) noexcept {
    std::int64_t last = 0;
    bool is_empty = false;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] < 0 || strides[d] < 0) return std::nullopt;
        if (shape[d] == 0) {
            is_empty = true;
            continue;
        }
        std::int64_t along = 0;
        if (__builtin_mul_overflow(shape[d] - 1, strides[d], &along) ||
            __builtin_add_overflow(last, along, &last)) {
            return std::nullopt;
        }
    }
    if (is_empty) return 0;
    return __builtin_add_overflow(last, 1, &last) ? std::nullopt : std::optional(last);
}

}  // namespace sescope
