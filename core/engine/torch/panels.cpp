// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/panels.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include "core/engine/torch/avx2.h"

namespace sescope::panels {

#if SESCOPE_HAS_AVX2
namespace {

/// Weights of a panel that stay in the first level of cache while rows pass: 32 KB.
constexpr std::int64_t kSegment = 512;

/// A piece of a panel's inputs, and the rows that meet it.
struct Segment {
    const float* const* starts;
    std::int64_t offset;
    std::int64_t inputs;
    const float* weights;
    bool first;          ///< nothing is in the result yet
    const Ending* last;  ///< or null
};

template <int Rows>
struct Sums {
    __m256 left[Rows];
    __m256 right[Rows];
};

template <int Rows>
SESCOPE_AVX2_INLINE void add_energies(const Sums<Rows>& sums, float* energies) {
    __m256 left = _mm256_loadu_ps(energies);
    __m256 right = _mm256_loadu_ps(energies + 8);
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r) {
        left = _mm256_fmadd_ps(sums.left[r], sums.left[r], left);
        right = _mm256_fmadd_ps(sums.right[r], sums.right[r], right);
    }
    _mm256_storeu_ps(energies, left);
    _mm256_storeu_ps(energies + 8, right);
}

template <int Rows>
SESCOPE_AVX2_INLINE void end(Sums<Rows>& sums, const Ending& ending, std::int64_t first_value,
                             std::int64_t stride) {
    const __m256 zero = _mm256_setzero_ps();
    if (ending.bias) {
        const __m256 left = _mm256_loadu_ps(ending.bias);
        const __m256 right = _mm256_loadu_ps(ending.bias + 8);
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            sums.left[r] = _mm256_add_ps(sums.left[r], left);
            sums.right[r] = _mm256_add_ps(sums.right[r], right);
        }
    }
    if (ending.energies) add_energies<Rows>(sums, ending.energies);
    if (ending.gates) {
        const __m256 left = _mm256_loadu_ps(ending.gates);
        const __m256 right = _mm256_loadu_ps(ending.gates + 8);
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            sums.left[r] = _mm256_mul_ps(sums.left[r], left);
            sums.right[r] = _mm256_mul_ps(sums.right[r], right);
        }
    }
    if (ending.identity) {
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            const float* const row = ending.identity + first_value + r * stride;
            sums.left[r] = _mm256_add_ps(sums.left[r], _mm256_loadu_ps(row));
            sums.right[r] = _mm256_add_ps(sums.right[r], _mm256_loadu_ps(row + 8));
        }
    }
    if (ending.relu) {
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            // Zero first: of a NaN and a number max gives the second, and a NaN must stay one.
            sums.left[r] = _mm256_max_ps(zero, sums.left[r]);
            sums.right[r] = _mm256_max_ps(zero, sums.right[r]);
        }
    }
}

template <int Rows>
SESCOPE_AVX2 void multiply_strip(const Segment& segment, std::int64_t row, float* result,
                                 std::int64_t stride) {
    float* const to = result + row * stride;
    Sums<Rows> sums;
    const float* values[Rows];
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r) {
        values[r] = segment.starts[row + r] + segment.offset;
        sums.left[r] = segment.first ? _mm256_setzero_ps() : _mm256_loadu_ps(to + r * stride);
        sums.right[r] = segment.first ? _mm256_setzero_ps() : _mm256_loadu_ps(to + r * stride + 8);
    }
    for (std::int64_t i = 0; i < segment.inputs; ++i) {
        const __m256 left = _mm256_loadu_ps(segment.weights + i * kPanel);
        const __m256 right = _mm256_loadu_ps(segment.weights + i * kPanel + 8);
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            const __m256 value = _mm256_broadcast_ss(values[r] + i);
            sums.left[r] = _mm256_fmadd_ps(value, left, sums.left[r]);
            sums.right[r] = _mm256_fmadd_ps(value, right, sums.right[r]);
        }
    }
    if (segment.last) end<Rows>(sums, *segment.last, row * stride, stride);
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r) {
        _mm256_storeu_ps(to + r * stride, sums.left[r]);
        _mm256_storeu_ps(to + r * stride + 8, sums.right[r]);
    }
}

void multiply_rows(const Segment& segment, std::int64_t first, std::int64_t rows, float* to,
                   std::int64_t stride) {
    switch (rows) {
        case 6:
            return multiply_strip<6>(segment, first, to, stride);
        case 5:
            return multiply_strip<5>(segment, first, to, stride);
        case 4:
            return multiply_strip<4>(segment, first, to, stride);
        case 3:
            return multiply_strip<3>(segment, first, to, stride);
        case 2:
            return multiply_strip<2>(segment, first, to, stride);
        default:
            return multiply_strip<1>(segment, first, to, stride);
    }
}

}  // namespace

bool runs_here() {
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
}

void multiply_panel(const Rows& rows, const float* panel, float* to, std::int64_t stride,
                    const Ending& ending) {
    const std::int64_t taps = static_cast<std::int64_t>(rows.starts.size()) / rows.count;
    // Of equal height as far as it goes: a last strip of one row would take as long as one of four.
    const std::int64_t strips = (rows.count + kMostRows - 1) / kMostRows;
    for (std::int64_t tap = 0; tap < taps; ++tap) {
        for (std::int64_t input = 0; input < rows.inputs; input += kSegment) {
            const std::int64_t inputs = std::min(kSegment, rows.inputs - input);
            const bool last = tap + 1 == taps && input + inputs == rows.inputs;
            const Segment segment{rows.starts.data() + tap * rows.count,
                                  rows.offset + input,
                                  inputs,
                                  panel + (tap * rows.inputs + input) * kPanel,
                                  tap == 0 && input == 0,
                                  last ? &ending : nullptr};
            for (std::int64_t strip = 0; strip < strips; ++strip) {
                const std::int64_t first = rows.count * strip / strips;
                multiply_rows(segment, first, rows.count * (strip + 1) / strips - first, to,
                              stride);
            }
        }
    }
}

#else

bool runs_here() {
    return false;
}
void multiply_panel(const Rows&, const float*, float*, std::int64_t, const Ending&) {
    throw std::logic_error("not built for this processor");
}

#endif

}  // namespace sescope::panels
