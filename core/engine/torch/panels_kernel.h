// SPDX-License-Identifier: GPL-3.0-or-later
// panels::multiply for one set of instructions: to be included behind lanes_avx2.h or
// lanes_avx512.h. Two vectors of columns and as many rows as the registers hold.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/engine/torch/panels.h"

namespace sescope::panels::SESCOPE_INSTRUCTIONS {

using sescope::SESCOPE_INSTRUCTIONS::Lanes;
using Vector = Lanes::Vector;

inline constexpr int kWidth = Lanes::kWidth;
/// Two sums a row; two weights and a value need registers as well: 6 rows of 16, 14 of 32.
inline constexpr int kMostRows = (Lanes::kRegisters - 3) / 2;
/// Inputs whose weights stay in the first levels of cache while strips pass.
inline constexpr std::int64_t kSegment = 512;

/// A piece of the inputs, and the weights of one or two vectors of columns.
struct Segment {
    const float* values;  ///< of the first row
    std::int64_t stride;  ///< from a row to the next
    std::int64_t inputs;
    const float* weights;
    std::int64_t next_vector;  ///< from a vector's weights to those of its neighbour
    bool first;                ///< nothing is in the result yet
    bool last;                 ///< the sums are to be ended
};

template <int Rows, int Vectors>
struct Sums {
    Vector of[Rows][Vectors];
};

template <int Rows, int Vectors>
SESCOPE_KERNEL_INLINE void clear(Sums<Rows, Vectors>& sums) {
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) sums.of[r][v] = Lanes::zero();
    }
}

template <int Rows, int Vectors>
SESCOPE_KERNEL_INLINE void begin(Sums<Rows, Vectors>& sums, const float* from,
                                 std::int64_t stride) {
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            sums.of[r][v] = Lanes::load(from + r * stride + v * kWidth);
        }
    }
}

template <int Rows, int Vectors>
SESCOPE_KERNEL_INLINE void end(Sums<Rows, Vectors>& sums, const Ending& ending,
                               std::int64_t first_value, std::int64_t stride) {
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; ++v) {
        const Ending here = ending.from(v * kWidth);
        if (here.energies) {
            Vector energies = Lanes::load(here.energies);
#pragma GCC unroll 14
            for (int r = 0; r < Rows; ++r) {
                energies = Lanes::times_plus(sums.of[r][v], sums.of[r][v], energies);
            }
            Lanes::store(here.energies, energies);
        }
        const Vector gates = here.gates ? Lanes::load(here.gates) : Lanes::all(1.0F);
        if (here.identity) {
            const float* const identity = here.identity + first_value;
#pragma GCC unroll 14
            for (int r = 0; r < Rows; ++r) {
                sums.of[r][v] =
                    Lanes::times_plus(sums.of[r][v], gates, Lanes::load(identity + r * stride));
            }
        }
        if (here.relu) {
#pragma GCC unroll 14
            for (int r = 0; r < Rows; ++r) sums.of[r][v] = Lanes::relu(sums.of[r][v]);
        }
    }
}

/// The inputs of a strip and the weights that meet them, one after the other. Rows r, r + 1 and
/// r + 2 are one pointer and one distance: with a pointer a row the processor's registers would not
/// do.
template <int Rows, int Vectors>
struct Factors {
    static constexpr int kPointers = (Rows + 2) / 3;
    const float* values[kPointers];
    std::int64_t stride;
    const float* weights;
    std::int64_t next_vector;

    SESCOPE_KERNEL_INLINE Factors(const Segment& segment, std::int64_t row)
        : stride(segment.stride), weights(segment.weights), next_vector(segment.next_vector) {
#pragma GCC unroll 5
        for (int p = 0; p < kPointers; ++p) {
            values[p] = segment.values + (row + 3 * p) * segment.stride;
        }
    }

    /// Adds the products of the next input.
    SESCOPE_KERNEL_INLINE void add_next(Sums<Rows, Vectors>& sums) {
        // Keeps the compiler from making a pointer of each row all the same.
        asm("" : "+r"(stride));
        Vector weight[Vectors];
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) weight[v] = Lanes::load(weights + v * next_vector);
#pragma GCC unroll 14
        for (int r = 0; r < Rows; ++r) {
            const Vector value = Lanes::all(values[r / 3][r % 3 * stride]);
#pragma GCC unroll 2
            for (int v = 0; v < Vectors; ++v) {
                sums.of[r][v] = Lanes::times_plus(value, weight[v], sums.of[r][v]);
            }
        }
#pragma GCC unroll 5
        for (int p = 0; p < kPointers; ++p) ++values[p];
        weights += kPanel;
    }
};

