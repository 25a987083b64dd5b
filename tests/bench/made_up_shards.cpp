// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the profiles that a data set's shards would have, of SE-ResNet-50 and made-up gates, to
// measure merging: made_up_shards FOLDER SHARDS CLASSES IMAGES_A_CLASS
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "core/engine/tally_rows.h"
#include "core/excitation/profile.h"
#include "tests/bench/made_up_network.h"

namespace sescope {
namespace {

/// Gates that differ from image to image and channel to channel.
class Gates {
  public:
    float next() {
        state_ = state_ * 1664525u + 1013904223u;
        return float(state_ >> 8) / 16777216.0f;
    }

  private:
    std::uint32_t state_ = 1;
};

BlockTally empty_block(const GateSite& site, std::size_t classes) {
    BlockTally tally;
    tally.block = site.label;
    tally.channels = site.channels;
    clear_counts(tally, classes);
    for (auto* sums : {&tally.energies.energy, &tally.energies.gate_energy,
                       &tally.energies.squared_gate_energy}) {
        sums->assign(std::size_t(tally.channels), 0);
    }
    return tally;
}

void add_image(BlockTally& tally, const TallySettings& settings, std::size_t cls, Gates& gates) {
    for (std::size_t c = 0; c < std::size_t(tally.channels); ++c) {
        const float gate = gates.next();
        const std::size_t at = cls * std::size_t(tally.channels) + c;
        tally.sum[at] += std::llround(std::ldexp(double(gate), 32));
        tally.sum_of_squares[at] += std::llround(std::ldexp(double(gate) * gate, 32));
        tally.min[at] = std::min(tally.min[at], gate);
        tally.max[at] = std::max(tally.max[at], gate);
        tally.open[at] += gate > settings.open_above ? 1 : 0;
        tally.closed[at] += gate < settings.closed_below ? 1 : 0;
        ++tally.histogram[cls * kHistogramBins + std::size_t(gate * kHistogramBins)];
        tally.energies.energy[c] += std::int64_t{1} << 30;
        tally.energies.gate_energy[c] += std::llround(std::ldexp(double(gate), 30));
        tally.energies.squared_gate_energy[c] += std::llround(std::ldexp(double(gate) * gate, 30));
    }
}

ExcitationProfile without_images(int shards, int classes) {
    ExcitationProfile profile;
    profile.network = record_of(made_up_se_resnet50(classes));
    for (int i = 0; i < classes; ++i) {
        profile.classes.push_back({fmt::format("c{:04}", i), fmt::format("class {}", i), i});
    }
    profile.gates.classes = classes;
    profile.origin.engine = "made up";
    profile.origin.network_fingerprint = profile.origin.data_fingerprint = std::string(64, '0');
    profile.origin.device = "cpu";
    profile.origin.precision = "fp32";
    profile.origin.batch = 16;
    profile.origin.covered = {{0, shards, 0, 0, true, true}};
    return profile;
}

/// Images [first, last) of the data set, whose classes have `per_class` each.
ExcitationProfile shard_of(const ExcitationProfile& empty, int shard, std::int64_t first,
                           std::int64_t last, int per_class, Gates& gates) {
    ExcitationProfile profile = empty;
    const auto classes = profile.classes.size();
    profile.gates.images.assign(classes, 0);
    for (std::int64_t i = first; i < last; ++i) ++profile.gates.images[std::size_t(i / per_class)];
    for (const GateSite& site : profile.network.sites) {
        profile.gates.blocks.push_back(empty_block(site, classes));
        for (std::int64_t i = first; i < last; ++i) {
            add_image(profile.gates.blocks.back(), profile.gates.settings,
                      std::size_t(i / per_class), gates);
        }
    }
    const auto head = std::size_t(profile.network.classes);
    profile.predictions = {int(head),
                           true,
                           profile.gates.images,
                           profile.gates.images,
                           profile.gates.images,
                           std::vector<std::uint64_t>(classes * head, 0),
                           0};
    for (std::size_t i = 0; i < classes; ++i) {
        profile.predictions.confusion[i * head + i] = profile.gates.images[i];
    }
    profile.origin.covered.front().shard = shard;
    profile.origin.covered.front().done = profile.origin.covered.front().total =
        std::uint64_t(last - first);
    return profile;
}

void write_shards(const std::filesystem::path& folder, int shards, int classes, int per_class) {
    std::filesystem::create_directories(folder);
    const ExcitationProfile empty = without_images(shards, classes);
    const std::int64_t images = std::int64_t{classes} * per_class;
    Gates gates;
    for (int shard = 0; shard < shards; ++shard) {
        save_profile(shard_of(empty, shard, images * shard / shards, images * (shard + 1) / shards,
                              per_class, gates),
                     folder / fmt::format("{:03}.profile", shard));
    }
}

}  // namespace
}  // namespace sescope

int main(int count, char** arguments) {
    if (count != 5) {
        fmt::print(stderr, "made_up_shards FOLDER SHARDS CLASSES IMAGES_A_CLASS\n");
        return 2;
    }
    sescope::write_shards(arguments[1], std::atoi(arguments[2]), std::atoi(arguments[3]),
                          std::atoi(arguments[4]));
    return 0;
}
