// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_beside.h"

#include "core/base/atomic_file.h"
#include "core/base/message.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <system_error>
#include <utility>

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".sescope-";
constexpr std::size_t kDigits = 16;

bool is_name_beside(std::string_view name) {
    if (!name.starts_with(kMark) || name.size() < kMark.size() + kDigits) return false;
    const std::string_view digits = name.substr(kMark.size(), kDigits);
    return digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// With the target's extension, since some writers choose the format by it.
fs::path name_beside(const fs::path& target) {
    constexpr std::size_t longest_extension = 32;
    std::random_device random;
    const std::uint64_t number = (std::uint64_t{random()} << 32) | random();
    std::string extension = target.extension().string();
    if (extension.size() > longest_extension) extension.clear();
    return target.parent_path() / fmt::format("{}{:016x}{}", kMark, number, extension);
}

// Where the file is that a link stands for, although it may not be there yet.
fs::path behind_links(const fs::path& path) {
    constexpr int most_links = 40;  // as the system follows
    fs::path target = path;
    std::error_code failed;
    for (int i = 0; i < most_links && fs::is_symlink(target, failed); ++i) {
        const fs::path next = fs::read_symlink(target, failed);
        if (failed) break;
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    return target;
}

// A file is locked as long as it is written, so that nobody's writing is taken for a left-over.
void remove_if_left_over(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return;
    struct stat about {};
    if (::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) &&
        ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        ::unlink(file.c_str());
    }
    ::close(descriptor);
}

// Once for each folder: thousands of images may be written into one.
void remove_left_overs(const fs::path& folder) {
    static std::mutex mutex;
    static std::set<fs::path> seen;
    std::error_code failed;
    const fs::path absolute = fs::absolute(folder.empty() ? "." : folder, failed);
    const std::lock_guard lock(mutex);
    if (!seen.insert(absolute).second) return;
    for (fs::directory_iterator entry(absolute, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (is_name_beside(entry->path().filename().string())) remove_if_left_over(entry->path());
    }
}

// For the end of the program: what is to go then, and who may not come between.
struct Unfinished {
    std::mutex mutex;
    std::set<fs::path> names;
};
Unfinished& unfinished() {
    static Unfinished files;
    return files;
}

}  // namespace

std::unique_lock<std::mutex> hold_places() {
    return std::unique_lock(unfinished().mutex);
}

void remove_unfinished_files() {
    unfinished().mutex.lock();  // never let go of
    for (const fs::path& name : unfinished().names) ::unlink(name.c_str());
}

Error cannot_write(const fs::path& path, int error) {
    const char* hint = "choose another place";
    if (error == ENOSPC || error == EDQUOT) hint = "free some space, or choose another disk";
    if (error == EFBIG) hint = "raise the limit on the size of files (ulimit -f)";
    if (error == ENOENT) hint = "create its folder first";
    if (error == EACCES || error == EPERM || error == EROFS) {
        hint = "you may not write there; choose another place";
    }
    return {ErrorKind::output, text("cannot be written: {}", Text(std::strerror(error))), path,
            hint};
}

FileBeside::FileBeside(fs::path path) : path_(std::move(path)), target_(behind_links(path_)) {
    struct stat there {};
    if (::stat(path_.c_str(), &there) == 0) {
        if (S_ISDIR(there.st_mode)) throw cannot_write(path_, EISDIR);
        if (!S_ISREG(there.st_mode)) {
            throw Error(ErrorKind::output, "is a pipe or a device, not a file", path_,
                        "write to a file, and send that on");
        }
        replaced_ = there;
    } else if (errno != ENOENT) {
        throw cannot_write(path_, errno);
    }
    remove_left_overs(target_.parent_path());
    create();
}

FileBeside::~FileBeside() {
    if (descriptor_ < 0) return;
    if (!name_.empty()) {
        const auto held = hold_places();
        ::unlink(name_.c_str());
        unfinished().names.erase(name_);
    }
    ::close(descriptor_);
}

void FileBeside::create() {
    constexpr int most_tries = 100;
    int error = EEXIST;
    const auto held = hold_places();
    for (int i = 0; i < most_tries && error == EEXIST; ++i) {
        name_ = name_beside(target_);
        // What replaces a private file is private from its first byte on.
        descriptor_ =
            ::open(name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, replaced_ ? 0600 : 0666);
        error = errno;
        if (descriptor_ < 0) continue;
        struct stat about {};
        // Between making and locking it, someone may have taken it for a left-over.
        if (::flock(descriptor_, LOCK_EX) != 0 || ::fstat(descriptor_, &about) != 0 ||
            about.st_nlink > 0) {
            unfinished().names.insert(name_);
            return;
        }
        ::close(std::exchange(descriptor_, -1));
        error = EEXIST;
    }
    throw cannot_write(path_, error);
}

void FileBeside::inherit() const {
    mode_t mode = replaced_->st_mode & 0777;
    if (::fchown(descriptor_, replaced_->st_uid, replaced_->st_gid) != 0 &&
        ::fchown(descriptor_, uid_t(-1), replaced_->st_gid) != 0) {
        // The group is another one, to which the old file did not belong.
        mode &= mode_t(~S_IRWXG) | (mode & S_IRWXO) << 3;
    }
    ::fchmod(descriptor_, mode);
}

void FileBeside::finish() {
    if (replaced_) inherit();
    // Some file systems have no fsync; the bytes are theirs then.
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) {
        throw cannot_write(path_, errno);
    }
}

void FileBeside::take_place() {
    if (::rename(name_.c_str(), target_.c_str()) != 0) throw cannot_write(path_, errno);
    unfinished().names.erase(name_);
    name_.clear();
}

void flush_folder(const fs::path& folder) {
    const int descriptor =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    // The files are in place already: what cannot be flushed is no reason to say that they are not.
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace sescope
