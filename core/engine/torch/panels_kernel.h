// SPDX-License-Identifier: GPL-3.0-or-later
// panels::multiply for one set of instructions: to be included behind lanes_avx2.h or
// lanes_avx512.h. Two vectors of columns and as many rows as the registers hold.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/engine/torch/activated_lanes.h"
#include "core/engine/torch/panels.h"

namespace sescope::panels::SESCOPE_INSTRUCTIONS {

using sescope::SESCOPE_INSTRUCTIONS::activated;
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
    std::int64_t next_vector;   ///< from a vector's weights to those of its neighbour
    std::int64_t last_columns;  ///< of the last vector
    bool first;                 ///< nothing is in the result yet
    bool last;                  ///< the sums are to be ended
};

template <int Rows, int Vectors>
struct Sums {
    Vector of[Rows][Vectors];
};

/// Reads and writes vector `v` of a strip's; the last may have fewer columns than a vector has
/// lanes.
template <int Vectors, bool Whole>
struct Columns {
    std::int64_t last;

    SESCOPE_KERNEL_INLINE Vector load(const float* from, int v) const {
        if (Whole || v + 1 < Vectors) return Lanes::load(from);
        return Lanes::load_some(from, last);
    }
    SESCOPE_KERNEL_INLINE void store(float* to, int v, Vector values) const {
        if (Whole || v + 1 < Vectors) return Lanes::store(to, values);
        Lanes::store_some(to, values, last);
    }
};

template <int Rows, int Vectors>
SESCOPE_KERNEL_INLINE void clear(Sums<Rows, Vectors>& sums) {
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) sums.of[r][v] = Lanes::zero();
    }
}

template <int Rows, int Vectors, bool Whole>
SESCOPE_KERNEL_INLINE void begin(Sums<Rows, Vectors>& sums, const float* from, std::int64_t stride,
                                 const Columns<Vectors, Whole>& columns) {
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            sums.of[r][v] = columns.load(from + r * stride + v * kWidth, v);
        }
    }
}

template <int Rows, int Vectors, bool Whole>
SESCOPE_KERNEL_INLINE void end(Sums<Rows, Vectors>& sums, const Epilogue& epilogue,
                               std::int64_t first_value, std::int64_t stride,
                               const Columns<Vectors, Whole>& columns) {
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; ++v) {
        const Epilogue here = epilogue.from(v * kWidth);
        if (here.energies) {
            Vector energies = columns.load(here.energies, v);
#pragma GCC unroll 14
            for (int r = 0; r < Rows; ++r) {
                energies = Lanes::times_plus(sums.of[r][v], sums.of[r][v], energies);
            }
            columns.store(here.energies, v, energies);
        }
        const Vector gates = here.gates ? columns.load(here.gates, v) : Lanes::all(1.0F);
        if (here.identity) {
            const float* const identity = here.identity + first_value;
#pragma GCC unroll 14
            for (int r = 0; r < Rows; ++r) {
                sums.of[r][v] =
                    Lanes::times_plus(sums.of[r][v], gates, columns.load(identity + r * stride, v));
            }
        }
        if (here.activation.kind == Activation::relu) {
#pragma GCC unroll 14
            for (int r = 0; r < Rows; ++r) sums.of[r][v] = Lanes::relu(sums.of[r][v]);
        }
    }
}

/// Of what has just been written: between sums in registers there is no room for these.
template <int Vectors, bool Whole, Activation::Kind kind>
SESCOPE_KERNEL_INLINE void activate_rows(const Activation& activation, float* to, int rows,
                                         std::int64_t stride,
                                         const Columns<Vectors, Whole>& columns) {
    const Vector scale = Lanes::all(activation.scale);
    const Vector shift = Lanes::all(activation.shift);
    for (; rows > 0; --rows, to += stride) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            float* const place = to + v * kWidth;
            const Vector value = activated<kind>(columns.load(place, v));
            columns.store(place, v, Lanes::times_plus(value, scale, shift));
        }
    }
}

