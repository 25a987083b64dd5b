// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/class_rows.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/error.h"

namespace sescope {
namespace {

/// Copies rows of `width` values each.
template <class T>
std::vector<T> taken(const std::vector<T>& from, const ClassRows& rows, std::size_t width) {
    std::vector<T> result;
    result.reserve(rows.size() * width);
    for (const std::int64_t row : rows) {
        const auto first = from.begin() + row * std::ptrdiff_t(width);
        result.insert(result.end(), first, first + std::ptrdiff_t(width));
    }
    return result;
}

/// Puts row i of `part` to row rows[i] of `whole`: whole = combine(whole, part).
template <class T, class Combine>
void combine_rows(std::vector<T>& whole, const std::vector<T>& part,
                  std::span<const std::int64_t> rows, Combine combine) {
    if (rows.empty()) return;
    const auto width = std::ptrdiff_t(part.size() / rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto from = part.begin() + std::ptrdiff_t(i) * width;
        const auto to = whole.begin() + rows[i] * width;
        std::transform(from, from + width, to, to,
                       [&](const T& added, const T& there) { return combine(there, added); });
    }
}

template <class T>
void add_all(std::vector<T>& whole, const std::vector<T>& part) {
    std::transform(whole.begin(), whole.end(), part.begin(), whole.begin(), std::plus<T>());
}

bool energies_fit(const EnergyMoments& whole, const EnergyMoments& part) {
    if (!whole.recorded() || !part.recorded()) return true;
    return whole.bits == part.bits && whole.energy.size() == part.energy.size();
}

void require_alike(const BlockTally& whole, const BlockTally& part) {
    if (whole.block == part.block && whole.channels == part.channels &&
        whole.scale_bits == part.scale_bits && energies_fit(whole.energies, part.energies)) {
        return;
    }
    throw Error(ErrorKind::data, "block " + part.block + " of one part does not fit block " +
                                     whole.block + " of the other");
}

// Moments over a part of the images only would be taken for those of all.
void add_energies(EnergyMoments& whole, const EnergyMoments& part) {
    if (!whole.recorded() || !part.recorded()) {
        whole = {};
        return;
    }
    add_all(whole.energy, part.energy);
    add_all(whole.gate_energy, part.gate_energy);
    add_all(whole.squared_gate_energy, part.squared_gate_energy);
    whole.not_finite += part.not_finite;
}

void add_block(BlockTally& whole, const BlockTally& part, std::span<const std::int64_t> rows) {
    combine_rows(whole.sum, part.sum, rows, std::plus<>());
    combine_rows(whole.sum_of_squares, part.sum_of_squares, rows, std::plus<>());
    combine_rows(whole.open, part.open, rows, std::plus<>());
    combine_rows(whole.closed, part.closed, rows, std::plus<>());
    combine_rows(whole.histogram, part.histogram, rows, std::plus<>());
    combine_rows(whole.min, part.min, rows, [](float a, float b) { return std::min(a, b); });
    combine_rows(whole.max, part.max, rows, [](float a, float b) { return std::max(a, b); });
    whole.not_finite += part.not_finite;
}

/// The block with so many classes, of which nothing is counted yet but its energies.
BlockTally emptied(const BlockTally& like, std::size_t classes) {
    const std::size_t cells = classes * std::size_t(like.channels);
    BlockTally block;
    block.block = like.block;
    block.channels = like.channels;
    block.scale_bits = like.scale_bits;
    block.energies = like.energies;
    block.sum.assign(cells, 0);
    block.sum_of_squares.assign(cells, 0);
    block.min.assign(cells, std::numeric_limits<float>::infinity());
    block.max.assign(cells, -std::numeric_limits<float>::infinity());
    block.open.assign(cells, 0);
    block.closed.assign(cells, 0);
    block.histogram.assign(classes * kHistogramBins, 0);
    return block;
}

BlockTally rows_of_block(const BlockTally& block, const ClassRows& rows) {
    const auto width = std::size_t(block.channels);
    BlockTally part;
    part.block = block.block;
    part.channels = block.channels;
    part.scale_bits = block.scale_bits;
    part.sum = taken(block.sum, rows, width);
    part.sum_of_squares = taken(block.sum_of_squares, rows, width);
    part.min = taken(block.min, rows, width);
    part.max = taken(block.max, rows, width);
    part.open = taken(block.open, rows, width);
    part.closed = taken(block.closed, rows, width);
    part.histogram = taken(block.histogram, rows, kHistogramBins);
    part.not_finite = block.not_finite;
    part.energies = block.energies;
    return part;
}

bool is_of_all(const ProfilePart& part) {
    return part.rows.size() == part.profile.classes.size();
}

}  // namespace

ClassRows classes_with_images(const ExcitationProfile& profile) {
    ClassRows rows;
    for (std::size_t i = 0; i < profile.classes.size(); ++i) {
        if (profile.gates.images[i] > 0 || profile.predictions.images[i] > 0) {
            rows.push_back(std::int64_t(i));
        }
    }
    return rows;
}

ProfilePart rows_of(const ExcitationProfile& profile, ClassRows rows) {
    ProfilePart part;
    ExcitationProfile& to = part.profile;
    to.network = profile.network;
    to.classes = profile.classes;
    to.skipped = profile.skipped;
    to.origin = profile.origin;
    to.gates.settings = profile.gates.settings;
    to.gates.classes = int(rows.size());
    to.gates.images = taken(profile.gates.images, rows, 1);
    for (const BlockTally& block : profile.gates.blocks) {
        to.gates.blocks.push_back(rows_of_block(block, rows));
    }
    const Predictions& from = profile.predictions;
    to.predictions = {from.head_classes,
                      from.matched,
                      taken(from.images, rows, 1),
                      taken(from.top1, rows, 1),
                      taken(from.top5, rows, 1),
                      taken(from.confusion, rows, std::size_t(from.head_classes)),
                      from.not_finite};
    part.rows = std::move(rows);
    return part;
}

ExcitationProfile spread_out(ProfilePart part) {
    if (is_of_all(part)) return std::move(part.profile);
    ExcitationProfile whole = std::move(part.profile);
    const std::size_t classes = whole.classes.size();
    const GateTally compact = std::move(whole.gates);
    whole.gates = {int(classes), compact.settings, std::vector<std::uint64_t>(classes, 0), {}};
    combine_rows(whole.gates.images, compact.images, part.rows, std::plus<>());
    for (const BlockTally& block : compact.blocks) {
        BlockTally spread = emptied(block, classes);
        add_block(spread, block, part.rows);
        whole.gates.blocks.push_back(std::move(spread));
    }
    for (auto* counts : {&whole.predictions.images, &whole.predictions.top1,
                         &whole.predictions.top5, &whole.predictions.confusion}) {
        const bool matrix = counts == &whole.predictions.confusion;
        const std::size_t width = matrix ? std::size_t(whole.predictions.head_classes) : 1;
        std::vector<std::uint64_t> spread(classes * width, 0);
        combine_rows(spread, *counts, part.rows, std::plus<>());
        *counts = std::move(spread);
    }
    return whole;
}

void add_rows(GateTally& whole, const GateTally& part, std::span<const std::int64_t> rows) {
    if (std::size_t(part.classes) != rows.size() || whole.blocks.size() != part.blocks.size()) {
        throw Error(ErrorKind::data, "the parts have different numbers of classes or SE blocks");
    }
    if (!(whole.settings == part.settings)) {
        throw Error(ErrorKind::data,
                    "the parts were counted with different open/closed thresholds");
    }
    // All are looked at before any is added to.
    for (std::size_t i = 0; i < whole.blocks.size(); ++i) {
        require_alike(whole.blocks[i], part.blocks[i]);
    }
    combine_rows(whole.images, part.images, rows, std::plus<>());
    for (std::size_t i = 0; i < whole.blocks.size(); ++i) {
        add_block(whole.blocks[i], part.blocks[i], rows);
        add_energies(whole.blocks[i].energies, part.blocks[i].energies);
    }
}

}  // namespace sescope
