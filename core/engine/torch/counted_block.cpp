// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/counted_block.h"

#include <cstddef>
#include <limits>

namespace sescope {

CountedBlock counted_block(const BlockSpec& block) {
    CountedBlock counted{.name = block.name(), .channels = block.se->channels};
    if (block.se->gate == GateFunction::relu) counted.scale_bits = counted.energy_bits = 16;
    if (block.se->gate == GateFunction::tanh) {
        counted.histogram_low = -1.0;
        counted.bins_per_unit = kHistogramBins / 2.0;
    }
    return counted;
}

BlockTally empty_tally(const CountedBlock& block, int classes) {
    const auto cells = static_cast<std::size_t>(classes) * static_cast<std::size_t>(block.channels);
    BlockTally tally;
    tally.block = block.name;
    tally.channels = block.channels;
    tally.scale_bits = block.scale_bits;
    tally.sum.assign(cells, 0);
    tally.sum_of_squares.assign(cells, 0);
    tally.min.assign(cells, std::numeric_limits<float>::infinity());
    tally.max.assign(cells, -std::numeric_limits<float>::infinity());
    tally.open.assign(cells, 0);
    tally.closed.assign(cells, 0);
    tally.histogram.assign(static_cast<std::size_t>(classes) * kHistogramBins, 0);
    const auto channels = static_cast<std::size_t>(block.channels);
    tally.energies.bits = block.energy_bits;
    tally.energies.energy.assign(channels, 0);
    tally.energies.gate_energy.assign(channels, 0);
    tally.energies.squared_gate_energy.assign(channels, 0);
    return tally;
}

}  // namespace sescope
