// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/engine/gate_tally.h"
#include "core/network/gate_site.h"

namespace sescope {

/// One SE block as its gates are counted, and the units they are counted in.
struct CountedBlock {
    std::string name;  ///< "SE_2_1"
    int channels = 0;
    int scale_bits = 32;   ///< 16 for gates without an upper bound
    int energy_bits = 30;  ///< the same of energies
    /// A gate g falls into bin floor((g - low) * bins_per_unit), clamped to 0..255.
    double histogram_low = 0.0;
    double bins_per_unit = kHistogramBins;
};

/// What one gate may add to a sum, in scaled units. Gates in [-1, 1] stay far below; of an
/// unbounded gate this is a square of 2^28, so that 2^19 images fit.
inline constexpr double kLargestTerm = 17592186044416.0;  // 2^44

CountedBlock counted_block(const GateSite& site);

/// A tally of no image: sums 0, minima +infinity, maxima -infinity.
BlockTally empty_tally(const CountedBlock& block, int classes);

}  // namespace sescope
