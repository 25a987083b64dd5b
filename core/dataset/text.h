// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: comparing names without regard to case. ASCII only, so that results do
// not depend on the locale of the machine.

#include <algorithm>
#include <string>
#include <string_view>

namespace sescope {

constexpr char lower_case(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return lower_case(c); });
    return lower;
}

}  // namespace sescope
