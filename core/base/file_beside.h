// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <mutex>
#include <optional>

#include "core/base/error.h"

namespace sescope {

/// "cannot be written: No space left on device", and what to do about it.
Error cannot_write(const std::filesystem::path& path, int error);

/// A file that is filled beside the place where it is to stand; see FilesTogether.
class FileBeside {
  public:
    /// Throws Error{output} naming `path`.
    explicit FileBeside(std::filesystem::path path);
    /// Removes the file unless it has taken its place.
    ~FileBeside();
    FileBeside(const FileBeside&) = delete;
    FileBeside& operator=(const FileBeside&) = delete;

    const std::filesystem::path& path() const { return path_; }      ///< as it was asked for
    const std::filesystem::path& target() const { return target_; }  ///< behind links
    const std::filesystem::path& name() const { return name_; }
    int descriptor() const { return descriptor_; }

    /// Gives it the mode of the file that it replaces, and brings its bytes to the disk.
    void finish();
    /// Only while one holds what `hold_places` returns.
    void take_place();

  private:
    void create();
    void inherit() const;

    std::filesystem::path path_;
    std::filesystem::path target_;
    std::filesystem::path name_;
    int descriptor_ = -1;
    std::optional<struct stat> replaced_;
};

/// While it is held, nobody makes, moves or removes files beside (see remove_unfinished_files).
std::unique_lock<std::mutex> hold_places();

/// Brings the names in a folder to the disk, where its file system can.
void flush_folder(const std::filesystem::path& folder);

}  // namespace sescope
