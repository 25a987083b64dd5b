// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

constexpr std::size_t signature_size = 8;
constexpr std::uint64_t ihdr = 0x49484452;
constexpr std::uint64_t plte = 0x504c5445;
constexpr std::uint64_t idat = 0x49444154;
constexpr std::uint64_t iend = 0x49454e44;

// CRC-32 by eight tables ("slicing by 8"): a byte at a time would take as long as the decoding.
using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr CrcTables make_crc_tables() {
    CrcTables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? 0xedb88320U : 0);
        tables[0][i] = value;
    }
    for (std::size_t t = 1; t < 8; ++t) {
        for (std::size_t i = 0; i < 256; ++i) {
            const std::uint32_t before = tables[t - 1][i];
            tables[t][i] = before >> 8 ^ tables[0][before & 255];
        }
    }
    return tables;
}

std::uint32_t crc_of(ImageBytes bytes) {
    static constexpr CrcTables tables = make_crc_tables();
    std::uint32_t crc = 0xffffffffU;
    while (bytes.size() >= 8) {
        const std::uint32_t low = crc ^ (bytes[0] | bytes[1] << 8 | bytes[2] << 16 |
                                         static_cast<std::uint32_t>(bytes[3]) << 24);
        crc = tables[7][low & 255] ^ tables[6][low >> 8 & 255] ^ tables[5][low >> 16 & 255] ^
              tables[4][low >> 24] ^ tables[3][bytes[4]] ^ tables[2][bytes[5]] ^
              tables[1][bytes[6]] ^ tables[0][bytes[7]];
        bytes = bytes.subspan(8);
    }
    for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ tables[0][(crc ^ byte) & 255];
    return ~crc;
}

// Calls `visit(type, chunk)` for each chunk up to IEND, where `chunk` is the whole of it: length,
// type, content and checksum.
template <typename Visit>
void for_each_chunk(ImageBytes file, const Visit& visit) {
    std::size_t at = signature_size;
    while (true) {
        if (file.size() - at < 12) throw_truncated("the end of the PNG data is missing");
        const auto length = static_cast<std::size_t>(read_big(file, at, 4));
        if (length > file.size() - at - 12) throw_truncated("a PNG chunk is cut off");
        const std::uint64_t type = read_big(file, at + 4, 4);
        visit(type, file.subspan(at, length + 12));
        if (type == iend) return;
        at += length + 12;
    }
}

bool is_essential(std::uint64_t type) {
    return type == ihdr || type == plte || type == idat || type == iend;
}

}  // namespace

ImageHeader read_png_header(ImageBytes file) {
    ImageHeader header{ImageFormat::png};
    if (file.size() < 33) throw_truncated("the PNG header is cut off");
    if (read_big(file, signature_size + 4, 4) != ihdr) throw_corrupt("a PNG must begin with IHDR");
    header.width = static_cast<std::int64_t>(read_big(file, signature_size + 8, 4));
    header.height = static_cast<std::int64_t>(read_big(file, signature_size + 12, 4));
    const bool deep_grey = file[signature_size + 16] == 16 && file[signature_size + 17] == 0;
    // Pillow clips 16-bit grey at 255 rather than scaling it, and networks were trained so.
    if (deep_grey) header.kind = PixelKind::clipped;
    bool has_data = false;
    for_each_chunk(file, [&](std::uint64_t type, ImageBytes chunk) {
        if (!is_essential(type)) return;
        has_data = has_data || type == idat;
        const std::size_t end = chunk.size() - 4;
        if (crc_of(chunk.subspan(4, end - 4)) != read_big(chunk, end, 4)) {
            throw_corrupt("a PNG chunk has the wrong checksum");
        }
    });
    if (!has_data) throw_corrupt("the PNG holds no pixels");
    return header;
}

std::vector<std::uint8_t> essential_png(ImageBytes file) {
    const ImageBytes signature = file.first(signature_size);
    std::vector<std::uint8_t> essential(signature.begin(), signature.end());
    essential.reserve(file.size());
    for_each_chunk(file, [&](std::uint64_t type, ImageBytes chunk) {
        if (is_essential(type)) essential.insert(essential.end(), chunk.begin(), chunk.end());
    });
    return essential;
}

}  // namespace sescope
