// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: which names are those of images, and which are of nobody's making.

#include <filesystem>
#include <string>
#include <string_view>

namespace sescope {

/// Has the name the extension of an image that is read (png, jpg, bmp, webp, tif, ppm, npy and
/// their kin)? In any case.
bool is_image_name(const std::filesystem::path& path);

/// Has the name the extension of a NumPy array (.npy)?
bool is_array_name(const std::filesystem::path& path);

/// The extensions that `is_image_name` knows, for people.
inline constexpr std::string_view kImageExtensions = "png, jpg, bmp, webp, tif, ppm, npy";

/// Files and folders that systems leave behind, and that nobody misses: Thumbs.db, .DS_Store,
/// __MACOSX, ._name, .ipynb_checkpoints, ..
bool is_litter(std::string_view name);

/// What stands for a file in a count of those that were left out: its extension in lower case
/// (".gif"), "no extension", or "hidden" for names that begin with a dot. Of plain letters only.
std::string kind_of_left_out(std::string_view name);

}  // namespace sescope
