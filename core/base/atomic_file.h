// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <span>
#include <string_view>
#include <vector>

namespace sescope {

class FileBeside;

/// Files that belong together, each whole or not at all: they are written beside their places, and
/// take them one after the other when every byte of all is on the disk. Until then, and where
/// anything fails, what stood there is untouched and nothing is left beside.
///
/// A file keeps the mode of the one that it replaces, and its owner where we may give it away. A
/// symbolic link is followed. The names beside are hidden and random (".sescope-<16 digits>" and
/// the target's extension), and their files locked while they are written: one that a killed
/// program left blocks nobody, and goes with the next writing into the same folder.
///
/// All throw Error{output} naming the file that was asked for: where the folder is missing, not
/// writable or full, and where a folder, a pipe or a device is in its place.
class FilesTogether {
  public:
    FilesTogether();
    ~FilesTogether();
    FilesTogether(const FilesTogether&) = delete;
    FilesTogether& operator=(const FilesTogether&) = delete;

    /// Returns the name beside, under which the bytes can be read until `commit`.
    std::filesystem::path write(const std::filesystem::path& path,
                                const std::function<void(std::ostream&)>& write);
    std::filesystem::path write(const std::filesystem::path& path, std::string_view text);
    /// For writers that insist on opening the file themselves (LibTorch): `write` receives the name
    /// beside. What it says of that file is said of `path`.
    std::filesystem::path write_at(const std::filesystem::path& path,
                                   const std::function<void(const std::filesystem::path&)>& write);
    /// Puts all in place, in the order of writing.
    void commit();

  private:
    std::vector<std::unique_ptr<FileBeside>> files_;
};

/// One file alone.
void write_file_atomically(const std::filesystem::path& path,
                           const std::function<void(std::ostream&)>& write);
void write_file_atomically(const std::filesystem::path& path, std::string_view text);
void write_file_atomically_at(const std::filesystem::path& path,
                              const std::function<void(const std::filesystem::path&)>& write);

/// For a program that is about to end at once: removes what is written beside its place, and lets
/// no file be made or take its place any more (whoever tries waits for ever).
void remove_unfinished_files();

/// Finds out whether `path` could be written, before hours of work go into what is to stand there.
/// Throws Error{output} as the writers do. Leaves no trace.
void require_writable(const std::filesystem::path& path);

/// Throws Error{output} where one of `outputs` is the file of one of `inputs`, which it would
/// replace, or where two outputs are the same file. Empty names are none.
void require_other_files(std::span<const std::filesystem::path> outputs,
                         std::span<const std::filesystem::path> inputs);

}  // namespace sescope
