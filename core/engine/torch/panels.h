// SPDX-License-Identifier: GPL-3.0-or-later
// The product of matrices that our own convolutions consist of: some rows of values times a panel
// of weights, 16 columns wide, whose sums stay in registers (the micro-kernel of Goto and van de
// Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
#pragma once

#include <cstdint>
#include <span>

namespace sescope::panels {

inline constexpr std::int64_t kPanel = 16;  ///< columns of a panel
/// Rows that share a load of weights: 12 sums, 2 weights and a value are 15 of the 16 registers.
inline constexpr std::int64_t kMostRows = 6;

/// Whether this processor runs the function below (AVX2 and FMA).
bool runs_here();

/// What becomes of the sums before they are written, in this order; of `kPanel` columns each.
struct Ending {
    const float* bias = nullptr;      ///< added
    float* energies = nullptr;        ///< the squares of what there is now are added to these
    const float* gates = nullptr;     ///< multiplied by
    const float* identity = nullptr;  ///< added; its rows lie as those of the result do
    bool relu = false;                ///< a NaN stays one
};

/// Rows that are gathered from where they lie: tap t of row r starts at
/// `starts[t * count + r] + offset`.
struct Rows {
    std::span<const float* const> starts;  ///< [taps, count]
    std::int64_t count = 0;
    std::int64_t offset = 0;
    std::int64_t inputs = 0;  ///< values of a tap
};

/// to[r * stride + o] = sum over taps and inputs of row r times `panel` [taps, inputs, kPanel],
/// ended. Each value is summed in the order of taps and inputs whatever the number of rows, so that
/// its bits do not depend on its neighbours.
void multiply_panel(const Rows& rows, const float* panel, float* to, std::int64_t stride,
                    const Ending& ending = {});

}  // namespace sescope::panels
