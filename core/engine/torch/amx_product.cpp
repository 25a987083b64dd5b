// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/amx_product.h"

#include <algorithm>
#include <stdexcept>

#if SESCOPE_HAS_AMX_KERNELS

#include <immintrin.h>

#define SESCOPE_AMX __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512bf16,prfchw")))
#define SESCOPE_AMX_INLINE                                                         \
    __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512bf16,prfchw"), \
                   always_inline)) inline

namespace sescope::amx {
namespace {

// The intrinsics do not tell the compiler what memory they read and write.
inline void settle_memory() {
    asm volatile("" ::: "memory");
}

SESCOPE_AMX_INLINE __m512 widened(__m256i numbers) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(numbers), 16));
}

/// The high numbers of 32 values, and what they lack as low ones.
template <SplitTerms Of>
SESCOPE_AMX_INLINE void split_step(const float* from, std::uint16_t* high, std::uint16_t* low) {
    const __m512 first = _mm512_loadu_ps(from);
    const __m512 second = _mm512_loadu_ps(from + 16);
    const auto numbers = reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(second, first));
    _mm512_storeu_si512(high, numbers);
    if constexpr (Of == SplitTerms::one) return;
    const __m512 first_rest = _mm512_sub_ps(first, widened(_mm512_castsi512_si256(numbers)));
    const __m512 second_rest =
        _mm512_sub_ps(second, widened(_mm512_extracti64x4_epi64(numbers, 1)));
    _mm512_storeu_si512(low,
                        reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(second_rest, first_rest)));
}

template <SplitTerms Of>
SESCOPE_AMX void split_row(const Layout& layout, const float* from, std::int64_t count,
                           std::uint16_t* to) {
    for (std::int64_t i = 0; i < count; i += kStep, to += layout.step) {
        split_step<Of>(from + i, to, to + layout.low);
    }
}

// Sums are in tiles 0 to 3, rows in 4 and 5 (where a strip has more than 16), weights in 6 and 7.
// A tile is loaded just before its first product, so that loads and products go on side by side.

