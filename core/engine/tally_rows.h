// SPDX-License-Identifier: GPL-3.0-or-later
// What counting, merging and files of single classes do alike to the rows of a tally.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/engine/gate_tally.h"

namespace sescope {

/// Counts of so many classes in which there is nothing yet; energies stay as they are.
void clear_counts(BlockTally& block, std::size_t classes);

/// Puts row i of `part` to row rows[i] of `whole`: whole = combine(whole, part). Rows are as wide
/// as those of `part`.
template <class T, class Combine>
void combine_row(std::span<T> whole, const T* part, Combine combine) {
    std::transform(part, part + whole.size(), whole.begin(), whole.begin(),
                   [&](const T& added, const T& there) { return combine(there, added); });
}
template <class T, class Combine>
void combine_rows(std::vector<T>& whole, const std::vector<T>& part,
                  std::span<const std::int64_t> rows, Combine combine) {
    if (rows.empty()) return;
    const std::size_t width = part.size() / rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        combine_row(std::span(whole.data() + std::size_t(rows[i]) * width, width),
                    part.data() + i * width, combine);
    }
}
template <class T, class Combine>
void combine_rows(PagedArray<T>& whole, const PagedArray<T>& part,
                  std::span<const std::int64_t> rows, Combine combine) {
    if (rows.empty()) return;
    const std::size_t width = part.size() / rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        combine_row(whole.writable(std::size_t(rows[i]) * width, width), part.data() + i * width,
                    combine);
        whole.pass(width);
        part.pass(width);
    }
    whole.evict();
    part.evict();
}

/// Adds to the whole's classes `rows` a part that has these only, exactly as `merge_into` adds all.
/// Throws Error{data} when shapes, names or settings disagree, and leaves `whole` as it was then.
void add_rows(GateTally& whole, const GateTally& part, std::span<const std::int64_t> rows);

/// The counts of one block, in the same way; not its energies, and unchecked.
void add_counts(BlockTally& whole, const BlockTally& part, std::span<const std::int64_t> rows);

}  // namespace sescope
