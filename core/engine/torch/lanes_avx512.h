// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of sixteen floats, for the kernels (*_kernel.h) that are compiled once for each set of
// instructions: a file includes this or lanes_avx2.h, and then the kernel.
#pragma once

#include <immintrin.h>

#include <cstdint>

#define SESCOPE_INSTRUCTIONS avx512
#define SESCOPE_KERNEL __attribute__((target("avx512f,prfchw")))
#define SESCOPE_KERNEL_INLINE __attribute__((target("avx512f,prfchw"), always_inline)) inline

namespace sescope::avx512 {

struct Lanes {
    using Vector = __m512;
    static constexpr int kWidth = 16;
    static constexpr int kRegisters = 32;

    SESCOPE_KERNEL_INLINE static Vector zero() { return _mm512_setzero_ps(); }
    SESCOPE_KERNEL_INLINE static Vector all(float value) { return _mm512_set1_ps(value); }
    SESCOPE_KERNEL_INLINE static Vector load(const float* from) { return _mm512_loadu_ps(from); }
    SESCOPE_KERNEL_INLINE static void store(float* to, Vector v) { _mm512_storeu_ps(to, v); }
    /// The first `count` values, 1 to kWidth; zeros behind them.
    SESCOPE_KERNEL_INLINE static Vector load_some(const float* from, std::int64_t count) {
        return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << count) - 1), from);
    }
    SESCOPE_KERNEL_INLINE static void store_some(float* to, Vector v, std::int64_t count) {
        _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1U << count) - 1), v);
    }
    SESCOPE_KERNEL_INLINE static Vector plus(Vector a, Vector b) { return _mm512_add_ps(a, b); }
    SESCOPE_KERNEL_INLINE static Vector minus(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
    SESCOPE_KERNEL_INLINE static Vector times(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
    /// a x b + c, rounded once
    SESCOPE_KERNEL_INLINE static Vector times_plus(Vector a, Vector b, Vector c) {
        return _mm512_fmadd_ps(a, b, c);
    }
    /// A NaN stays one: of a NaN and a number the processor's maximum gives the second.
    SESCOPE_KERNEL_INLINE static Vector relu(Vector v) { return _mm512_max_ps(zero(), v); }
    /// min(max(v, 0), most); a NaN stays one.
    SESCOPE_KERNEL_INLINE static Vector clamp(Vector v, float most) {
        return _mm512_min_ps(all(most), relu(v));
    }
    /// 1 / (1 + exp(-v)), its error below 2e-7; a NaN stays one, and of -infinity it is zero.
    SESCOPE_KERNEL_INLINE static Vector sigmoid(Vector v) {
        // Within these bounds nothing below overflows, and beyond them nothing moves but zeros.
        const Vector bounded = _mm512_min_ps(all(87.0F), _mm512_max_ps(all(-87.0F), v));
        const Vector power = times(bounded, all(-1.44269504F));
        const Vector whole = _mm512_roundscale_ps(power, _MM_FROUND_TO_NEAREST_INT);
        const Vector f = minus(power, whole);
        // 2^f from -1/2 to 1/2, within 2e-7 of it.
        Vector two_to_f = times_plus(all(1.32764713e-3F), f, all(9.67554189e-3F));
        two_to_f = times_plus(two_to_f, f, all(5.55071309e-2F));
        two_to_f = times_plus(two_to_f, f, all(2.40221202e-1F));
        two_to_f = times_plus(two_to_f, f, all(6.93146944e-1F));
        two_to_f = times_plus(two_to_f, f, all(1.0F));
        const Vector sum = plus(all(1.0F), _mm512_scalef_ps(two_to_f, whole));
        // An approximation to 14 bits, and Newton's step: half the time of a division.
        const Vector near = _mm512_rcp14_ps(sum);
        const Vector error = _mm512_fnmadd_ps(sum, near, all(1.0F));
        const __mmask16 counts = _mm512_cmp_ps_mask(v, all(-87.0F), _CMP_NLT_UQ);
        return _mm512_maskz_mov_ps(counts, times_plus(near, error, near));
    }
    /// v sigmoid(v); a NaN stays one, and so becomes -infinity.
    SESCOPE_KERNEL_INLINE static Vector silu(Vector v) { return times(v, sigmoid(v)); }
    /// Asks for the cache line at `place`, to be written.
    SESCOPE_KERNEL_INLINE static void ask_to_write(const float* place) {
        __builtin_prefetch(place, 1, 3);
    }
    SESCOPE_KERNEL_INLINE static void ask_to_read(const float* place) {
        __builtin_prefetch(place, 0, 3);
    }
};

}  // namespace sescope::avx512
