// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: the directory of a TIFF, bounds-checked.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/dataset/image_structure.h"

namespace sescope {

/// Layout: TIFF 6.0 and BigTIFF, which differ in the width of counts and offsets.
class TiffReader {
  public:
    explicit TiffReader(ImageBytes file) : file_(file), big_endian_(file[0] == 'M') {
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
    ImageBytes file_;
    bool big_endian_;
    bool big_ = false;
};

/// Tags of the baseline.
namespace tag {
inline constexpr std::uint64_t image_width = 256;
inline constexpr std::uint64_t image_length = 257;
inline constexpr std::uint64_t bits_per_sample = 258;
inline constexpr std::uint64_t photometric = 262;
inline constexpr std::uint64_t compression = 259;
inline constexpr std::uint64_t strip_offsets = 273;
inline constexpr std::uint64_t orientation = 274;
inline constexpr std::uint64_t samples_per_pixel = 277;
inline constexpr std::uint64_t strip_byte_counts = 279;
inline constexpr std::uint64_t planar_configuration = 284;
inline constexpr std::uint64_t tile_offsets = 324;
inline constexpr std::uint64_t tile_byte_counts = 325;
inline constexpr std::uint64_t extra_samples = 338;
inline constexpr std::uint64_t sample_format = 339;

}  // namespace tag

/// Calls `visit(tag, entry)` for each entry of the first directory.
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

}  // namespace sescope
