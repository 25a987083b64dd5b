// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sescope {

/// Bytes of an entry: a view of the archive, or unpacked and kept by `owner`.
struct ZipContents {
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;  ///< null for a view
};

/// The entries of a zip archive (zip64 too), found in its central directory and served as views of
/// the mapped file. torch.save stores entries without compression.
class ZipArchive {
  public:
    /// Whether the file begins like an archive.
    static bool recognises(std::span<const std::byte> file) noexcept;

    /// Reads the directory. Throws Error{model} naming `path` when the archive is cut short or its
    /// directory is malformed.
    ZipArchive(std::span<const std::byte> file, std::filesystem::path path);

    bool contains(std::string_view name) const { return entries_.contains(name); }
    /// Names in the order of the directory.
    const std::vector<std::string_view>& names() const noexcept { return names_; }

    /// The bytes of an entry, or nothing when there is none of the name. Throws Error{model} when
    /// the entry is compressed, encrypted, or lies beyond the end of the file.
    std::optional<std::span<const std::byte>> find(std::string_view name) const;

    /// The same of an entry that may be deflated. Throws Error{model} also when its bytes do not
    /// unpack to the size and checksum that the directory states, and when the compressed entries
    /// of the archive state more than 64 MiB and 32 times the archive's size together: so much is
    /// not made of a network, but to exhaust memory.
    std::optional<ZipContents> contents(std::string_view name) const;

  private:
    struct Entry {
        std::size_t header = 0;  // offset of the entry's own header
        std::size_t size = 0;
        std::size_t packed = 0;  // size in the archive
        std::uint32_t checksum = 0;
        bool is_plain = true;  // neither compressed nor encrypted
        bool is_deflated = false;
    };
    struct Directory {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::uint64_t count = 0;
    };

    Directory find_directory() const;
    void read_directory(const Directory& directory);
    std::span<const std::byte> packed_bytes(std::string_view name, const Entry& entry) const;

    std::span<const std::byte> file_;
    std::filesystem::path path_;
    std::vector<std::string_view> names_;
    std::unordered_map<std::string_view, Entry> entries_;
    std::size_t unpacked_ = 0;  // of all compressed entries, as the directory states
};

}  // namespace sescope
