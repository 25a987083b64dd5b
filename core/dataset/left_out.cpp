// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/left_out.h"

#include <algorithm>

namespace sescope {

std::vector<LeftOutFiles> listed(const LeftOutCounts& counts) {
    std::vector<LeftOutFiles> list;
    for (const auto& [kind, count] : counts) list.push_back({kind, count});
    std::ranges::stable_sort(list, std::greater<>{}, &LeftOutFiles::count);
    return list;
}

std::string describe(std::span<const LeftOutFiles> left_out) {
    constexpr std::size_t shown = 8;
    std::int64_t total = 0;
    std::int64_t others = 0;
    std::string kinds;
    for (std::size_t i = 0; i < left_out.size(); ++i) {
        const auto& [kind, count] = left_out[i];
        total += count;
        if (i >= shown) {
            others += count;
        } else {
            kinds += (i == 0 ? "" : ", ") + std::to_string(count) + " " + kind;
        }
    }
    if (total == 0) return {};
    if (others > 0) kinds += ", " + std::to_string(others) + " of other kinds";
    return std::to_string(total) + (total == 1 ? " file is" : " files are") + " not read: " + kinds;
}

}  // namespace sescope
