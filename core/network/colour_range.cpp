// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/colour_range.h"

#include <algorithm>
#include <cmath>

namespace sescope {
namespace {

constexpr double kMost = 255;
// A mean of pixels up to 1 is at most 1, or a little beyond where they are moved; of pixels up to
// 255 it is above 3 but for black images. Standard deviations above 8 are of the latter.
constexpr double kLargestUnitMean = 3;
constexpr double kLargestUnitStd = 8;
// 1 / 255, as Caffe's std of 1 is for pixels up to 1, and less.
constexpr double kSmallestStd = 1e-3;

double largest(const ColourNumbers& numbers) {
    return std::max({std::abs(numbers[0]), std::abs(numbers[1]), std::abs(numbers[2])});
}

ColourNumbers divided(ColourNumbers numbers) {
    for (double& number : numbers) number /= kMost;
    return numbers;
}

bool all_finite(const ColourNumbers& numbers) {
    return std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); });
}

}  // namespace

std::optional<ColourRange> in_unit_range(const std::optional<ColourNumbers>& mean,
                                         const std::optional<ColourNumbers>& std) {
    if ((mean && !all_finite(*mean)) || (std && !all_finite(*std))) return std::nullopt;
    if (std && !(std::ranges::min(*std) >= kSmallestStd && std::ranges::max(*std) <= 2 * kMost)) {
        return std::nullopt;
    }
    const bool mean_of_bytes = mean && largest(*mean) > kLargestUnitMean;
    const bool std_of_bytes = std && std::ranges::max(*std) > kLargestUnitStd;
    if (mean && largest(*mean) > kMost) return std::nullopt;
    if (!mean_of_bytes && !std_of_bytes) return ColourRange{mean, std, false};
    // Some means of 0 go with either kind; a std of 1 with pixels up to 255 is Caffe's.
    if (mean && !mean_of_bytes && largest(*mean) > 0) return std::nullopt;
    if (std && std::ranges::min(*std) < 1) return std::nullopt;
    ColourRange range;
    range.divided = true;
    if (mean) range.mean = divided(*mean);
    if (std) range.std = divided(*std);
    return range;
}

}  // namespace sescope
