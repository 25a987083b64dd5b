// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace sescope {

/// Where files that nobody is to see belong: $TMPDIR, /var/tmp, /tmp, in this order.
const std::vector<std::filesystem::path>& scratch_folders();

/// A descriptor of a new file of `size` zeros in `folder`, for reading and writing, which is gone
/// when it is closed and mapped nowhere. Its room on the disk is set aside: writing to it later
/// cannot fail for want of it. -1 where the folder has no such room, allows no file, or is memory
/// itself (tmpfs), where nothing would be gained.
int open_unnamed_file(const std::filesystem::path& folder, std::size_t size) noexcept;

}  // namespace sescope
