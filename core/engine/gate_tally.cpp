// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/gate_tally.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/tally_rows.h"

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

void require_alike(const BlockTally& whole, const BlockTally& part, std::size_t whole_rows,
                   std::size_t part_rows) {
    if (whole.block != part.block || whole.channels != part.channels ||
        whole.scale_bits != part.scale_bits ||
        whole.sum.size() * part_rows != part.sum.size() * whole_rows ||
        !energies_fit(whole.energies, part.energies)) {
        throw Error(ErrorKind::data, text("block {} of one part does not fit block {} of the other",
                                          part.block, whole.block));
    }
}

}  // namespace

void BlockTally::detach() {
    sum.detach();
    sum_of_squares.detach();
    min.detach();
    max.detach();
    open.detach();
    closed.detach();
    histogram.detach();
}

void BlockTally::evict() const noexcept {
    sum.evict();
    sum_of_squares.evict();
    min.evict();
    max.evict();
    open.evict();
    closed.evict();
    histogram.evict();
}

void clear_counts(BlockTally& block, std::size_t classes) {
    const std::size_t cells = classes * static_cast<std::size_t>(block.channels);
    block.sum.assign(cells, 0);
    block.sum_of_squares.assign(cells, 0);
    block.min.assign(cells, std::numeric_limits<float>::infinity());
    block.max.assign(cells, -std::numeric_limits<float>::infinity());
    block.open.assign(cells, 0);
    block.closed.assign(cells, 0);
    block.histogram.assign(classes * kHistogramBins, 0);
}

void add_counts(BlockTally& whole, const BlockTally& part, std::span<const std::int64_t> rows) {
    combine_rows(whole.sum, part.sum, rows, std::plus<>());
    combine_rows(whole.sum_of_squares, part.sum_of_squares, rows, std::plus<>());
    combine_rows(whole.open, part.open, rows, std::plus<>());
    combine_rows(whole.closed, part.closed, rows, std::plus<>());
    combine_rows(whole.histogram, part.histogram, rows, std::plus<>());
    combine_rows(whole.min, part.min, rows, [](float a, float b) { return std::min(a, b); });
    combine_rows(whole.max, part.max, rows, [](float a, float b) { return std::max(a, b); });
    whole.not_finite += part.not_finite;
}

void add_rows(GateTally& whole, const GateTally& part, std::span<const std::int64_t> rows) {
    if (static_cast<std::size_t>(part.classes) != rows.size() ||
        whole.blocks.size() != part.blocks.size()) {
        throw Error(ErrorKind::data, "the parts have different numbers of classes or SE blocks");
    }
    if (!(whole.settings == part.settings)) {
        throw Error(ErrorKind::data,
                    "the parts were counted with different open/closed thresholds");
    }
    // All are looked at before any is added to: a misfit leaves `whole` as it was.
    for (std::size_t i = 0; i < whole.blocks.size(); ++i) {
        require_alike(whole.blocks[i], part.blocks[i], static_cast<std::size_t>(whole.classes),
                      rows.size());
    }
    combine_rows(whole.images, part.images, rows, std::plus<>());
    for (std::size_t i = 0; i < whole.blocks.size(); ++i) {
        add_counts(whole.blocks[i], part.blocks[i], rows);
        merge_energies(whole.blocks[i].energies, part.blocks[i].energies);
    }
}

void merge_into(GateTally& whole, const GateTally& part) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(whole.classes));
    std::iota(all.begin(), all.end(), 0);
    add_rows(whole, part, all);
}

}  // namespace sescope
