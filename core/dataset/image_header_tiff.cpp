// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

// Layout: TIFF 6.0 and BigTIFF, which differ in the width of counts and offsets.
class TiffReader {
  public:
    explicit TiffReader(FileBytes file) : file_(file), big_endian_(file[0] == 'M') {
        big_ = number(2, 2) == 43;
    }

    std::uint64_t number(std::uint64_t at, int bytes) const {
        if (at > file_.size()) throw_truncated("its header is cut off");
        const auto offset = static_cast<std::size_t>(at);
        return big_endian_ ? read_big(file_, offset, bytes) : read_little(file_, offset, bytes);
    }

    std::uint64_t first_directory() const { return big_ ? number(8, 8) : number(4, 4); }
    int count_bytes() const { return big_ ? 8 : 2; }
    int entry_bytes() const { return big_ ? 20 : 12; }
    bool is_big_endian() const { return big_endian_; }

    // Where the value of an entry, if it is small, or the offset of it stands.
    std::uint64_t value_place(std::uint64_t entry) const { return entry + (big_ ? 12 : 8); }

    // The numbers of one directory entry; those of types that no size or offset has are left out.
    std::vector<std::uint64_t> values(std::uint64_t entry) const {
        const std::uint64_t type = number(entry + 2, 2);
        const int width = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : type == 16 ? 8 : 0;
        if (width == 0) return {};
        const std::uint64_t count = number(entry + 4, big_ ? 8 : 4);
        if (count > file_.size() / static_cast<std::size_t>(width)) {
            throw_truncated("a table of the TIFF is cut off");
        }
        const std::uint64_t inside = value_place(entry);
        const std::uint64_t room = big_ ? 8 : 4;
        const bool fits = count * static_cast<std::uint64_t>(width) <= room;
        const std::uint64_t at = fits ? inside : number(inside, big_ ? 8 : 4);
        std::vector<std::uint64_t> numbers;
        for (std::uint64_t i = 0; i < count; ++i) {
            numbers.push_back(number(at + i * static_cast<std::uint64_t>(width), width));
        }
        return numbers;
    }

  private:
    FileBytes file_;
    bool big_endian_;
    bool big_ = false;
};

// Tags of the baseline.
constexpr std::uint64_t image_width = 256;
constexpr std::uint64_t image_length = 257;
constexpr std::uint64_t bits_per_sample = 258;
constexpr std::uint64_t photometric = 262;
constexpr std::uint64_t strip_offsets = 273;
constexpr std::uint64_t samples_per_pixel = 277;
constexpr std::uint64_t strip_byte_counts = 279;
constexpr std::uint64_t tile_offsets = 324;
constexpr std::uint64_t tile_byte_counts = 325;
constexpr std::uint64_t extra_samples = 338;

// Calls `visit(tag, entry)` for each entry of the first directory.
template <typename Visit>
void for_each_entry(const TiffReader& tiff, const Visit& visit) {
    const std::uint64_t directory = tiff.first_directory();
    const std::uint64_t entries = tiff.number(directory, tiff.count_bytes());
    if (entries > 4096) throw_corrupt("the TIFF has too many tags");
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = directory + static_cast<std::uint64_t>(tiff.count_bytes()) +
                                    i * static_cast<std::uint64_t>(tiff.entry_bytes());
        visit(tiff.number(entry, 2), entry);
    }
}

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

ImageHeader read_tiff_header(FileBytes file) {
    const TiffReader tiff(file);
    ImageHeader header{ImageFormat::tiff};
    TiffTables tables;
    std::uint64_t bits = 1;
    std::uint64_t samples = 1;
    std::uint64_t meaning = 0;
    for_each_entry(tiff, [&](std::uint64_t tag, std::uint64_t entry) {
        const auto number = [&] { return first_or(tiff.values(entry), 0); };
        // Larger than any limit, and no overflow, where the number is absurd.
        const auto length = [&] {
            return static_cast<std::int64_t>(std::min<std::uint64_t>(number(), 1U << 31));
        };
        switch (tag) {
            case image_width:
                header.width = length();
                break;
            case image_length:
                header.height = length();
                break;
            case bits_per_sample:
                bits = number();
                break;
            case samples_per_pixel:
                samples = number();
                break;
            case photometric:
                meaning = number();
                break;
            case strip_offsets:
            case tile_offsets:
                tables.offsets = tiff.values(entry);
                break;
            case strip_byte_counts:
            case tile_byte_counts:
                tables.sizes = tiff.values(entry);
                break;
            default:
                break;
        }
    });
    constexpr std::uint64_t black_is_zero = 1;
    header.deep_grey = bits == 16 && samples == 1 && meaning == black_is_zero;
    require_within(tables, file.size());
    return header;
}

std::vector<std::uint8_t> unmultiplied_tiff(FileBytes file) {
    const TiffReader tiff(file);
    std::vector<std::uint8_t> copy(file.begin(), file.end());
    for_each_entry(tiff, [&](std::uint64_t tag, std::uint64_t entry) {
        constexpr std::uint64_t unassociated = 2;
        constexpr std::uint8_t associated = 1;
        if (tag != extra_samples) return;
        const std::uint64_t at = tiff.value_place(entry);
        if (tiff.values(entry) != std::vector{unassociated} || tiff.number(at, 2) == 0) return;
        // The low byte of a number of two bytes.
        copy[static_cast<std::size_t>(at) + (tiff.is_big_endian() ? 1 : 0)] = associated;
    });
    return copy;
}

}  // namespace sescope
