// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/loop_counter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace sescope {
namespace {

/// llround(x), inline: adding half is exact here, because x has at most 48 significant bits.
std::int64_t rounded(double x) {
    x = std::clamp(x, -kLargestTerm, kLargestTerm);
    return static_cast<std::int64_t>(x + std::copysign(0.5, x));
}

}  // namespace

LoopCounter::LoopCounter(const CountedBlock& block, int classes, const TallySettings& settings)
    : block_(block), settings_(settings), tally_(empty_tally(block, classes)) {}

void LoopCounter::add(const at::Tensor& gates, const at::Tensor& energies,
                      const BatchLabels& labels) {
    const auto* row = gates.const_data_ptr<float>();
    const auto* energy_row = energies.const_data_ptr<float>();
    for (const std::int32_t label : labels.host) {
        if (label >= 0) {
            add_image(row, static_cast<std::size_t>(label));
            add_energies(row, energy_row);
        }
        row += block_.channels;
        energy_row += block_.channels;
    }
}

void LoopCounter::add_energies(const float* gates, const float* energies) {
    EnergyMoments& moments = tally_.energies;
    const double scale = std::ldexp(1.0, moments.bits);
    for (std::size_t c = 0; c < moments.energy.size(); ++c) {
        const double g = gates[c];
        const double e = energies[c];
        if (!std::isfinite(g) || !std::isfinite(e)) {
            ++moments.not_finite;
            continue;
        }
        moments.energy[c] += rounded(e * scale);
        moments.gate_energy[c] += rounded(g * e * scale);
        moments.squared_gate_energy[c] += rounded(g * g * e * scale);
    }
}

void LoopCounter::add_image(const float* gates, std::size_t label) {
    const auto channels = static_cast<std::size_t>(block_.channels);
    const std::size_t at = label * channels;
    const auto sum = tally_.sum.writable(at, channels);
    const auto sum_of_squares = tally_.sum_of_squares.writable(at, channels);
    const auto min = tally_.min.writable(at, channels);
    const auto max = tally_.max.writable(at, channels);
    const auto open = tally_.open.writable(at, channels);
    const auto closed = tally_.closed.writable(at, channels);
    const auto histogram = tally_.histogram.writable(label * kHistogramBins, kHistogramBins);
    const double scale = std::ldexp(1.0, block_.scale_bits);
    for (std::size_t c = 0; c < channels; ++c) {
        const float gate = gates[c] + 0.0f;  // -0 would make min and max depend on the order
        if (!std::isfinite(gate)) {
            ++tally_.not_finite;
            continue;
        }
        const double g = gate;
        sum[c] += rounded(g * scale);
        sum_of_squares[c] += rounded(g * g * scale);
        min[c] = std::min(min[c], gate);
        max[c] = std::max(max[c], gate);
        open[c] += gate > settings_.open_above ? 1 : 0;
        closed[c] += gate < settings_.closed_below ? 1 : 0;
        const double bin = (g - block_.histogram_low) * block_.bins_per_unit;
        ++histogram[static_cast<std::size_t>(std::clamp(bin, 0.0, kHistogramBins - 1.0))];
    }
    let_go_of_pieces(channels);
}

// A row begins and ends within pages: on average it brings in one page more than it fills.
void LoopCounter::let_go_of_pieces(std::size_t channels) {
    constexpr std::size_t kArrays = 7;
    constexpr std::size_t kPage = 4096;
    constexpr std::size_t kCellBytes = 32;
    brought_in_ += channels * kCellBytes + kHistogramBins * sizeof(std::uint64_t) + kArrays * kPage;
    if (brought_in_ < kPiece) return;
    tally_.evict();
    brought_in_ = 0;
}

}  // namespace sescope
