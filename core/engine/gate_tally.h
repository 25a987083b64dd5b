// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/paged_array.h"

namespace sescope {

inline constexpr int kHistogramBins = 256;

/// What is counted of every gate. Part of a profile: two profiles merge only if these agree.
struct TallySettings {
    float open_above = 0.95f;    ///< a gate above is counted as open
    float closed_below = 0.05f;  ///< a gate below is counted as closed
    bool operator==(const TallySettings&) const = default;
};

/// Joint moments of one block's gates s and energies e, over all images of all classes, per
/// channel. The energy of a channel is the mean over positions of u^2, where u is what the gate
/// multiplies. From these follows how much of the block's output hangs on its gates differing from
/// input to input (`strength_of` in core/excitation/profile.h). Integers, as all sums here: a term
/// x counts as llround(x * 2^bits), never as more than 2^44 (an energy of 16,384, or 2^28 where
/// gates have no bound), so that at least 2^19 images fit. Empty in profiles made before format 2.
struct EnergyMoments {
    int bits = 30;                                  ///< 16 where gates have no upper bound
    std::vector<std::int64_t> energy;               ///< sum of e
    std::vector<std::int64_t> gate_energy;          ///< sum of s e
    std::vector<std::int64_t> squared_gate_energy;  ///< sum of s^2 e
    std::uint64_t not_finite = 0;  ///< pairs that were NaN or infinite and are counted nowhere
    bool recorded() const noexcept { return !energy.empty(); }
    bool operator==(const EnergyMoments&) const = default;
};

/// Sums of one block's gates per class and channel, kept as integers so that they do not depend on
/// the order of images, and parts merge to the very bits of the whole: a gate g in [-1, 1] counts
/// as llround(g * 2^32) and its square as llround(g^2 * 2^32). The error of a mean or a variance is
/// below 1e-9; 2^31 images fit. Unbounded gates (ReLU) are kept with 2^16 instead, see
/// `scale_bits`. All per-channel arrays are classes x channels, row-major: 32 bytes a class and
/// channel, 0.5 GB of SE-ResNet-50 and 1,000 classes, of which a part is in memory at a time. Who
/// goes through an array lets go of it.
struct BlockTally {
    std::string block;  ///< "SE_2_1"
    int channels = 0;
    int scale_bits = 32;
    PagedArray<std::int64_t> sum;
    PagedArray<std::int64_t> sum_of_squares;
    PagedArray<float> min;                ///< +infinity where the class has no image
    PagedArray<float> max;                ///< -infinity where the class has no image
    PagedArray<std::uint32_t> open;       ///< images whose gate is above `open_above`
    PagedArray<std::uint32_t> closed;     ///< images whose gate is below `closed_below`
    PagedArray<std::uint64_t> histogram;  ///< classes x 256 over [0, 1] (tanh: [-1, 1]); ends clamp
    std::uint64_t not_finite =
        0;  ///< gates that were NaN or infinite and were counted nowhere else
    EnergyMoments energies;
    bool operator==(const BlockTally&) const = default;
    /// Makes all arrays this tally's own: see PagedArray.
    void detach();
    /// Takes all arrays out of memory; their values stay as they are.
    void evict() const noexcept;
};

/// The tallies of all SE blocks of a network over the same images.
struct GateTally {
    int classes = 0;
    TallySettings settings;
    std::vector<std::uint64_t> images;  ///< per class
    std::vector<BlockTally> blocks;     ///< in the order of the network
    bool operator==(const GateTally&) const = default;
};

/// Adds `part` to `whole`, exactly. Where one of them has no energies, the whole has none. Throws
/// Error{data} when shapes, names or settings disagree.
void merge_into(GateTally& whole, const GateTally& part);

}  // namespace sescope
