// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/image_header.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

using namespace std::string_view_literals;

bool holds(ImageBytes file, std::size_t offset, std::string_view text) {
    if (file.size() < offset + text.size()) return false;
    return std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(offset),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::uint64_t read_number(ImageBytes file, std::size_t offset, int bytes, bool big) {
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
    bool (*matches)(ImageBytes);
    ImageHeader (*read)(ImageBytes);
};

constexpr std::array<Signature, 6> signatures{{
    {[](ImageBytes file) { return holds(file, 0, "\xff\xd8\xff"sv); }, read_jpeg_header},
    {[](ImageBytes file) { return holds(file, 0, "\x89PNG\r\n\x1a\n"sv); }, read_png_header},
    {[](ImageBytes file) { return holds(file, 0, "BM"sv); }, read_bmp_header},
    {[](ImageBytes file) { return holds(file, 0, "RIFF"sv) && holds(file, 8, "WEBP"sv); },
     read_webp_header},
    {[](ImageBytes file) {
         return holds(file, 0, "II*\0"sv) || holds(file, 0, "MM\0*"sv) ||
                holds(file, 0, "II+\0"sv) || holds(file, 0, "MM\0+"sv);
     },
     read_tiff_header},
    {[](ImageBytes file) {
         return file.size() > 2 && file[0] == 'P' && file[1] >= '1' && file[1] <= '6' &&
                (file[2] == '#' || file[2] == ' ' || (file[2] >= 9 && file[2] <= 13));
     },
     read_pnm_header},
}};

// Formats that people have under the names of others, and that are not read.
struct OtherFormat {
    std::size_t at;
    std::string_view bytes;
    std::string_view what;
};
constexpr std::array<OtherFormat, 17> other_formats{{
    {0, "GIF8"sv, "a GIF"},
    {4, "ftypavif"sv, "an AVIF"},
    {4, "ftypavis"sv, "an AVIF"},
    {4, "ftypheic"sv, "a HEIC"},
    {4, "ftypheix"sv, "a HEIC"},
    {4, "ftypmif1"sv, "a HEIF"},
    {4, "jP  "sv, "a JPEG 2000"},
    {0, "\xff\x4f\xff\x51"sv, "a JPEG 2000"},
    {0, "\xff\x0a"sv, "a JPEG XL"},
    {4, "JXL "sv, "a JPEG XL"},
    {0, "\0\0\1\0"sv, "an icon"},
    {0, "8BPS"sv, "a Photoshop file"},
    {0, "%PDF"sv, "a PDF"},
    {0, "\x93NUMPY"sv, "a NumPy array"},
    {0, "DDS "sv, "a DDS"},
    {0, "<"sv, "a text in HTML, SVG or XML"},
    {0, "version https://git-lfs"sv, "the pointer that Git LFS leaves for a file"},
}};

const Signature& signature_of(ImageBytes file) {
    if (file.empty()) throw Error(ErrorKind::data, "empty file");
    for (const auto& signature : signatures) {
        if (signature.matches(file)) return signature;
    }
    for (const auto& other : other_formats) {
        if (!holds(file, other.at, other.bytes)) continue;
        throw Error(ErrorKind::data, text("{}, which is not read", word(other.what)));
    }
    throw Error(ErrorKind::data, "not an image that is known (png, jpg, bmp, webp, tif, ppm)");
}

}  // namespace

void throw_truncated(std::string_view detail) {
    throw Error(ErrorKind::data, text("truncated: {}", word(detail)));
}

void throw_corrupt(std::string_view detail) {
    throw Error(ErrorKind::data, text("corrupt: {}", word(detail)));
}

std::uint64_t read_little(ImageBytes file, std::size_t offset, int bytes) {
    return read_number(file, offset, bytes, false);
}

std::uint64_t read_big(ImageBytes file, std::size_t offset, int bytes) {
    return read_number(file, offset, bytes, true);
}

ImageHeader read_image_header(ImageBytes file) {
    const ImageHeader header = signature_of(file).read(file);
    if (header.width <= 0 || header.height <= 0) throw_corrupt("the image has no pixels");
    return header;
}

void require_known_format(ImageBytes beginning) {
    signature_of(beginning);
}

}  // namespace sescope
