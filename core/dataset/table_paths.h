// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: how the paths of a table are meant.

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace sescope {

/// Turns what stands in a table into the path of a file below the table's folder. Understood are
/// file:// addresses, ~/, backslashes of Windows, and names without extension ("ant0" for
/// "ant0.png"). A folder beside the table may hold the files ("train.csv" and "train/").
class TablePaths {
  public:
    explicit TablePaths(const std::filesystem::path& table);
    ~TablePaths();

    /// The file that `text` means: relative to the table's folder and '/' separated where it is
    /// below it, else absolute. Nothing where there is no such file. Throws Error{data} where more
    /// than one file is meant.
    std::optional<std::string> find(const std::string& text);

    /// How many of `texts` are files.
    std::size_t count(std::span<const std::string> texts);

    /// The same with each of the folders beside the table, one of which `find` looks into from here
    /// on: the one with the most, or of several such the one called as the table is. Throws
    /// Error{data} where it is none of them.
    std::size_t settle(std::span<const std::string> texts);

    /// What `text` means where there is no such file: as `find`, without looking.
    std::string plain(const std::string& text) const;

  private:
    struct Folders;

    std::filesystem::path folder_;
    std::string stem_;                  ///< of the table
    std::string base_;                  ///< below `folder_`, ends in '/' or empty
    std::unique_ptr<Folders> folders_;  ///< listings of folders
};

}  // namespace sescope
