// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

#include "core/base/error.h"

namespace sescope {

/// A file mapped read-only, kept while the pointer lives. Throws Error of `kind` naming the file
/// when it is missing, a folder, not readable or empty.
struct MappedFile {
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
};
MappedFile map_file(const std::filesystem::path& path, ErrorKind kind = ErrorKind::model);

/// Throws Error (of the kind the file was mapped with, naming it) when the file behind a mapping
/// was written to or cut short since; what was read from it is then worth nothing. Another file
/// renamed over it is no change: the mapping still shows the old one. Reading pages that are gone
/// gives zeros, and no signal. An owner of anything but a mapping passes.
void require_unchanged(const std::shared_ptr<const void>& owner);

/// Takes what was read of a mapped file out of this process's memory; it is brought in again where
/// it is looked at. Of an owner of anything but a mapping, nothing.
void evict(const std::shared_ptr<const void>& owner) noexcept;

}  // namespace sescope
