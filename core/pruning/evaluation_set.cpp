// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/evaluation_set.h"

#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/interleave.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

Split split_called(const std::string& name) {
    for (const auto split : {Split::profile, Split::proof}) {
        if (name_of(split) == name) return split;
    }
    return Split::all;
}

}  // namespace

std::optional<Dataset> images_of_profile(const ExcitationProfile& profile, const fs::path& root,
                                         const DatasetOptions& asked, const HeadLabels& head) {
    DatasetOptions options;
    options.seed = profile.origin.seed;
    options.per_class = profile.origin.per_class;
    options.split = split_called(profile.origin.split);
    options.labels = asked.labels;
    for (const DatasetClass& cls : profile.classes) options.classes.push_back(cls.name);
    try {
        Dataset dataset = open_dataset(root, options, head);
        if (dataset.fingerprint == profile.origin.data_fingerprint) return dataset;
    } catch (const Error& error) {
        // A folder without the profile's classes is another folder.
        if (error.kind() != ErrorKind::data) throw;
    }
    return std::nullopt;
}

namespace {

[[noreturn]] void refuse_empty(const fs::path& root, const ExcitationProfile& profile) {
    throw Error(ErrorKind::data,
                profile.origin.per_class > 0
                    ? "has no image beside the sampled ones that the profile was recorded on"
                    : "has no image beside the ones that the profile was recorded on",
                root,
                text("record it on a half, with: analyze {} profile; or give another folder; or "
                     "insist with {}",
                     Text::option("split"), Text::option("same-images")));
}

}  // namespace

EvaluationSet choose_evaluation_set(const fs::path& root, const DatasetOptions& options,
                                    const HeadLabels& head, const ExcitationProfile* profile,
                                    bool same_images) {
    EvaluationSet set;
    set.options = options;
    // Fingerprints are taken in the order of classes; what is stopped is of all classes.
    set.options.interleaved = false;
    set.same_images = same_images && profile != nullptr;
    DatasetOptions unsampled = set.options;
    unsampled.per_class = 0;
    const auto used = profile != nullptr && !same_images
                          ? images_of_profile(*profile, root, options, head)
                          : std::nullopt;
    if (!used) {
        set.dataset = open_dataset(root, set.options, head);
        interleave_classes(set.dataset);
        set.separation = profile == nullptr ? "no profile was used"
                         : same_images ? "not kept apart: the profile may be of the same images"
                         : root.filename() == profile->origin.data_root
                             ? "unknown: the folder has changed since the profile was recorded"
                             : "another folder than the profile's";
        return set;
    }
    set.dataset =
        without_images(open_dataset(root, unsampled, head), *used, options.per_class, options.seed);
    if (set.dataset.images.empty()) refuse_empty(root, *profile);
    interleave_classes(set.dataset);
    set.separation =
        text("the profile's {} images of this folder are left out", used->images.size());
    set.of_profile = used;
    return set;
}

}  // namespace sescope
