// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/counted_block.h"

#include <cmath>
#include <cstddef>

#include "core/engine/tally_rows.h"

namespace sescope {

CountedBlock counted_block(const GateSite& site) {
    CountedBlock counted{.name = site.label, .channels = site.channels};
    if (std::isinf(site.range.upper)) counted.scale_bits = counted.energy_bits = 16;
    if (site.range.lower < 0) {
        counted.histogram_low = -1.0;
        counted.bins_per_unit = kHistogramBins / 2.0;
    }
    return counted;
}

BlockTally empty_tally(const CountedBlock& block, int classes) {
    BlockTally tally;
    tally.block = block.name;
    tally.channels = block.channels;
    tally.scale_bits = block.scale_bits;
    clear_counts(tally, static_cast<std::size_t>(classes));
    const auto channels = static_cast<std::size_t>(block.channels);
    tally.energies.bits = block.energy_bits;
    tally.energies.energy.assign(channels, 0);
    tally.energies.gate_energy.assign(channels, 0);
    tally.energies.squared_gate_energy.assign(channels, 0);
    return tally;
}

}  // namespace sescope
