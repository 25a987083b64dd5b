// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "core/base/error.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// Beside the target, so that the rename stays within one file system; with the target's extension,
// since some writers choose the format by it.
fs::path name_beside(const fs::path& path) {
    static std::atomic<unsigned> counter{0};
    fs::path beside = path;
    beside.replace_filename("." + path.stem().string() + "." + std::to_string(::getpid()) + "-" +
                            std::to_string(counter++) + path.extension().string());
    return beside;
}

// Removes the file beside unless it was renamed.
class Leftover {
  public:
    explicit Leftover(fs::path path) : path_(std::move(path)) {}
    ~Leftover() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove(path_, ignored);
    }
    Leftover(const Leftover&) = delete;
    Leftover& operator=(const Leftover&) = delete;
    void keep() { path_.clear(); }

  private:
    fs::path path_;
};

Error cannot_write(const fs::path& path, int error) {
    const char* hint = "choose another place with --out";
    if (error == ENOSPC || error == EDQUOT) hint = "free some space, or choose another disk";
    if (error == ENOENT) hint = "create its folder first";
    if (error == EACCES || error == EPERM || error == EROFS) {
        hint = "you may not write there; choose another place";
    }
    return Error(ErrorKind::output, std::string("cannot be written: ") + std::strerror(error), path,
                 hint);
}

void flush_to_disk(const fs::path& beside, const fs::path& path) {
    const int fd = ::open(beside.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw cannot_write(path, errno);
    const int failed = ::fsync(fd);
    const int error = errno;
    ::close(fd);
    // Some file systems have no fsync; the bytes are theirs then.
    if (failed != 0 && error != EINVAL && error != ENOTSUP) throw cannot_write(path, error);
}

// Creates the empty file beside, so that a missing or closed folder is told by its own error.
fs::path create_beside(const fs::path& path) {
    // A folder that may not even be looked into is told by the opening below.
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) throw cannot_write(path, EISDIR);
    fs::path beside = name_beside(path);
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) throw cannot_write(path, errno);
    ::close(fd);
    return beside;
}

}  // namespace

void require_writable(const fs::path& path) {
    const Leftover leftover(create_beside(path));
}

void write_file_atomically_at(const fs::path& path,
                              const std::function<void(const fs::path&)>& write) {
    const fs::path beside = create_beside(path);
    Leftover leftover(beside);
    write(beside);
    flush_to_disk(beside, path);
    if (::rename(beside.c_str(), path.c_str()) != 0) throw cannot_write(path, errno);
    leftover.keep();
}

void write_file_atomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    write_file_atomically_at(path, [&](const fs::path& beside) {
        errno = 0;
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        write(out);
        out.flush();
        if (!out) throw cannot_write(path, errno != 0 ? errno : EIO);
        out.close();
        if (out.fail()) throw cannot_write(path, errno != 0 ? errno : EIO);
    });
}

void write_file_atomically(const fs::path& path, std::string_view text) {
    write_file_atomically(path, [&](std::ostream& out) {
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
    });
}

}  // namespace sescope
