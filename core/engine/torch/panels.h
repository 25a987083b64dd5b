// SPDX-License-Identifier: GPL-3.0-or-later
// The product of matrices that our own convolutions consist of: some rows of values times panels
// of weights, 16 columns wide, whose sums stay in registers (the micro-kernel of Goto and van de
// Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
#pragma once

#include <cstdint>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/instructions.h"

namespace sescope::panels {

inline constexpr std::int64_t kPanel = 16;  ///< columns of a panel

/// Panels that so many columns take, the last of which may be filled up.
constexpr std::int64_t panels_of(std::int64_t columns) {
    return (columns + kPanel - 1) / kPanel;
}

inline constexpr std::int64_t kCacheLine = 16;  ///< values of a line of the cache

/// Rows that share a load of weights: blocks of a multiple of these are computed fastest.
std::int64_t rows_of_a_strip(Instructions instructions);

/// What becomes of the sums before they are written, in this order; of as many columns as the
/// result.
struct Epilogue {
    const float* bias = nullptr;               ///< the sums begin with it
    float* energies = nullptr;                 ///< the squares of the sums are added to these
    const float* gates = nullptr;              ///< multiplied by; only where there is an identity
    const float* identity = nullptr;           ///< added; its rows lie as those of the result do
    Activation activation = Activation::none;  ///< a NaN stays one

    /// The same for the columns from `column` on.
    Epilogue from(std::int64_t column) const {
        return {bias ? bias + column : nullptr, energies ? energies + column : nullptr,
                gates ? gates + column : nullptr, identity ? identity + column : nullptr,
                activation};
    }
};

/// Rows of values, `stride` apart. Where that is a multiple of 1,024 they meet in the same places
/// of the first level of cache, which costs a fifth of the speed.
struct Rows {
    const float* values = nullptr;
    std::int64_t stride = 0;
    std::int64_t count = 0;
    std::int64_t inputs = 0;
};

/// Neighbouring panels of weights, the last of which may be filled up.
struct Panels {
    const float* weights = nullptr;  ///< [columns / kPanel, rounded up; inputs, kPanel]
    std::int64_t columns = 0;        ///< that count
};

/// Where the result goes: [rows, `stride`], of which as many columns are written as count.
struct Result {
    float* values = nullptr;
    std::int64_t stride = 0;
};

/// result[r, o] = sum over inputs of row r times weights of column o, ended. Each value is summed
/// in the order of inputs whatever the number of rows and whatever the instructions, so that its
/// bits do not depend on its neighbours.
void multiply(Instructions instructions, const Rows& rows, const Panels& panels,
              const Result& result, const Epilogue& epilogue = {});

// The two functions for one set of instructions (panels_kernel.h).
namespace avx2 {
std::int64_t rows_of_a_strip();
void multiply(const Rows& rows, const Panels& panels, const Result& result,
              const Epilogue& epilogue);
}  // namespace avx2
namespace avx512 {
std::int64_t rows_of_a_strip();
void multiply(const Rows& rows, const Panels& panels, const Result& result,
              const Epilogue& epilogue);
}  // namespace avx512

}  // namespace sescope::panels
