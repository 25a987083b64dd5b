// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/base/unnamed_file.h"

namespace sescope {

/// From so many bytes on, they are kept in a file: that of fewer would be a page or two.
inline constexpr std::size_t kPagedFrom = std::size_t{1} << 18;
/// So much of a large array is in memory at a time, where all of it is gone through.
inline constexpr std::size_t kPiece = std::size_t{1} << 19;

/// Bytes, zero at first. Copies share them until one is written to. Many of them lie in a file that
/// is mapped and has no name, so that they need not all be in memory: a page is brought in where it
/// is looked at or written, and `evict` takes it out again, to the system's cache and from there,
/// if memory runs short, to the disk. Copies may be used on several threads.
class PagedBytes {
  public:
    PagedBytes() noexcept = default;
    /// The file is made in the first of `folders` that allows it (see open_unnamed_file); where
    /// none does, all is memory that is never let go of. Throws std::bad_alloc.
    explicit PagedBytes(std::size_t size,
                        const std::vector<std::filesystem::path>& folders = scratch_folders());
    PagedBytes(const PagedBytes& other) noexcept;
    PagedBytes(PagedBytes&& other) noexcept;
    PagedBytes& operator=(PagedBytes other) noexcept;
    ~PagedBytes();

    std::size_t size() const noexcept;
    const std::byte* data() const noexcept;
    /// The bytes, to be written to, and no other copy's. Throws std::bad_alloc. What it returned
    /// before a copy was made is not to be written to after.
    std::byte* detach();
    /// The same, where `count` bytes from `first` on are about to be both read and written: brings
    /// their pages in at once, and no others. Reading first would bring in pages around them, too.
    std::byte* detach(std::size_t first, std::size_t count);

    bool in_file() const noexcept;
    /// Takes all pages out of this process; the bytes stay as they are.
    void evict() const noexcept;
    /// So many bytes more have been gone through: lets go of them once they make a piece.
    void pass(std::size_t bytes) const noexcept;

  private:
    struct Extent;
    explicit PagedBytes(Extent* extent) noexcept : extent_(extent) {}
    PagedBytes cloned() const;

    Extent* extent_ = nullptr;
};

}  // namespace sescope
