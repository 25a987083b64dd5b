// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string_view>

namespace sescope {

/// Writes a file whole or not at all: `write` fills a file beside `path`, which is flushed to disk
/// and renamed over `path` only when every byte is down. Throws Error{output} naming `path` when
/// the folder is missing, not writable or full; what stood at `path` before is then untouched.
void write_file_atomically(const std::filesystem::path& path,
                           const std::function<void(std::ostream&)>& write);
void write_file_atomically(const std::filesystem::path& path, std::string_view text);

/// The same for writers that insist on opening the file themselves (Qt, OpenCV): `write` receives
/// the name of the file beside, with the same extension.
void write_file_atomically_at(const std::filesystem::path& path,
                              const std::function<void(const std::filesystem::path&)>& write);

/// Finds out whether `path` could be written, before hours of work go into what is to stand there.
/// Throws Error{output} as the writers do. Leaves no trace.
void require_writable(const std::filesystem::path& path);

}  // namespace sescope
