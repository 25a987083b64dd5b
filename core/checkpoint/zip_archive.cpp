// SPDX-License-Identifier: GPL-3.0-or-later
// The layout is that of PKWARE's APPNOTE.TXT 6.3.3, sections 4.3 and 4.5.3.
#include "core/checkpoint/zip_archive.h"

#include <algorithm>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/inflate.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kDirectoryHeader = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50;
constexpr std::uint32_t kEnd64Locator = 0x07064b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLongestComment = 65535;
constexpr std::size_t kAlwaysUnpacked = std::size_t{64} << 20;
constexpr std::size_t kMostTimesPacked = 32;
constexpr std::uint64_t kElsewhere = 0xffffffff;  // the number stands in the zip64 part

// The record that ends the archive, searched from the back over a comment.
std::optional<std::size_t> find_end(FileBytes file) {
    if (file.size() < kEndSize) return std::nullopt;
    const std::size_t last = file.size() - kEndSize;
    const std::size_t first = last > kLongestComment ? last - kLongestComment : 0;
    for (std::size_t at = last + 1; at-- > first;) {
        if (number_at(file, at, 4) == kEnd && number_at(file, at + 20, 2) <= last - at) return at;
    }
    return std::nullopt;
}

// Replaces the numbers that did not fit into 32 bits by those of the zip64 extra field.
bool apply_zip64(FileBytes extra, std::uint64_t& size, std::uint64_t& packed,
                 std::uint64_t& header) {
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const auto id = little_endian(extra.subspan(at, 2));
        const auto length = little_endian(extra.subspan(at + 2, 2));
        at += 4;
        if (length > extra.size() - at) return false;
        if (id == 1) {
            const auto numbers = extra.subspan(at, length);
            std::size_t next = 0;
            for (std::uint64_t* number : {&size, &packed, &header}) {
                if (*number != kElsewhere) continue;
                const auto value = number_at(numbers, next, 8);
                if (!value) return false;
                *number = *value;
                next += 8;
            }
            return true;
        }
        at += length;
    }
    return size != kElsewhere && packed != kElsewhere && header != kElsewhere;
}

}  // namespace

bool ZipArchive::recognises(FileBytes file) noexcept {
    const auto signature = number_at(file, 0, 4);
    return signature == kLocalHeader || signature == kEnd;
}

ZipArchive::ZipArchive(FileBytes file, std::filesystem::path path)
    : file_(file), path_(std::move(path)) {
    read_directory(find_directory());
}

ZipArchive::Directory ZipArchive::find_directory() const {
    const auto end = find_end(file_);
    if (!end) {
        throw broken_file(path_, "is truncated: a zip archive (torch.save) without its end");
    }
    Directory directory;
    directory.count = *number_at(file_, *end + 10, 2);
    directory.size = *number_at(file_, *end + 12, 4);
    directory.offset = *number_at(file_, *end + 16, 4);
    // A locator of the zip64 record may stand right before.
    if (*end >= 20 && number_at(file_, *end - 20, 4) == kEnd64Locator) {
        const std::uint64_t end64 = *number_at(file_, *end - 12, 8);
        const auto count = end64 < *end ? number_at(file_, end64 + 32, 8) : std::nullopt;
        const auto size = end64 < *end ? number_at(file_, end64 + 40, 8) : std::nullopt;
        const auto offset = end64 < *end ? number_at(file_, end64 + 48, 8) : std::nullopt;
        if (number_at(file_, end64, 4) != kEnd64 || !count || !size || !offset) {
            throw broken_file(path_, "is a damaged zip archive: its zip64 record is malformed");
        }
        directory = {*offset, *size, *count};
    }
    if (directory.offset > *end || directory.size > *end - directory.offset) {
        throw broken_file(path_, "is a damaged zip archive: its directory lies outside of it");
    }
    return directory;
}

