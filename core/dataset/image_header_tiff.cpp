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

    // The numbers of one directory entry; those of types that no size or offset has are left out.
    std::vector<std::uint64_t> values(std::uint64_t entry) const {
        const std::uint64_t type = number(entry + 2, 2);
        const int width = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : type == 16 ? 8 : 0;
        if (width == 0) return {};
        const std::uint64_t count = number(entry + 4, big_ ? 8 : 4);
        if (count > file_.size() / static_cast<std::size_t>(width)) {
            throw_truncated("a table of the TIFF is cut off");
        }
        const std::uint64_t inside = entry + (big_ ? 12 : 8);
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

}  // namespace

ImageHeader read_tiff_header(FileBytes file) {
    const TiffReader tiff(file);
    const std::uint64_t directory = tiff.first_directory();
    const std::uint64_t entries = tiff.number(directory, tiff.count_bytes());
    if (entries > 4096) throw_corrupt("the TIFF has too many tags");
    ImageHeader header{ImageFormat::tiff, 0, 0};
    TiffTables tables;
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = directory + static_cast<std::uint64_t>(tiff.count_bytes()) +
                                    i * static_cast<std::uint64_t>(tiff.entry_bytes());
        const std::uint64_t tag = tiff.number(entry, 2);
        const bool wanted =
            tag == 256 || tag == 257 || tag == 273 || tag == 279 || tag == 324 || tag == 325;
        if (!wanted) continue;
        const std::vector<std::uint64_t> values = tiff.values(entry);
        if (values.empty()) continue;
        if (tag == 256) header.width = static_cast<std::int64_t>(values[0]);
        if (tag == 257) header.height = static_cast<std::int64_t>(values[0]);
        if (tag == 273 || tag == 324) tables.offsets = values;
        if (tag == 279 || tag == 325) tables.sizes = values;
    }
    require_within(tables, file.size());
    return header;
}

}  // namespace sescope