/// Adds the products of rows and weights that are loaded here.
template <int Halves>
SESCOPE_AMX_INLINE void add_loaded(const std::uint16_t* rows, std::int64_t bytes_a_row,
                                   std::int64_t half, const std::uint16_t* weights) {
    _tile_loadd(6, weights, 64);
    _tile_loadd(4, rows, bytes_a_row);
    _tile_dpbf16ps(0, 4, 6);
    _tile_loadd(7, weights + kTile, 64);
    _tile_dpbf16ps(1, 4, 7);
    if constexpr (Halves == 2) {
        _tile_loadd(5, rows + half, bytes_a_row);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
}

/// The same where the rows are there already.
template <int Halves>
SESCOPE_AMX_INLINE void add_of_same_rows(const std::uint16_t* weights) {
    _tile_loadd(6, weights, 64);
    _tile_dpbf16ps(0, 4, 6);
    if constexpr (Halves == 2) _tile_dpbf16ps(2, 5, 6);
    _tile_loadd(7, weights + kTile, 64);
    _tile_dpbf16ps(1, 4, 7);
    if constexpr (Halves == 2) _tile_dpbf16ps(3, 5, 7);
}

/// The same where the weights are there already.
template <int Halves>
SESCOPE_AMX_INLINE void add_of_same_weights(const std::uint16_t* rows, std::int64_t bytes_a_row,
                                            std::int64_t half) {
    _tile_loadd(4, rows, bytes_a_row);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if constexpr (Halves == 2) {
        _tile_loadd(5, rows + half, bytes_a_row);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
}

template <int Halves, SplitTerms Of>
SESCOPE_AMX void sum_strip(const Layout& layout, const std::uint16_t* rows,
                           const std::uint16_t* panel, float* sums) {
    settle_memory();
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    const std::int64_t bytes_a_row = 2 * layout.row;
    for (const std::int64_t tap : layout.taps) {
        const std::uint16_t* values = rows + tap;
        for (std::int64_t step = 0; step < layout.steps; ++step) {
            if constexpr (Of == SplitTerms::one) {
                add_loaded<Halves>(values, bytes_a_row, layout.half, panel);
            } else {
                add_loaded<Halves>(values, bytes_a_row, layout.half, panel + 2 * kTile);
                add_of_same_rows<Halves>(panel);
                add_of_same_weights<Halves>(values + layout.low, bytes_a_row, layout.half);
            }
            values += layout.step;
            panel += panel_step(Of);
        }
    }
    _tile_stored(0, sums, kColumns * 4);
    _tile_stored(1, sums + 16, kColumns * 4);
    if constexpr (Halves == 2) {
        _tile_stored(2, sums + 16 * kColumns, kColumns * 4);
        _tile_stored(3, sums + 16 * kColumns + 16, kColumns * 4);
    }
    settle_memory();
}

using SumStrip = void (*)(const Layout&, const std::uint16_t*, const std::uint16_t*, float*);

SumStrip sum_of(SplitTerms terms, std::int64_t rows) {
    if (terms == SplitTerms::one) {
        return rows > 16 ? &sum_strip<2, SplitTerms::one> : &sum_strip<1, SplitTerms::one>;
    }
    return rows > 16 ? &sum_strip<2, SplitTerms::three> : &sum_strip<1, SplitTerms::three>;
}

/// Two vectors of neighbouring values.
struct Pair {
    __m512 first;
    __m512 second;
};

template <Values Of>
SESCOPE_AMX_INLINE Pair load_pair(const std::byte* from) {
    if constexpr (Of == Values::fp32) {
        const auto* const values = reinterpret_cast<const float*>(from);
        return {_mm512_loadu_ps(values), _mm512_loadu_ps(values + 16)};
    } else {
        const __m512i numbers = _mm512_loadu_si512(from);
        return {widened(_mm512_castsi512_si256(numbers)),
                widened(_mm512_extracti64x4_epi64(numbers, 1))};
    }
}

template <Values Of>
SESCOPE_AMX_INLINE void store_pair(std::byte* to, const Pair& pair) {
    if constexpr (Of == Values::fp32) {
        auto* const values = reinterpret_cast<float*>(to);
        _mm512_storeu_ps(values, pair.first);
        _mm512_storeu_ps(values + 16, pair.second);
    } else {
        _mm512_storeu_si512(
            to, reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(pair.second, pair.first)));
    }
}

SESCOPE_AMX_INLINE Pair load_floats(const float* from, float otherwise) {
    if (from == nullptr) return {_mm512_set1_ps(otherwise), _mm512_set1_ps(otherwise)};
    return {_mm512_loadu_ps(from), _mm512_loadu_ps(from + 16)};
}

/// The rows of a strip from `first` on, ended and written.
template <Values Of>
SESCOPE_AMX void end_strip(const Run& run, std::int64_t first, std::int64_t rows, const float* sums,
                           const Epilogue& epilogue) {
    const Pair bias = load_floats(epilogue.bias, 0.0F);
    const Pair gates = load_floats(epilogue.gates, 1.0F);
    Pair energies = load_floats(epilogue.energies, 0.0F);
    const __m512 zero = _mm512_setzero_ps();
    for (std::int64_t r = 0; r < rows; ++r, sums += kColumns) {
        const std::int64_t place = run.places ? run.places[first + r] : first + r;
        if (place < 0) continue;
        const std::int64_t at = place * run.stride * size_of(Of);
        Pair u{_mm512_add_ps(_mm512_load_ps(sums), bias.first),
               _mm512_add_ps(_mm512_load_ps(sums + 16), bias.second)};
        energies.first = _mm512_fmadd_ps(u.first, u.first, energies.first);
        energies.second = _mm512_fmadd_ps(u.second, u.second, energies.second);
        if (epilogue.identity) {
            const Pair identity = load_pair<Of>(epilogue.identity + at);
            u.first = _mm512_fmadd_ps(u.first, gates.first, identity.first);
            u.second = _mm512_fmadd_ps(u.second, gates.second, identity.second);
        }
        // A NaN stays one: of a NaN and a number the processor's maximum gives the second.
        if (epilogue.relu) u = {_mm512_max_ps(zero, u.first), _mm512_max_ps(zero, u.second)};
        store_pair<Of>(run.result + at, u);
    }
    if (epilogue.energies) {
        _mm512_storeu_ps(epilogue.energies, energies.first);
        _mm512_storeu_ps(epilogue.energies + 16, energies.second);
    }
}

/// Asks for what the end of a strip reads and writes while its sums are made.
void ask_for(const Run& run, std::int64_t first, std::int64_t rows, const Epilogue& epilogue) {
    const std::int64_t width = kColumns * size_of(run.values);
    for (std::int64_t r = 0; r < rows; ++r) {
        const std::int64_t place = run.places ? run.places[first + r] : first + r;
        if (place < 0) continue;
        const std::int64_t at = place * run.stride * size_of(run.values);
        for (std::int64_t line = 0; line < width; line += 64) {
            __builtin_prefetch(run.result + at + line, 1, 3);
            if (epilogue.identity) __builtin_prefetch(epilogue.identity + at + line, 0, 3);
        }
    }
}

}  // namespace

