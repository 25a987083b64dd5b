// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/gate_tally.h"

#include <algorithm>
#include <functional>

#include "core/base/error.h"

namespace sescope {
namespace {

template <class T>
void add_all(std::vector<T>& whole, const std::vector<T>& part) {
    std::transform(whole.begin(), whole.end(), part.begin(), whole.begin(), std::plus<T>());
}

// Moments over a part of the images only would be taken for those of all.
void merge_energies(EnergyMoments& whole, const EnergyMoments& part) {
    if (!whole.recorded() || !part.recorded()) {
        whole = {};
        return;
    }
    add_all(whole.energy, part.energy);
    add_all(whole.gate_energy, part.gate_energy);
    add_all(whole.squared_gate_energy, part.squared_gate_energy);
    whole.not_finite += part.not_finite;
}

bool energies_fit(const EnergyMoments& whole, const EnergyMoments& part) {
    if (!whole.recorded() || !part.recorded()) return true;
    return whole.bits == part.bits && whole.energy.size() == part.energy.size();
}

void require_alike(const BlockTally& whole, const BlockTally& part) {
    if (whole.block != part.block || whole.channels != part.channels ||
        whole.scale_bits != part.scale_bits || whole.sum.size() != part.sum.size() ||
        !energies_fit(whole.energies, part.energies)) {
        throw Error(ErrorKind::data, "block " + part.block + " of one part does not fit block " +
                                         whole.block + " of the other");
    }
}

void merge_block(BlockTally& whole, const BlockTally& part) {
    add_all(whole.sum, part.sum);
    add_all(whole.sum_of_squares, part.sum_of_squares);
    add_all(whole.open, part.open);
    add_all(whole.closed, part.closed);
    add_all(whole.histogram, part.histogram);
    std::transform(whole.min.begin(), whole.min.end(), part.min.begin(), whole.min.begin(),
                   [](float a, float b) { return std::min(a, b); });
    std::transform(whole.max.begin(), whole.max.end(), part.max.begin(), whole.max.begin(),
                   [](float a, float b) { return std::max(a, b); });
    whole.not_finite += part.not_finite;
    merge_energies(whole.energies, part.energies);
}

}  // namespace

void merge_into(GateTally& whole, const GateTally& part) {
    if (whole.classes != part.classes || whole.blocks.size() != part.blocks.size()) {
        throw Error(ErrorKind::data, "the parts have different numbers of classes or SE blocks");
    }
    if (!(whole.settings == part.settings)) {
        throw Error(ErrorKind::data,
                    "the parts were counted with different open/closed thresholds");
    }
    // All are looked at before any is added to: a misfit leaves `whole` as it was.
    for (std::size_t i = 0; i < whole.blocks.size(); ++i) {
        require_alike(whole.blocks[i], part.blocks[i]);
    }
    add_all(whole.images, part.images);
    for (std::size_t i = 0; i < whole.blocks.size(); ++i) {
        merge_block(whole.blocks[i], part.blocks[i]);
    }
}

}  // namespace sescope
