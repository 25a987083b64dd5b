// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unnamed_file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <limits>
#include <string>

namespace sescope {
namespace {

namespace fs = std::filesystem;

bool is_memory(const fs::path& folder) {
    struct statfs about {};
    if (::statfs(folder.c_str(), &about) != 0) return false;
    return about.f_type == TMPFS_MAGIC || about.f_type == RAMFS_MAGIC;
}

// Going beyond the limit of a process on its files would end it by a signal.
bool is_allowed(std::size_t size) {
    struct rlimit most {};
    return ::getrlimit(RLIMIT_FSIZE, &most) != 0 || size <= most.rlim_cur;
}

int open_in(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) return file;
    // Some file systems have files with names only.
    std::string name = (folder / "sescope-XXXXXX").string();
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) ::unlink(name.c_str());
    return named;
}

}  // namespace

const std::vector<fs::path>& scratch_folders() {
    static const std::vector<fs::path> folders = [] {
        std::vector<fs::path> found;
        const char* chosen = std::getenv("TMPDIR");
        if (chosen != nullptr && *chosen != '\0') found.emplace_back(chosen);
        // Before /tmp, which often is memory.
        found.emplace_back("/var/tmp");
        found.emplace_back("/tmp");
        return found;
    }();
    return folders;
}

int open_unnamed_file(const fs::path& folder, std::size_t size) noexcept try {
    if (size > std::size_t(std::numeric_limits<off_t>::max())) return -1;
    if (is_memory(folder) || !is_allowed(size)) return -1;
    const int file = open_in(folder);
    if (file < 0) return -1;
    if (::posix_fallocate(file, 0, off_t(size)) == 0) return file;
    ::close(file);
    return -1;
} catch (const std::exception&) {  // no memory for a name
    return -1;
}

}  // namespace sescope
