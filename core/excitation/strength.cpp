// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/excitation/profile.h"
#include "core/excitation/relative_change.h"

namespace sescope {

// Rounding may leave a little below zero where nothing changes at all; and where nothing changes,
// an output of zeros is no obstacle.
double relative_change(double change, double output) {
    if (!(change > 0)) return std::isnan(change) ? change : 0.0;
    return std::sqrt(change / output);
}

Strength strength_of(const GateTally& gates, int block) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    const EnergyMoments& moments = gates.blocks.at(static_cast<std::size_t>(block)).energies;
    const auto mean = overall_mean(gates, block);
    // NaN gates of the first channel: no image was counted.
    if (!moments.recorded() || mean.empty() || std::isnan(mean.front())) return {kNaN, kNaN, kNaN};
    const auto variance = overall_variance(gates, block);
    double to_mean = 0;
    double to_one = 0;
    double independent = 0;
    double output = 0;
    for (std::size_t c = 0; c < mean.size(); ++c) {
        // In units of the sums: their scale and the number of images cancel.
        const auto e = static_cast<double>(moments.energy[c]);
        const auto se = static_cast<double>(moments.gate_energy[c]);
        const auto sse = static_cast<double>(moments.squared_gate_energy[c]);
        to_mean += sse - 2 * mean[c] * se + mean[c] * mean[c] * e;
        to_one += sse - 2 * se + e;
        independent += variance[c] * e;
        output += sse;
    }
    return {relative_change(to_mean, output), relative_change(to_one, output),
            relative_change(independent, output)};
}

}  // namespace sescope
