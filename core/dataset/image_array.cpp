// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/image_array.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestHeader = 64 << 10;

Error unusable(const fs::path& path, const Text& what) {
    return Error(ErrorKind::data, what, path, "save it with numpy.save as float32 [C, H, W]");
}

struct NpyHeader {
    char kind = 'f';  ///< f, i, u or b, as in NumPy's descr
    std::size_t bytes = 4;
    bool big_endian = false;
    bool fortran_order = false;
    std::vector<std::int64_t> shape;
};

// The text behind "'name':" of the dictionary; it is Python's, written by NumPy.
std::string_view behind(std::string_view text, std::string_view name, const fs::path& path) {
    for (const char quote : {'\'', '"'}) {
        const std::string key = quote + std::string(name) + quote;
        const auto at = text.find(key);
        if (at == std::string_view::npos) continue;
        text.remove_prefix(at + key.size());
        const auto value = text.find_first_not_of(" :");
        if (value != std::string_view::npos) return text.substr(value);
    }
    throw unusable(path, sescope::text("its header has no {}", name));
}

std::vector<std::int64_t> shape_from(std::string_view text, const fs::path& path) {
    const auto end = text.find(')');
    if (!text.starts_with('(') || end == std::string_view::npos) {
        throw unusable(path, "its header has no shape");
    }
    text = text.substr(1, end - 1);
    std::vector<std::int64_t> shape;
    while (true) {
        const auto begin = text.find_first_not_of(" ,");
        if (begin == std::string_view::npos) return shape;
        text.remove_prefix(begin);
        std::int64_t extent = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), extent);
        if (error != std::errc{} || extent < 0) throw unusable(path, "its shape makes no sense");
        shape.push_back(extent);
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
        if (text.starts_with('L')) text.remove_prefix(1);  // Python 2
    }
}

NpyHeader header_from(std::string_view text, const fs::path& path) {
    NpyHeader header;
    std::string_view descr = behind(text, "descr", path);
    const auto end = descr.find_first_of("'\"", 1);
    descr = end == std::string_view::npos ? "" : descr.substr(1, end - 1);
    const bool known = descr.size() == 3 &&
                       std::string_view("<>|=").find(descr[0]) != std::string_view::npos &&
                       std::string_view("fiub").find(descr[1]) != std::string_view::npos;
    if (!known) {
        throw unusable(path,
                       sescope::text("its elements are of the type {}, which is no real number",
                                     descr.substr(0, 20)));
    }
    header.big_endian = descr[0] == '>';
    header.kind = descr[1];
    header.bytes = static_cast<std::size_t>(descr[2] - '0');
    const bool sized =
        header.kind == 'f' ? header.bytes == 2 || header.bytes == 4 || header.bytes == 8
        : header.kind == 'b'
            ? header.bytes == 1
            : header.bytes == 1 || header.bytes == 2 || header.bytes == 4 || header.bytes == 8;
    if (!sized) throw unusable(path, "its elements have an odd size");
    header.fortran_order = behind(text, "fortran_order", path).starts_with("True");
    header.shape = shape_from(behind(text, "shape", path), path);
    return header;
}

double half_of(std::uint64_t bits) {
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const auto fraction = static_cast<double>(bits & 1023);
    const double sign = (bits & 0x8000) != 0 ? -1 : 1;
    if (exponent == 0) return sign * std::ldexp(fraction, -24);
    if (exponent == 31) return fraction == 0 ? sign * HUGE_VAL : std::nan("");
    return sign * std::ldexp(1024 + fraction, exponent - 25);
}

float value_of(const char* at, const NpyHeader& header) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < header.bytes; ++i) {
        const std::size_t from = header.big_endian ? i : header.bytes - 1 - i;
        bits = bits << 8 | static_cast<unsigned char>(at[from]);
    }
    if (header.kind == 'f') {
        if (header.bytes == 2) return static_cast<float>(half_of(bits));
        if (header.bytes == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        return static_cast<float>(std::bit_cast<double>(bits));
    }
    if (header.kind != 'i') return static_cast<float>(bits);
    const int unused = 64 - 8 * static_cast<int>(header.bytes);
    return static_cast<float>(static_cast<std::int64_t>(bits << unused) >> unused);
}

