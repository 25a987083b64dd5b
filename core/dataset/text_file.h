// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: text files that people write by hand or with another program.

#include <filesystem>
#include <string>

namespace sescope {

/// The text of a file as UTF-8 without a byte order mark; UTF-16 is known by its mark and converted
/// (what has no meaning in it becomes U+FFFD). Throws Error{data} naming the file when it cannot be
/// read, is longer than 512 MB, or holds a zero, which no text does.
std::string read_text_file(const std::filesystem::path& path);

}  // namespace sescope
