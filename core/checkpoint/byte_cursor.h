// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sescope {

inline std::string_view as_text(std::span<const std::byte> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Little-endian unsigned number of up to 8 bytes.
inline std::uint64_t little_endian(std::span<const std::byte> bytes) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        number = number << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    }
    return number;
}

/// The number of `size` bytes at `offset`, or nothing when it lies beyond the end.
inline std::optional<std::uint64_t> number_at(std::span<const std::byte> bytes,
                                              std::uint64_t offset, std::size_t size) noexcept {
    if (offset > bytes.size() || bytes.size() - offset < size) return std::nullopt;
    return little_endian(bytes.subspan(offset, size));
}

}  // namespace sescope
