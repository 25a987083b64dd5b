// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/profile.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace sescope {
namespace {

std::uint64_t total_of(const std::vector<std::uint64_t>& counts) noexcept {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

double share_of_images(const Predictions& predictions,
                       const std::vector<std::uint64_t>& right) noexcept {
    const std::uint64_t images = total_of(predictions.images);
    if (!predictions.matched || images == 0) return std::numeric_limits<double>::quiet_NaN();
    return double(total_of(right)) / double(images);
}

}  // namespace

bool ExcitationProfile::partial() const noexcept {
    if (origin.covered.empty()) return true;
    const int shards = origin.covered.front().shards;
    const bool all_done =
        std::all_of(origin.covered.begin(), origin.covered.end(), [&](const CoveredImages& part) {
            return part.shards == shards && part.done == part.total;
        });
    std::vector<int> numbers;
    for (const auto& part : origin.covered) numbers.push_back(part.shard);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return !all_done || std::ssize(numbers) != shards;
}

std::uint64_t ExcitationProfile::images() const noexcept {
    return total_of(gates.images);
}

double ExcitationProfile::top1() const noexcept {
    return share_of_images(predictions, predictions.top1);
}

double ExcitationProfile::top5() const noexcept {
    return share_of_images(predictions, predictions.top5);
}

int ExcitationProfile::find_block(std::string_view name) const noexcept {
    const auto found = std::find_if(gates.blocks.begin(), gates.blocks.end(),
                                    [&](const BlockTally& block) { return block.block == name; });
    return found == gates.blocks.end() ? -1 : int(found - gates.blocks.begin());
}

int ExcitationProfile::find_class(std::string_view name_or_readable) const noexcept {
    // A folder's own name wins over another class's readable name.
    const auto by_name = std::find_if(classes.begin(), classes.end(), [&](const DatasetClass& c) {
        return c.name == name_or_readable;
    });
    if (by_name != classes.end()) return int(by_name - classes.begin());
    const auto by_readable =
        std::find_if(classes.begin(), classes.end(),
                     [&](const DatasetClass& c) { return c.readable == name_or_readable; });
    return by_readable == classes.end() ? -1 : int(by_readable - classes.begin());
}

}  // namespace sescope
