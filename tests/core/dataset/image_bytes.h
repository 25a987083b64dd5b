// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Image files made byte by byte, good ones and others.

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string big(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 255);
    return text;
}

inline std::string little(std::uint64_t value, int bytes) {
    const std::string reversed = big(value, bytes);
    return {reversed.rbegin(), reversed.rend()};
}

inline std::uint32_t crc32(std::string_view text) {
    std::uint32_t crc = 0xffffffffU;
    for (const char c : text) {
        crc ^= static_cast<std::uint8_t>(c);
        for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
    }
    return ~crc;
}

inline std::string png_chunk(const std::string& type, const std::string& content) {
    return big(content.size(), 4) + type + content + big(crc32(type + content), 4);
}

/// A zlib stream that stores its content as it is.
inline std::string stored_zlib(const std::string& content) {
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char c : content) {
        a = (a + static_cast<std::uint8_t>(c)) % 65521;
        b = (b + a) % 65521;
    }
    return std::string("\x78\x01\x01", 3) + little(content.size(), 2) +
           little(~content.size() & 0xffff, 2) + content + big(b << 16 | a, 4);
}

/// Rows of bytes, each behind filter type 0.
inline std::string filtered_rows(const std::vector<std::vector<std::uint8_t>>& rows) {
    std::string text;
    for (const auto& row : rows) {
        text += '\0';
        text.append(row.begin(), row.end());
    }
    return text;
}

inline std::string png_file(std::uint32_t width, std::uint32_t height, int depth, int colour_type,
                            const std::string& raw, const std::string& extra = "") {
    return "\x89PNG\r\n\x1a\n" +
           png_chunk("IHDR", big(width, 4) + big(height, 4) + static_cast<char>(depth) +
                                 static_cast<char>(colour_type) + std::string(3, '\0')) +
           extra + png_chunk("IDAT", stored_zlib(raw)) + png_chunk("IEND", "");
}

/// A JPEG of the right structure and no sensible content.
inline std::string jpeg_shell(int width, int height) {
    const std::string frame = std::string(1, '\x08') + big(static_cast<std::uint64_t>(height), 2) +
                              big(static_cast<std::uint64_t>(width), 2) +
                              std::string("\x01\x01\x11\x00", 4);
    const std::string scan("\x01\x01\x00\x00\x3f\x00", 6);
    return "\xff\xd8\xff\xc0" + big(frame.size() + 2, 2) + frame + "\xff\xda" +
           big(scan.size() + 2, 2) + scan + "data\xff\xd9";
}

inline std::string bmp_file(std::int32_t width, std::int32_t height, int compression,
                            const std::string& pixels) {
    return "BM" + little(54 + pixels.size(), 4) + little(0, 4) + little(54, 4) + little(40, 4) +
           little(static_cast<std::uint32_t>(width), 4) +
           little(static_cast<std::uint32_t>(height), 4) + little(1, 2) +
           little(compression == 0 ? 24 : 8, 2) +
           little(static_cast<std::uint64_t>(compression), 4) + std::string(20, '\0') + pixels;
}

/// An uncompressed RGBA TIFF in one strip whose alpha is of the kind `extra_sample`.
inline std::string tiff_file(std::uint32_t width, std::uint32_t height, int extra_sample,
                             const std::vector<std::uint8_t>& pixels) {
    constexpr int entries = 11;
    constexpr std::uint32_t after = 8 + 2 + entries * 12 + 4;
    const auto entry = [](int tag, int type, std::uint32_t count, std::uint64_t value) {
        return little(static_cast<std::uint64_t>(tag), 2) +
               little(static_cast<std::uint64_t>(type), 2) + little(count, 4) + little(value, 4);
    };
    std::string file = std::string("II*\0", 4) + little(8, 4) + little(entries, 2);
    file += entry(256, 4, 1, width) + entry(257, 4, 1, height) + entry(258, 3, 4, after) +
            entry(259, 3, 1, 1) + entry(262, 3, 1, 2) + entry(273, 4, 1, after + 8) +
            entry(277, 3, 1, 4) + entry(278, 4, 1, height) + entry(279, 4, 1, pixels.size()) +
            entry(284, 3, 1, 1) + entry(338, 3, 1, static_cast<std::uint64_t>(extra_sample));
    file += little(0, 4) + little(8, 2) + little(8, 2) + little(8, 2) + little(8, 2);
    file.append(pixels.begin(), pixels.end());
    return file;
}

/// The header of a WebP whose canvas has this size.
inline std::string webp_shell(std::uint32_t width, std::uint32_t height, int flags) {
    const std::string chunk = "VP8X" + little(10, 4) + static_cast<char>(flags) +
                              std::string(3, '\0') + little(width - 1, 3) + little(height - 1, 3);
    return "RIFF" + little(chunk.size() + 4, 4) + "WEBP" + chunk;
}

}  // namespace sescope
