// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/excitation/profile.h"

namespace sescope {

/// Versions of the profile file. A reader refuses newer ones; raise it when an old reader would
/// misread the file, not when a key is added. Since format 2 there are energies. Profiles that
/// stopped early are of format 3: to an older reader a partial one would be one of images in
/// another order. In format 4, tensors have the rows of those classes only that the tensor
/// `classes` lists. Each is written as the oldest that can say it.
inline constexpr int kFormatOfWholeRuns = 2;
inline constexpr int kFormatOfStoppedRuns = 3;
inline constexpr int kFormatOfSomeClasses = 4;
inline constexpr int kNewestFormat = kFormatOfSomeClasses;

/// Everything of a profile that is not in its tensors, as one JSON text; `some_classes`: those have
/// rows of some classes only.
std::string profile_to_json(const ExcitationProfile& profile, bool some_classes);

/// The profile without its tensors: block names, channels and scales are set, vectors are empty.
/// Throws Error{data} naming `file` and the key that is missing or makes no sense.
ExcitationProfile profile_from_json(std::string_view text, const std::filesystem::path& file);

}  // namespace sescope