void ZipArchive::read_directory(const Directory& directory) {
    const auto records = file_.subspan(directory.offset, directory.size);
    const auto damaged = [&] {
        return broken_file(path_, "is a damaged zip archive: its directory is malformed");
    };
    std::size_t at = 0;
    for (std::uint64_t i = 0; i < directory.count; ++i) {
        if (number_at(records, at, 4) != kDirectoryHeader || records.size() - at < 46) {
            throw damaged();
        }
        const auto field = [&](std::size_t offset, std::size_t size) {
            return *number_at(records, at + offset, size);
        };
        const auto flags = field(8, 2);
        const auto method = field(10, 2);
        const auto field_checksum = field(16, 4);
        std::uint64_t packed = field(20, 4);
        std::uint64_t size = field(24, 4);
        const auto name_length = field(28, 2);
        const auto extra_length = field(30, 2);
        const auto comment_length = field(32, 2);
        std::uint64_t header = field(42, 4);
        at += 46;
        if (records.size() - at < name_length + extra_length + comment_length) throw damaged();
        const auto name = as_text(records.subspan(at, name_length));
        const auto extra = records.subspan(at + name_length, extra_length);
        at += name_length + extra_length + comment_length;
        if (!apply_zip64(extra, size, packed, header)) throw damaged();
        const bool is_open = (flags & 1) == 0;  // not encrypted
        const Entry entry{.header = header,
                          .size = size,
                          .packed = packed,
                          .checksum = static_cast<std::uint32_t>(field_checksum),
                          .is_plain = method == 0 && is_open && packed == size,
                          .is_deflated = method == 8 && is_open};
        if (!entry.is_plain && __builtin_add_overflow(unpacked_, entry.size, &unpacked_)) {
            throw damaged();
        }
        if (!entries_.emplace(name, entry).second) {
            throw broken_file(path_, text("is a damaged zip archive: it has the entry {} twice",
                                          printable(name)));
        }
        names_.push_back(name);
    }
}

std::optional<FileBytes> ZipArchive::find(std::string_view name) const {
    const auto place = entries_.find(name);
    if (place == entries_.end()) return std::nullopt;
    const Entry& entry = place->second;
    if (!entry.is_plain) {
        throw broken_file(
            path_,
            text("has the compressed entry {}, which torch.save never writes", printable(name)),
            "unpack the archive and pack it again without compression (zip -0 -r)");
    }
    return packed_bytes(name, entry);
}

FileBytes ZipArchive::packed_bytes(std::string_view name, const Entry& entry) const {
    // Subspans, not sums: an offset near 2^64 must not wrap.
    const auto local = file_.subspan(std::min(entry.header, file_.size()));
    const auto name_length = number_at(local, 26, 2);
    const auto extra_length = number_at(local, 28, 2);
    if (number_at(local, 0, 4) != kLocalHeader || !name_length || !extra_length) {
        throw broken_file(
            path_, text("is a damaged zip archive: the entry {} is not where its directory says",
                        printable(name)));
    }
    const std::size_t data = 30 + *name_length + *extra_length;
    if (data > local.size() || entry.packed > local.size() - data) {
        throw broken_file(path_,
                          text("is truncated: the entry {} lies beyond its end", printable(name)));
    }
    return local.subspan(data, entry.packed);
}

std::optional<ZipContents> ZipArchive::contents(std::string_view name) const {
    const auto place = entries_.find(name);
    if (place == entries_.end()) return std::nullopt;
    const Entry& entry = place->second;
    if (!entry.is_deflated) return ZipContents{*find(name), nullptr};
    if (unpacked_ > kAlwaysUnpacked && unpacked_ / kMostTimesPacked > file_.size()) {
        throw broken_file(
            path_,
            text("unpacks to {} bytes, more than {} times its size", unpacked_, kMostTimesPacked),
            "unpack the archive and pack it again without compression (zip -0 -r)");
    }
    auto unpacked = inflated(packed_bytes(name, entry), entry.size);
    if (!unpacked || checksum(*unpacked) != entry.checksum) {
        throw broken_file(
            path_,
            text(
                "is a damaged zip archive: the entry {} does not unpack to what its directory says",
                printable(name)));
    }
    const auto owned = std::make_shared<const std::vector<std::byte>>(std::move(*unpacked));
    return ZipContents{*owned, owned};
}

}  // namespace sescope
