// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/inflate.h"

#include <zlib.h>

#include <algorithm>

namespace sescope {
namespace {

// What deflate reaches at most (zlib's technical notes): 1032 bytes of one.
constexpr std::size_t kMostRatio = 1032;
// zlib counts in unsigned int.
constexpr std::size_t kPiece = std::size_t{1} << 30;

struct Inflation {
    z_stream stream{};
    bool is_open = inflateInit2(&stream, -MAX_WBITS) == Z_OK;
    Inflation() = default;
    ~Inflation() {
        if (is_open) inflateEnd(&stream);
    }
    Inflation(const Inflation&) = delete;
    Inflation& operator=(const Inflation&) = delete;
};

unsigned char* writable(const std::byte* bytes) {
    // zlib reads through a pointer to non-const.
    return reinterpret_cast<unsigned char*>(const_cast<std::byte*>(bytes));
}

}  // namespace

std::optional<std::vector<std::byte>> inflated(std::span<const std::byte> packed,
                                               std::size_t size) {
    if (size / kMostRatio > packed.size()) return std::nullopt;
    Inflation inflation;
    if (!inflation.is_open) return std::nullopt;
    // One byte more, so that a stream that gives too much is seen.
    std::vector<std::byte> bytes(size + 1);
    z_stream& stream = inflation.stream;
    std::size_t taken = 0;
    std::size_t given = 0;
    int status = Z_OK;
    while (status == Z_OK) {
        const auto in = std::min(packed.size() - taken, kPiece);
        const auto out = std::min(bytes.size() - given, kPiece);
        stream.next_in = writable(packed.data() + taken);
        stream.avail_in = static_cast<uInt>(in);
        stream.next_out = writable(bytes.data() + given);
        stream.avail_out = static_cast<uInt>(out);
        status = ::inflate(&stream, Z_NO_FLUSH);
        const bool stands = in == stream.avail_in && out == stream.avail_out;
        taken += in - stream.avail_in;
        given += out - stream.avail_out;
        if (stands && status == Z_OK) return std::nullopt;
    }
    if (status != Z_STREAM_END || given != size) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::uint32_t checksum(std::span<const std::byte> bytes) noexcept {
    uLong sum = ::crc32(0, nullptr, 0);
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min(bytes.size(), kPiece));
        sum = ::crc32(sum, writable(piece.data()), static_cast<uInt>(piece.size()));
        bytes = bytes.subspan(piece.size());
    }
    return static_cast<std::uint32_t>(sum);
}

}  // namespace sescope
