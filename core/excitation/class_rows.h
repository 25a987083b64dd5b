// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of some of a data set's classes. A shard of 100 of 1,000 classes has images of ten:
// written out for all, its file would be a hundred times as large, and so would merging them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/excitation/profile.h"

namespace sescope {

/// Which classes rows are of, ascending.
using ClassRows = std::vector<std::int64_t>;

/// The classes that have an image, counted or predicted.
ClassRows classes_with_images(const ExcitationProfile& profile);

/// A profile whose tallies and predictions have the rows of some classes only; `profile.classes`
/// are all of them.
struct ProfilePart {
    ExcitationProfile profile;
    ClassRows rows;
};

/// The rows of these classes; nothing else of the profile is copied into its tallies.
ProfilePart rows_of(const ExcitationProfile& profile, ClassRows rows);
/// The profile of all classes. The inverse of `rows_of` where the other rows are empty.
ExcitationProfile spread_out(ProfilePart part);

/// Reads a profile's file. Throws as `load_profile`.
ProfilePart read_profile_part(const std::filesystem::path& path);

}  // namespace sescope
