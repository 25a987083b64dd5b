// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

namespace sescope {

using ColourNumbers = std::array<double, 3>;

/// Mean and standard deviation of the channels, of pixels between 0 and 1.
struct ColourRange {
    std::optional<ColourNumbers> mean;
    std::optional<ColourNumbers> std;
    bool divided = false;  ///< they were given for pixels between 0 and 255
};

/// Tells by their size whether mean and std are of pixels between 0 and 1 or between 0 and 255
/// (123.675, 58.395), which are divided by 255. Either may be absent. Nothing where one of them is
/// of the one kind and the other of the other, or of neither, so that no normalisation is meant.
std::optional<ColourRange> in_unit_range(const std::optional<ColourNumbers>& mean,
                                         const std::optional<ColourNumbers>& std);

}  // namespace sescope