/// A ReLU is done already.
template <int Vectors, bool Whole>
SESCOPE_KERNEL_INLINE void activate(const Activation& f, float* to, int rows, std::int64_t stride,
                                    const Columns<Vectors, Whole>& columns) {
    switch (f.kind) {
        case Activation::none:
        case Activation::relu:
            if (f.is_plain()) return;
            return activate_rows<Vectors, Whole, Activation::none>(f, to, rows, stride, columns);
        case Activation::relu6:
            return activate_rows<Vectors, Whole, Activation::relu6>(f, to, rows, stride, columns);
        case Activation::silu:
            return activate_rows<Vectors, Whole, Activation::silu>(f, to, rows, stride, columns);
        case Activation::hard_swish:
            return activate_rows<Vectors, Whole, Activation::hard_swish>(f, to, rows, stride,
                                                                         columns);
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

template <int Rows, int Vectors, bool Whole>
SESCOPE_KERNEL void multiply_strip(const Segment& segment, const Epilogue& epilogue,
                                   std::int64_t row, const Result& result) {
    const std::int64_t stride = result.stride;
    const Columns<Vectors, Whole> columns{segment.last_columns};
    float* const to = result.values + row * stride;
    Sums<Rows, Vectors> sums;
    if (segment.first && epilogue.bias) {
        begin<Rows, Vectors>(sums, epilogue.bias, 0, columns);
    } else if (segment.first) {
        clear<Rows, Vectors>(sums);
    } else {
        begin<Rows, Vectors>(sums, to, stride, columns);
    }
    Factors<Rows, Vectors> factors(segment, row);
    std::int64_t left = segment.inputs;
    // What the end reads and writes is on its way while the sums are made, a row at a time: all at
    // once it would keep the weights waiting.
    const float* identity = epilogue.identity ? epilogue.identity + row * stride : to;
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
        end<Rows, Vectors>(sums, epilogue, row * stride, stride, columns);
    }
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
        for (int v = 0; v < Vectors; ++v) {
            columns.store(to + r * stride + v * kWidth, v, sums.of[r][v]);
        }
    }
    if (segment.last) activate<Vectors, Whole>(epilogue.activation, to, Rows, stride, columns);
}

using Strip = void (*)(const Segment&, const Epilogue&, std::int64_t row, const Result&);

/// By number of rows less one.
template <int Vectors, bool Whole, int... Rows>
constexpr std::array<Strip, sizeof...(Rows)> strips_of(std::integer_sequence<int, Rows...>) {
    return {&multiply_strip<Rows + 1, Vectors, Whole>...};
}

template <int Vectors, bool Whole>
inline constexpr auto kStrips =
    strips_of<Vectors, Whole>(std::make_integer_sequence<int, kMostRows>());

/// One or two vectors of columns, `last_columns` of the last.
template <int Vectors>
void multiply_columns(const Rows& rows, const float* weights, std::int64_t last_columns,
                      const Result& result, const Epilogue& epilogue) {
    const auto& strips_by_rows =
        last_columns == kWidth ? kStrips<Vectors, true> : kStrips<Vectors, false>;
    // Of equal height as far as it goes: a last strip of one row would take as long as one of four.
    const std::int64_t strips = (rows.count + kMostRows - 1) / kMostRows;
    for (std::int64_t input = 0; input < rows.inputs; input += kSegment) {
        const std::int64_t inputs = std::min(kSegment, rows.inputs - input);
        const Segment segment{rows.values + input,
                              rows.stride,
                              inputs,
                              weights + input * kPanel,
                              kWidth < kPanel ? kWidth : rows.inputs * kPanel,
                              last_columns,
                              input == 0,
                              input + inputs == rows.inputs};
        for (std::int64_t strip = 0; strip < strips; ++strip) {
            const std::int64_t first = rows.count * strip / strips;
            const std::int64_t count = rows.count * (strip + 1) / strips - first;
            strips_by_rows[std::size_t(count - 1)](segment, epilogue, first, result);
        }
    }
}

std::int64_t rows_of_a_strip() {
    return kMostRows;
}

void multiply(const Rows& rows, const Panels& panels, const Result& result,
              const Epilogue& epilogue) {
    for (std::int64_t column = 0; column < panels.columns; column += 2 * kWidth) {
        const float* const weights = panels.weights + column * rows.inputs;
        const std::int64_t left = panels.columns - column;
        const Result here{result.values + column, result.stride};
        if (left > kWidth) {
            multiply_columns<2>(rows, weights, std::min<std::int64_t>(kWidth, left - kWidth), here,
                                epilogue.from(column));
        } else {
            multiply_columns<1>(rows, weights, left, here, epilogue.from(column));
        }
    }
}

}  // namespace sescope::panels::SESCOPE_INSTRUCTIONS
