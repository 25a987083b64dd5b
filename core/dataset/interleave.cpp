// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/interleave.h"

#include <algorithm>
#include <utility>

namespace sescope {

void interleave_classes(Dataset& dataset) {
    std::vector<std::size_t> seen(dataset.classes.size(), 0);
    std::vector<std::pair<std::size_t, std::size_t>> turns;  // and the position now
    turns.reserve(dataset.images.size());
    for (std::size_t i = 0; i < dataset.images.size(); ++i) {
        turns.emplace_back(seen[static_cast<std::size_t>(dataset.images[i].label)]++, i);
    }
    std::sort(turns.begin(), turns.end());
    std::vector<LabelledImage> ordered;
    ordered.reserve(dataset.images.size());
    for (const auto& [turn, position] : turns) {
        ordered.push_back(std::move(dataset.images[position]));
    }
    dataset.images = std::move(ordered);
}

}  // namespace sescope