void split(const Layout& layout, const float* from, std::int64_t count, std::uint16_t* to) {
    if (layout.terms == SplitTerms::one) {
        split_row<SplitTerms::one>(layout, from, count, to);
    } else {
        split_row<SplitTerms::three>(layout, from, count, to);
    }
}

void spread(const Layout& layout, const std::uint16_t* from, std::int64_t count,
            std::uint16_t* to) {
    if (layout.step == kStep) {
        std::copy_n(from, count, to);
        return;
    }
    for (std::int64_t i = 0; i < count; i += kStep, to += layout.step) {
        std::copy_n(from + i, kStep, to);
    }
}

void split_panel_step(SplitTerms terms, const float* weights, std::int64_t stride,
                      std::int64_t inputs, std::uint16_t* to) {
    // A tile holds pairs of inputs side by side, 16 outputs wide.
    const Layout layout{terms, {}, 1, 0, kStep, 0, 0};
    std::uint16_t numbers[2 * kStep];
    for (std::int64_t output = 0; output < kColumns; ++output) {
        float values[kStep] = {};
        std::copy_n(weights + output * stride, inputs, values);
        split(layout, values, kStep, numbers);
        for (std::int64_t i = 0; i < kStep * limbs(terms); ++i) {
            const std::int64_t tile = i / kStep * 2 + output / 16;
            const std::int64_t pair = i % kStep / 2;
            to[tile * kTile + pair * 32 + output % 16 * 2 + i % 2] = numbers[i];
        }
    }
}

void multiply(const Layout& layout, const Run& run, const std::uint16_t* panel,
              const Epilogue& epilogue) {
    alignas(64) float sums[kStrip * kColumns];
    for (std::int64_t first = 0; first < run.count; first += kStrip) {
        const std::int64_t rows = std::min(kStrip, run.count - first);
        ask_for(run, first, rows, epilogue);
        sum_of(layout.terms, rows)(layout, run.rows + layout.start_of(first), panel, sums);
        if (run.values == Values::fp32) {
            end_strip<Values::fp32>(run, first, rows, sums, epilogue);
        } else {
            end_strip<Values::bf16>(run, first, rows, sums, epilogue);
        }
    }
}

}  // namespace sescope::amx

#else

namespace sescope::amx {

namespace {
[[noreturn]] void refuse() {
    throw std::logic_error("not built for this processor");
}
}  // namespace

void split(const Layout&, const float*, std::int64_t, std::uint16_t*) {
    refuse();
}
void spread(const Layout&, const std::uint16_t*, std::int64_t, std::uint16_t*) {
    refuse();
}
void split_panel_step(SplitTerms, const float*, std::int64_t, std::int64_t, std::uint16_t*) {
    refuse();
}
void multiply(const Layout&, const Run&, const std::uint16_t*, const Epilogue&) {
    refuse();
}

}  // namespace sescope::amx

#endif