std::string read_exactly(std::ifstream& in, std::size_t count, const fs::path& path) {
    std::string text(count, '\0');
    in.read(text.data(), static_cast<std::streamsize>(count));
    if (static_cast<std::size_t>(in.gcount()) != count) {
        throw unusable(path, "truncated: values are missing at the end");
    }
    return text;
}

NpyHeader read_header(std::ifstream& in, const fs::path& path) {
    constexpr std::string_view magic("\x93NUMPY", 6);
    const std::string start = read_exactly(in, 8, path);
    if (!start.starts_with(magic)) throw unusable(path, "not a NumPy array");
    const int version = start[6];
    if (version < 1 || version > 3) throw unusable(path, "of an unknown version of NumPy's format");
    const std::string length = read_exactly(in, version == 1 ? 2 : 4, path);
    std::size_t count = 0;
    for (std::size_t i = length.size(); i-- > 0;) {
        count = count << 8 | static_cast<unsigned char>(length[i]);
    }
    if (count > kLongestHeader) throw unusable(path, "its header is too long");
    return header_from(read_exactly(in, count, path), path);
}

// Channels, height and width; checks that they are as many values as may be.
ImageArray sized(const NpyHeader& header, std::int64_t max_values, const fs::path& path) {
    std::vector<std::int64_t> shape = header.shape;
    if (shape.size() == 4 && shape[0] == 1) shape.erase(shape.begin());
    if (shape.size() == 2) shape.insert(shape.begin(), 1);
    if (shape.size() != 3) {
        throw unusable(path,
                       text("has {} dimensions, not [C, H, W] or [H, W]", header.shape.size()));
    }
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 1) throw unusable(path, "holds no values");
        if (extent > max_values / count) throw unusable(path, "too large for an image");
        count *= extent;
    }
    // Before memory is spent on what is not there.
    std::error_code error;
    if (fs::file_size(path, error) / header.bytes < static_cast<std::uintmax_t>(count)) {
        throw unusable(path, "truncated: values are missing at the end");
    }
    return {static_cast<int>(shape[0]), static_cast<int>(shape[1]), static_cast<int>(shape[2]),
            std::vector<float>(static_cast<std::size_t>(count))};
}

}  // namespace

ImageArray load_image_array(const fs::path& path, std::int64_t max_values) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) throw unusable(path, "not a file");
    std::ifstream in(path, std::ios::binary);
    if (!in) throw unusable(path, "cannot be opened");
    const NpyHeader header = read_header(in, path);
    ImageArray array = sized(header, max_values, path);
    const auto bytes = array.values.size() * header.bytes;
    const std::string raw = read_exactly(in, bytes, path);
    const auto channels = static_cast<std::size_t>(array.channels);
    const auto height = static_cast<std::size_t>(array.height);
    const auto width = static_cast<std::size_t>(array.width);
    std::size_t at = 0;
    for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t y = 0; y < height; ++y) {
            for (std::size_t x = 0; x < width; ++x, ++at) {
                const std::size_t from =
                    header.fortran_order ? (x * height + y) * channels + c : at;
                array.values[at] = value_of(raw.data() + from * header.bytes, header);
            }
        }
    }
    return array;
}

std::vector<std::uint8_t> grey_of(const RgbImage& image) {
    std::vector<std::uint8_t> grey(image.pixels.size() / 3);
    for (std::size_t i = 0; i < grey.size(); ++i) {
        const std::uint8_t* const rgb = &image.pixels[3 * i];
        grey[i] = static_cast<std::uint8_t>(
            (19595U * rgb[0] + 38470U * rgb[1] + 7471U * rgb[2] + 32768U) >> 16);
    }
    return grey;
}

}  // namespace sescope
