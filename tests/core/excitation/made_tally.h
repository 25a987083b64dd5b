// SPDX-License-Identifier: GPL-3.0-or-later
// Tallies made by hand from gates, the slow and obvious way.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/gate_tally.h"

namespace sescope::testing {

inline BlockTally empty_block(std::string name, int classes, int channels, int scale_bits = 32) {
    BlockTally block;
    block.block = std::move(name);
    block.channels = channels;
    block.scale_bits = scale_bits;
    const std::size_t n = std::size_t(classes) * channels;
    block.sum.assign(n, 0);
    block.sum_of_squares.assign(n, 0);
    block.min.assign(n, std::numeric_limits<float>::infinity());
    block.max.assign(n, -std::numeric_limits<float>::infinity());
    block.open.assign(n, 0);
    block.closed.assign(n, 0);
    block.histogram.assign(std::size_t(classes) * kHistogramBins, 0);
    return block;
}

inline void add_gate(BlockTally& block, const TallySettings& settings, int cls, int channel,
                     float gate) {
    if (!std::isfinite(gate)) {
        ++block.not_finite;
        return;
    }
    const std::size_t at = std::size_t(cls) * block.channels + channel;
    block.sum[at] += std::llround(std::ldexp(double(gate), block.scale_bits));
    block.sum_of_squares[at] += std::llround(std::ldexp(double(gate) * gate, block.scale_bits));
    block.min[at] = std::min(block.min[at], gate);
    block.max[at] = std::max(block.max[at], gate);
    block.open[at] += gate > settings.open_above;
    block.closed[at] += gate < settings.closed_below;
    const int bin = std::clamp(int(std::floor(gate * kHistogramBins)), 0, kHistogramBins - 1);
    ++block.histogram[std::size_t(cls) * kHistogramBins + bin];
}

/// One block; each image is a class and a gate a channel.
inline GateTally tally_of(const std::vector<std::pair<int, std::vector<float>>>& images,
                          int classes, int channels, const std::string& name = "SE_2_1",
                          int scale_bits = 32) {
    GateTally tally;
    tally.classes = classes;
    tally.images.assign(classes, 0);
    tally.blocks.push_back(empty_block(name, classes, channels, scale_bits));
    for (const auto& [cls, gates] : images) {
        ++tally.images[cls];
        for (int c = 0; c < channels; ++c) {
            add_gate(tally.blocks[0], tally.settings, cls, c, gates[c]);
        }
    }
    return tally;
}

/// The same tally with energies of which none is counted yet.
inline GateTally with_energies(GateTally tally) {
    for (BlockTally& block : tally.blocks) {
        block.energies.bits = block.scale_bits < 32 ? 16 : 30;
        for (auto* sums : {&block.energies.energy, &block.energies.gate_energy,
                           &block.energies.squared_gate_energy}) {
            sums->assign(std::size_t(block.channels), 0);
        }
    }
    return tally;
}

/// One image's gate and energy of a channel.
inline void add_energy(BlockTally& block, std::size_t channel, double gate, double energy) {
    EnergyMoments& moments = block.energies;
    moments.energy[channel] += std::llround(std::ldexp(energy, moments.bits));
    moments.gate_energy[channel] += std::llround(std::ldexp(gate * energy, moments.bits));
    moments.squared_gate_energy[channel] +=
        std::llround(std::ldexp(gate * gate * energy, moments.bits));
}

}  // namespace sescope::testing
