// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/reshaped.h"

#include <algorithm>

namespace sescope {
namespace {

// The dimension to leave open: one that depends on the batch must be, then one that depends on the
// size, then the one that the source leaves open.
std::optional<std::size_t> left_open(const Extents& to, std::size_t kept,
                                     std::optional<std::size_t> open) {
    std::optional<std::size_t> varies;
    for (std::size_t i = kept; i < to.size(); ++i) {
        if (to[i].varies_with_batch()) return i;
        if (to[i].varies_with_size() && (!varies || open == i)) varies = i;
    }
    if (varies) return varies;
    return open && *open >= kept ? open : std::nullopt;
}

}  // namespace

std::vector<std::int64_t> reshape_extents(Call& call, const Extents& from, const Extents& to,
                                          std::optional<std::size_t> open) {
    std::size_t kept = 0;
    while (kept < from.size() && kept < to.size() && from[kept] == to[kept]) ++kept;
    const auto minus = left_open(to, kept, open);
    std::vector<std::int64_t> extents;
    for (std::size_t i = 0; i < to.size(); ++i) {
        if (i < kept) {
            extents.push_back(0);
        } else if (minus == i) {
            extents.push_back(-1);
        } else {
            if (to[i].varies_with_batch()) {
                throw call.refused("gives two dimensions that depend on the batch");
            }
            if (to[i].varies_with_size()) call.only_this_size();
            extents.push_back(to[i].example());
        }
    }
    // An extent of 0 would be taken for "as it is".
    if (std::ranges::any_of(to, [](const Extent& e) { return e.example() == 0; })) {
        throw call.refused("gives a tensor without elements");
    }
    return extents;
}

}  // namespace sescope
