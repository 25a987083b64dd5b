// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/shown_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace sescope {
namespace {

constexpr double kTooSmall = 1e-6;

// Puts separators into the whole part of a number as printed.
std::string with_separators(std::string text) {
    const std::size_t begin = text.starts_with('-') ? 1 : 0;
    std::size_t at = std::min(text.find('.'), text.size());
    while (at > begin + 3) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

// The exponent after rounding to `digits`, so that 0.9996 is shown as 1.00 and not as 1.000.
int exponent_of(double value, int digits) {
    const std::string text = fmt::format("{:.{}e}", value, digits - 1);
    return std::atoi(text.c_str() + text.find('e') + 1);
}

}  // namespace

std::string shown_integer(std::int64_t value) {
    return with_separators(fmt::format("{}", value));
}

std::string shown_real(double value, int digits) {
    if (value == 0) return "0";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    digits = std::max(digits, 1);
    if (std::abs(value) < kTooSmall) return fmt::format("{:.{}e}", value, digits - 1);
    const int decimals = std::max(0, digits - 1 - exponent_of(value, digits));
    return with_separators(fmt::format("{:.{}f}", value, decimals));
}

}  // namespace sescope
