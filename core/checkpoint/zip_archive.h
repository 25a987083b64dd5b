// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sescope {

/// The entries of a zip archive (zip64 too), found in its central directory and served as views of
/// the mapped file. torch.save stores entries without compression, so nothing is ever unpacked.
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

  private:
    struct Entry {
        std::size_t header = 0;  // offset of the entry's own header
        std::size_t size = 0;
        bool is_plain = true;  // neither compressed nor encrypted
    };
    struct Directory {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::uint64_t count = 0;
    };

    Directory find_directory() const;
    void read_directory(const Directory& directory);

    std::span<const std::byte> file_;
    std::filesystem::path path_;
    std::vector<std::string_view> names_;
    std::unordered_map<std::string_view, Entry> entries_;
};

}  // namespace sescope
