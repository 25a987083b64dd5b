// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sescope {

/// The text as zlib packs it best.
std::string compressed(std::string_view text);
/// Nothing where the bytes are not those of a text of this size.
std::optional<std::string> decompressed(std::span<const std::byte> bytes, std::size_t size);

}  // namespace sescope
