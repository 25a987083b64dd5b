// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/compression.h"

#include <zlib.h>

#include "core/base/error.h"

namespace sescope {

std::string compressed(std::string_view text) {
    uLongf size = ::compressBound(text.size());
    std::string bytes(size, '\0');
    const auto* from = reinterpret_cast<const Bytef*>(text.data());
    if (::compress2(reinterpret_cast<Bytef*>(bytes.data()), &size, from, text.size(),
                    Z_BEST_COMPRESSION) != Z_OK) {
        throw Error(ErrorKind::internal, "a text cannot be compressed");
    }
    bytes.resize(size);
    return bytes;
}

std::optional<std::string> decompressed(std::span<const std::byte> bytes, std::size_t size) {
    std::string text(size, '\0');
    uLongf made = size;
    const auto* from = reinterpret_cast<const Bytef*>(bytes.data());
    const int result =
        ::uncompress(reinterpret_cast<Bytef*>(text.data()), &made, from, bytes.size());
    if (result != Z_OK || made != size) return std::nullopt;
    return text;
}

}  // namespace sescope
