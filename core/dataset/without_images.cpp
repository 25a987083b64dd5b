// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/dataset/data_fingerprint.h"
#include "core/dataset/dataset.h"
#include "core/dataset/sampling.h"

namespace sescope {
namespace {

using Ids = std::unordered_set<std::string>;

Ids sample_of_class(const Dataset& dataset, std::int32_t label, int per_class, std::uint64_t seed) {
    std::vector<std::string> files;
    for (const LabelledImage& image : dataset.images) {
        if (image.label == label) files.push_back(image.id);
    }
    sample_files(files, per_class, seed);
    return {std::make_move_iterator(files.begin()), std::make_move_iterator(files.end())};
}

}  // namespace

Dataset without_images(Dataset whole, const Dataset& used, int per_class, std::uint64_t seed) {
    Ids taken;
    for (const LabelledImage& image : used.images) taken.insert(image.id);
    std::erase_if(whole.images,
                  [&](const LabelledImage& image) { return taken.contains(image.id); });
    if (per_class > 0) {
        std::vector<Ids> kept;
        for (std::int32_t label = 0; label < std::ssize(whole.classes); ++label) {
            kept.push_back(sample_of_class(whole, label, per_class, seed));
        }
        std::erase_if(whole.images, [&](const LabelledImage& image) {
            return !kept[static_cast<std::size_t>(image.label)].contains(image.id);
        });
    }
    whole.fingerprint = data_fingerprint(whole);
    return whole;
}

}  // namespace sescope
