// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include "core/dataset/image_pixels.h"
#include "core/dataset/image_structure.h"
#include "core/dataset/tiff_file.h"
#include "core/dataset/tiff_pixels.h"

namespace sescope {
namespace {

struct TiffTables {
    std::vector<std::uint64_t> offsets;
    std::vector<std::uint64_t> sizes;
};

void require_within(const TiffTables& tables, std::size_t file_size) {
    const std::size_t pieces = std::min(tables.offsets.size(), tables.sizes.size());
    if (pieces == 0) throw_corrupt("the TIFF holds no pixels");
    for (std::size_t i = 0; i < pieces; ++i) {
        if (tables.offsets[i] > file_size || tables.sizes[i] > file_size - tables.offsets[i]) {
            throw_truncated("pixels are missing at the end");
        }
    }
}

std::uint64_t first_or(const std::vector<std::uint64_t>& values, std::uint64_t otherwise) {
    return values.empty() ? otherwise : values.front();
}

}  // namespace

ImageHeader read_tiff_header(ImageBytes file) {
    const TiffReader tiff(file);
    ImageHeader header{ImageFormat::tiff};
    TiffTables tables;
    TiffPixels pixels;
    for_each_entry(tiff, [&](std::uint64_t which, std::uint64_t entry) {
        const auto number = [&] { return first_or(tiff.values(entry), 0); };
        // Larger than any limit, and no overflow, where the number is absurd.
        const auto length = [&] {
            return static_cast<std::int64_t>(std::min<std::uint64_t>(number(), 1U << 31));
        };
        switch (which) {
            case tag::image_width:
                header.width = length();
                break;
            case tag::image_length:
                header.height = length();
                break;
            case tag::bits_per_sample: {
                const auto bits = tiff.values(entry);
                pixels.bits = first_or(bits, 0);
                pixels.bits_differ = std::ranges::count(bits, pixels.bits) != std::ssize(bits);
                break;
            }
            case tag::samples_per_pixel:
                pixels.samples = number();
                break;
            case tag::photometric:
                pixels.meaning = number();
                break;
            case tag::sample_format:
                pixels.format = number();
                break;
            case tag::compression:
                pixels.packing = number();
                break;
            case tag::planar_configuration:
                pixels.planes = number();
                break;
            case tag::extra_samples:
                pixels.extra = tiff.values(entry);
                break;
            case tag::orientation:
                header.orientation = static_cast<int>(std::min<std::uint64_t>(number(), 9));
                break;
            case tag::strip_offsets:
            case tag::tile_offsets:
                pixels.tiled = which == tag::tile_offsets;
                tables.offsets = tiff.values(entry);
                break;
            case tag::strip_byte_counts:
            case tag::tile_byte_counts:
                tables.sizes = tiff.values(entry);
                break;
            default:
                break;
        }
    });
    if (header.orientation < 1 || header.orientation > 8) header.orientation = 1;
    header.kind = kind_of(pixels);
    require_within(tables, file.size());
    return header;
}

std::vector<std::uint8_t> untouched_tiff(ImageBytes file) {
    const TiffReader tiff(file);
    std::vector<std::uint8_t> copy(file.begin(), file.end());
    for_each_entry(tiff, [&](std::uint64_t which, std::uint64_t entry) {
        constexpr std::uint64_t unassociated = 2;
        constexpr std::uint8_t one = 1;  // associated alpha, and the top left corner first
        if (which != tag::extra_samples && which != tag::orientation) return;
        const std::uint64_t at = tiff.value_place(entry);
        const auto values = tiff.values(entry);
        if (values.size() != 1 || tiff.number(at, 2) == 0) return;
        if (which == tag::extra_samples && values.front() != unassociated) return;
        // The low byte of a number of two bytes.
        copy[static_cast<std::size_t>(at) + (tiff.is_big_endian() ? 1 : 0)] = one;
    });
    return copy;
}

RgbImage read_first_three(ImageBytes file, const ImageHeader& header) {
    const TiffReader tiff(file);
    TiffTables tables;
    std::uint64_t samples = 0;
    for_each_entry(tiff, [&](std::uint64_t which, std::uint64_t entry) {
        if (which == tag::strip_offsets) tables.offsets = tiff.values(entry);
        if (which == tag::strip_byte_counts) tables.sizes = tiff.values(entry);
        if (which == tag::samples_per_pixel) samples = first_or(tiff.values(entry), 0);
    });
    const auto count =
        static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.height);
    const auto step = static_cast<std::size_t>(samples);
    std::vector<std::uint8_t> values;
    for (std::size_t i = 0; i < std::min(tables.offsets.size(), tables.sizes.size()); ++i) {
        if (values.size() >= count * step) break;  // strips may be the same bytes many times
        const ImageBytes strip = file.subspan(static_cast<std::size_t>(tables.offsets[i]),
                                              static_cast<std::size_t>(tables.sizes[i]));
        values.insert(values.end(), strip.begin(), strip.end());
    }
    if (step < 3 || values.size() / step < count) throw_truncated("pixels are missing at the end");
    RgbImage image{static_cast<int>(header.width), static_cast<int>(header.height), {}};
    image.pixels.reserve(count * 3);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* const pixel = &values[i * step];
        image.pixels.insert(image.pixels.end(), pixel, pixel + 3);
    }
    return image;
}

}  // namespace sescope
