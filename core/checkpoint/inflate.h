// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sescope {

/// Unpacks a raw deflate stream (RFC 1951) that has to give exactly `size` bytes. Nothing where it
/// gives another number, is malformed, or could not give as many: no more memory is taken than a
/// stream of its length can fill.
std::optional<std::vector<std::byte>> inflated(std::span<const std::byte> packed, std::size_t size);

/// CRC-32 as zip archives have it.
std::uint32_t checksum(std::span<const std::byte> bytes) noexcept;

}  // namespace sescope
