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
    std::shared_ptr<const void> keeper;
};
MappedFile map_file(const std::filesystem::path& path, ErrorKind kind = ErrorKind::model);

}  // namespace sescope
