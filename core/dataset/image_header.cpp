// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/image_header.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/error.h"
#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

using namespace std::string_view_literals;

bool holds(FileBytes file, std::size_t offset, std::string_view text) {
    if (file.size() < offset + text.size()) return false;
    return std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(offset),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::uint64_t read_number(FileBytes file, std::size_t offset, int bytes, bool big) {
    if (offset > file.size() || file.size() - offset < static_cast<std::size_t>(bytes)) {
        throw_truncated("its header is cut off");
    }
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) {
        const auto at = offset + static_cast<std::size_t>(big ? i : bytes - 1 - i);
        value = value << 8 | file[at];
    }
    return value;
}

struct Signature {
    bool (*matches)(FileBytes);
    ImageHeader (*read)(FileBytes);
};

constexpr std::array<Signature, 5> signatures{{
    {[](FileBytes file) { return holds(file, 0, "\xff\xd8\xff"sv); }, read_jpeg_header},
    {[](FileBytes file) { return holds(file, 0, "\x89PNG\r\n\x1a\n"sv); }, read_png_header},
    {[](FileBytes file) { return holds(file, 0, "BM"sv); }, read_bmp_header},
    {[](FileBytes file) { return holds(file, 0, "RIFF"sv) && holds(file, 8, "WEBP"sv); },
     read_webp_header},
    {[](FileBytes file) {
         return holds(file, 0, "II*\0"sv) || holds(file, 0, "MM\0*"sv) ||
                holds(file, 0, "II+\0"sv) || holds(file, 0, "MM\0+"sv);
     },
     read_tiff_header},
}};

const Signature& signature_of(FileBytes file) {
    if (file.empty()) throw Error(ErrorKind::data, "empty file");
    for (const auto& signature : signatures) {
        if (signature.matches(file)) return signature;
    }
    throw Error(ErrorKind::data, "not an image that is known (png, jpg, bmp, webp, tif)");
}

}  // namespace

void throw_truncated(std::string_view detail) {
    throw Error(ErrorKind::data, "truncated: " + std::string(detail));
}

void throw_corrupt(std::string_view detail) {
    throw Error(ErrorKind::data, "corrupt: " + std::string(detail));
}

std::uint64_t read_little(FileBytes file, std::size_t offset, int bytes) {
    return read_number(file, offset, bytes, false);
}

std::uint64_t read_big(FileBytes file, std::size_t offset, int bytes) {
    return read_number(file, offset, bytes, true);
}

ImageHeader read_image_header(FileBytes file) {
    const ImageHeader header = signature_of(file).read(file);
    if (header.width <= 0 || header.height <= 0) throw_corrupt("the image has no pixels");
    return header;
}

void require_known_format(FileBytes beginning) {
    signature_of(beginning);
}

}  // namespace sescope
