// SPDX-License-Identifier: GPL-3.0-or-later
// The product of matrices that convolutions on AMX consist of: fp32 values are split into two bf16
// numbers each, a high and a low one, whose products the processor's tiles add up in fp32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/engine/torch/amx_support.h"

namespace sescope::amx {

inline constexpr std::int64_t kStep = 32;     ///< inputs of a tile
inline constexpr std::int64_t kStrip = 32;    ///< rows whose sums stay in tiles
inline constexpr std::int64_t kColumns = 32;  ///< outputs of a panel, likewise
inline constexpr std::int64_t kTileRows = 16;
inline constexpr std::int64_t kTile = kTileRows * kStep;  ///< bf16 numbers of a tile

/// Which products of x = high + low are added up.
enum class SplitTerms {
    one,   ///< high x high: what bf16 gives; relative error of a product 2^-8
    three  ///< but for low x low, all: 2^-16
};

/// bf16 numbers that a value becomes: the high one, or both.
constexpr std::int64_t limbs(SplitTerms terms) {
    return terms == SplitTerms::one ? 1 : 2;
}
/// bf16 numbers of a step of a panel: two tiles of high ones, and perhaps two of low ones.
constexpr std::int64_t panel_step(SplitTerms terms) {
    return 2 * kTile * limbs(terms);
}

/// What maps hold.
enum class Values { fp32, bf16 };
constexpr std::int64_t size_of(Values values) {
    return values == Values::fp32 ? 4 : 2;
}

/// Where the bf16 numbers of a row's values lie; all distances in numbers. A row has `taps` pieces
/// of `steps` steps each, at these distances from its start.
struct Layout {
    SplitTerms terms = SplitTerms::one;
    std::vector<std::int64_t> taps;
    std::int64_t steps = 0;
    std::int64_t step = 0;  ///< from a step to the next
    std::int64_t low = 0;   ///< from the high numbers of a step to the low ones
    std::int64_t row = 0;   ///< from a row to the next, of kTileRows
    std::int64_t half = 0;  ///< from kTileRows rows to the next; two of them are a strip

    /// From the first row to the start of another.
    std::int64_t start_of(std::int64_t of_row) const {
        return of_row / kTileRows * half + of_row % kTileRows * row;
    }
};

/// Splits `count` values (a multiple of kStep) to where a row of that layout starts.
void split(const Layout& layout, const float* from, std::int64_t count, std::uint16_t* to);

/// Puts `count` bf16 numbers there as they are.
void spread(const Layout& layout, const std::uint16_t* from, std::int64_t count, std::uint16_t* to);

/// A step of a panel from weights(output, input), `stride` from an output to the next; where there
/// are fewer `inputs` than kStep, zeros stand for the others.
void split_panel_step(SplitTerms terms, const float* weights, std::int64_t stride,
                      std::int64_t inputs, std::uint16_t* to);

/// Rows that lie one after the other, and the rows of the result that they become.
struct Run {
    const std::uint16_t* rows = nullptr;  ///< the first starts a strip; up to kStrip - 1 more are
                                          ///< read than there are, and not used
    std::int64_t count = 0;
    std::byte* result = nullptr;           ///< of the first row, and of the panel's first column
    Values values = Values::fp32;          ///< of the result
    std::int64_t stride = 0;               ///< values from a row of the result to the next
    const std::int32_t* places = nullptr;  ///< row of the result for each row, -1: none; null: as
                                           ///< they come
    std::int64_t image = 0;                ///< of the map, that the first is of
};

/// What becomes of the sums of a panel before they are written, in this order.
struct Epilogue {
    const float* bias = nullptr;          ///< added
    float* energies = nullptr;            ///< the squares of the sums are added to these
    const float* gates = nullptr;         ///< multiplied by; only where there is an identity
    const std::byte* identity = nullptr;  ///< added; rows and values as those of the result
    bool relu = false;                    ///< a NaN stays one
};

/// result = rows times a panel of weights, ended. A row is summed alike whatever its neighbours, so
/// that its bits do not depend on them.
void multiply(const Layout& layout, const Run& run, const std::uint16_t* panel,
              const Epilogue& epilogue);

}  // namespace sescope::amx
