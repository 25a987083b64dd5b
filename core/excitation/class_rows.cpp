// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/class_rows.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "core/engine/tally_rows.h"

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

template <class T>
PagedArray<T> taken(const PagedArray<T>& from, const ClassRows& rows, std::size_t width) {
    PagedArray<T> result;
    result.assign(rows.size() * width, T{});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::span<T> to = result.writable(i * width, width);
        std::copy_n(from.begin() + rows[i] * std::ptrdiff_t(width), width, to.begin());
        from.pass(width);
        result.pass(width);
    }
    return result;
}

/// The block with so many classes, of which nothing is counted yet but its energies.
BlockTally emptied(const BlockTally& like, std::size_t classes) {
    BlockTally block;
    block.block = like.block;
    block.channels = like.channels;
    block.scale_bits = like.scale_bits;
    block.energies = like.energies;
    clear_counts(block, classes);
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
        add_counts(spread, block, part.rows);
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

}  // namespace sescope