template <int Rows, int Vectors>
SESCOPE_KERNEL void multiply_strip(const Segment& segment, const Ending& ending, std::int64_t row,
                                   const Result& result) {
    const std::int64_t stride = result.stride;
    float* const to = result.values + row * stride;
    Sums<Rows, Vectors> sums;
    if (segment.first && ending.bias) {
        begin<Rows, Vectors>(sums, ending.bias, 0);
    } else if (segment.first) {
        clear<Rows, Vectors>(sums);
    } else {
        begin<Rows, Vectors>(sums, to, stride);
    }
    Factors<Rows, Vectors> factors(segment, row);
    std::int64_t left = segment.inputs;
    // What the end reads and writes is on its way while the sums are made, a row at a time: all at
    // once it would keep the weights waiting.
    const float* identity = ending.identity ? ending.identity + row * stride : to;
    const float* written = to;
    for (std::int64_t r = std::min<std::int64_t>(Rows, left); r > 0; --r, --left) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            Lanes::ask_to_write(written + v * kWidth);
            Lanes::ask_to_read(identity + v * kWidth);
        }
        written += stride;
        identity += stride;
        factors.add_next(sums);
    }
    for (; left > 0; --left) factors.add_next(sums);
    if (segment.last) {
        end<Rows, Vectors>(sums, ending, row * stride, stride);
    }
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            Lanes::store(to + r * stride + v * kWidth, sums.of[r][v]);
        }
    }
}

using Strip = void (*)(const Segment&, const Ending&, std::int64_t row, const Result&);

/// By number of rows less one.
template <int Vectors, int... Rows>
constexpr std::array<Strip, sizeof...(Rows)> strips_of(std::integer_sequence<int, Rows...>) {
    return {&multiply_strip<Rows + 1, Vectors>...};
}

template <int Vectors>
inline constexpr auto kStrips = strips_of<Vectors>(std::make_integer_sequence<int, kMostRows>());

/// One or two vectors of columns.
template <int Vectors>
void multiply_columns(const Rows& rows, const float* weights, const Result& result,
                      const Ending& ending) {
    // Of equal height as far as it goes: a last strip of one row would take as long as one of four.
    const std::int64_t strips = (rows.count + kMostRows - 1) / kMostRows;
    for (std::int64_t input = 0; input < rows.inputs; input += kSegment) {
        const std::int64_t inputs = std::min(kSegment, rows.inputs - input);
        const Segment segment{rows.values + input,
                              rows.stride,
                              inputs,
                              weights + input * kPanel,
                              kWidth < kPanel ? kWidth : rows.inputs * kPanel,
                              input == 0,
                              input + inputs == rows.inputs};
        for (std::int64_t strip = 0; strip < strips; ++strip) {
            const std::int64_t first = rows.count * strip / strips;
            const std::int64_t count = rows.count * (strip + 1) / strips - first;
            kStrips<Vectors>[std::size_t(count - 1)](segment, ending, first, result);
        }
    }
}

std::int64_t rows_of_a_strip() {
    return kMostRows;
}

void multiply(const Rows& rows, const Panels& panels, const Result& result, const Ending& ending) {
    constexpr std::int64_t kTogether = std::max<std::int64_t>(1, 2 * kWidth / kPanel);
    for (std::int64_t panel = 0; panel < panels.count; panel += kTogether) {
        const float* const weights = panels.weights + panel * rows.inputs * kPanel;
        const std::int64_t column = panel * kPanel;
        const Result here{result.values + column, result.stride};
        if (panel + kTogether <= panels.count) {
            multiply_columns<2>(rows, weights, here, ending.from(column));
        } else {
            multiply_columns<kPanel / kWidth>(rows, weights, here, ending.from(column));
        }
    }
}

}  // namespace sescope::panels::SESCOPE_INSTRUCTIONS
