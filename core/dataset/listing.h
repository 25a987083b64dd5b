// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: which images there are, before anything is chosen or matched.

#include <filesystem>
#include <string>
#include <vector>

namespace sescope {

/// One class and its images. `files` are relative to the data set's root and '/' separated (or
/// absolute, where a table says so); natural order.
struct ClassListing {
    std::string name;
    std::vector<std::string> files;
};

/// Classes in natural order.
struct Listing {
    std::filesystem::path root;
    std::vector<ClassListing> classes;
};

/// Reads a folder of class folders. Nested files are found, hidden ones are not; symbolic links are
/// followed, each folder being entered once. A class without images is listed with none. Throws
/// Error{data} when a folder cannot be read or there is no class folder.
Listing list_class_folders(const std::filesystem::path& root);

/// Reads a table of path and label. Throws Error{data} naming the line that cannot be used.
Listing list_table(const std::filesystem::path& table);

}  // namespace sescope
