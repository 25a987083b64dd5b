// SPDX-License-Identifier: GPL-3.0-or-later
// Which images a pruned network is judged by: others than those that its profile is of.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/dataset/dataset.h"
#include "core/excitation/profile.h"

namespace sescope {

struct EvaluationSet {
    Dataset dataset;           ///< classes take turns, so that a run that is stopped is of all
    DatasetOptions options;    ///< that it was chosen by
    bool same_images = false;  ///< the person insisted: the profile's own images may be among them
    Text separation;           ///< one line: how it is kept apart from the profile's images
    std::optional<Dataset> of_profile{};  ///< the profile's own, where they are under the root
};

/// The images that the profile was recorded on, if they are under `root`.
std::optional<Dataset> images_of_profile(const ExcitationProfile& profile,
                                         const std::filesystem::path& root,
                                         const DatasetOptions& asked, const HeadLabels& head);

/// The images under `root` that `options` asks for, without those that `profile` was recorded on.
/// Those are known again where `root` is the profile's own folder: the profile's options then give
/// its very images, which its fingerprint proves; `options.per_class` samples what is left. Another
/// folder is used as it is. `profile` may be null (nothing was recorded before), and `same_images`
/// leaves everything in.
///
/// Throws as `open_dataset`, and Error{data} when no image is left, saying how to keep some.
EvaluationSet choose_evaluation_set(const std::filesystem::path& root,
                                    const DatasetOptions& options, const HeadLabels& head,
                                    const ExcitationProfile* profile, bool same_images = false);

}  // namespace sescope
