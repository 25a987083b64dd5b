// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Random numbers and a sine for the demo images, written out here because those of the standard
// library may differ from one machine to the next, and the images must not.

#include <cmath>
#include <cstdint>

namespace sescope {

/// Scrambles 64 bits (the finaliser of SplitMix64). A bijection: different inputs stay different.
constexpr std::uint64_t scramble(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31);
}

/// PCG32 (M. O'Neill): 64 bits of state and a stream; two streams never run alike.
class DemoRandom {
  public:
    DemoRandom(std::uint64_t state, std::uint64_t stream) : step_((stream << 1) | 1U) {
        state_ = (step_ + state) * multiplier + step_;
    }

    /// The next 32 random bits.
    std::uint32_t bits() {
        const std::uint64_t old = state_;
        state_ = old * multiplier + step_;
        const auto mixed = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
        const auto turn = static_cast<std::uint32_t>(old >> 59);
        return (mixed >> turn) | (mixed << ((32U - turn) & 31U));
    }

    /// Uniform in [low, high).
    double uniform(double low, double high) { return low + (high - low) * (bits() * 0x1p-32); }

    /// True with probability `share`.
    bool chance(double share) { return uniform(0.0, 1.0) < share; }

    /// Near normal, mean 0 and standard deviation 1: four uniform bytes added up. Never beyond 3.5.
    double bell() {
        const std::uint32_t word = bits();
        const double sum =
            (word & 255U) + ((word >> 8) & 255U) + ((word >> 16) & 255U) + (word >> 24);
        return (sum - 510.0) / 147.8;
    }

  private:
    static constexpr std::uint64_t multiplier = 6364136223846793005ULL;
    std::uint64_t step_;
    std::uint64_t state_ = 0;
};

/// A uniform number in [0, 1) that belongs to a lattice cell: the same cell, the same number.
inline double cell_value(std::int64_t column, std::int64_t row, std::uint64_t salt) {
    const auto x = static_cast<std::uint64_t>(column) * 0x9e3779b97f4a7c15ULL;
    const auto y = static_cast<std::uint64_t>(row) * 0xc2b2ae3d27d4eb4fULL;
    return static_cast<double>(scramble(x ^ scramble(y ^ salt)) >> 11) * 0x1p-53;
}

/// sin(2 pi turns), within 1.1e-3 of it. Only adds and multiplies, so equal bits on every machine.
inline double sine_of_turns(double turns) {
    const double phase = turns - std::floor(turns);
    const double half = phase < 0.5 ? phase : phase - 0.5;
    const double arch = 16.0 * half * (0.5 - half);        // a parabola over half a turn, 0..1
    const double refined = arch * (0.775 + 0.225 * arch);  // bent towards the sine
    return phase < 0.5 ? refined : -refined;
}

/// cos(2 pi turns), as exact as `sine_of_turns`.
inline double cosine_of_turns(double turns) {
    return sine_of_turns(turns + 0.25);
}

}  // namespace sescope
