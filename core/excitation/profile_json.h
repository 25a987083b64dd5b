// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/excitation/profile.h"

namespace sescope {

/// Versions of the profile file. A reader refuses newer ones; raise it when an old reader would
/// misread the file, not when a key is added. Since format 2 there are energies; since format 3,
/// profiles may have stopped early; since format 4, tensors may have the rows of those classes only
/// that the tensor `classes` lists; since format 5, what is kept of the network are its gate sites
/// and what it costs, of any network, where it was the description of a ResNet before.
inline constexpr int kNewestFormat = 5;

/// Everything of a profile that is not in its tensors, as one JSON text.
std::string profile_to_json(const ExcitationProfile& profile);

/// The profile without its tensors: block names, channels and scales are set, vectors are empty.
/// Throws Error{data} naming `file` and the key that is missing or makes no sense.
ExcitationProfile profile_from_json(std::string_view text, const std::filesystem::path& file);

}  // namespace sescope
