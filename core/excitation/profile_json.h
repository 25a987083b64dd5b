// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/excitation/profile.h"

namespace sescope {

/// Version of the profile file. A reader refuses newer ones; raise it when an old reader would
/// misread the file, not when a key is added.
/// Profiles that stopped early are of the last one: to an older reader a partial one would be one
/// of images in another order. All others are written as the one before it.
inline constexpr int kProfileFormat = 3;
inline constexpr int kProfileFormatOfWholeRuns = 2;

/// Everything of a profile that is not in its tensors, as one JSON text.
std::string profile_to_json(const ExcitationProfile& profile);

/// The profile without its tensors: block names, channels and scales are set, vectors are empty.
/// Throws Error{data} naming `file` and the key that is missing or makes no sense.
ExcitationProfile profile_from_json(std::string_view text, const std::filesystem::path& file);

}  // namespace sescope
