// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace sescope {

/// A file or folder of resources/ ("demo", "labels/imagenet.tsv"): of the installed tree the
/// program runs from, or of the source tree it was built from; SESCOPE_RESOURCES overrides both.
/// Throws Error{usage} naming it when it is nowhere.
std::filesystem::path resource_path(const std::filesystem::path& relative);

/// The folder of our shared libraries.
const std::filesystem::path& libraries_folder();

/// A shared library of ours that is opened at run time: beside the program, in ../lib/sescope, or
/// in the build tree. Empty when it is nowhere.
std::filesystem::path plugin_path(const char* name);

}  // namespace sescope
