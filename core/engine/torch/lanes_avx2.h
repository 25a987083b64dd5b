// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of eight floats, for the kernels (*_kernel.h) that are compiled once for each set of
// instructions: a file includes this or lanes_avx512.h, and then the kernel.
#pragma once

#include <immintrin.h>

#include <cstdint>

#define SESCOPE_INSTRUCTIONS avx2
#define SESCOPE_KERNEL __attribute__((target("avx2,fma,prfchw")))
#define SESCOPE_KERNEL_INLINE __attribute__((target("avx2,fma,prfchw"), always_inline)) inline

namespace sescope::avx2 {

struct Lanes {
    using Vector = __m256;
    static constexpr int kWidth = 8;
    static constexpr int kRegisters = 16;

    SESCOPE_KERNEL_INLINE static Vector zero() { return _mm256_setzero_ps(); }
    SESCOPE_KERNEL_INLINE static Vector all(float value) { return _mm256_set1_ps(value); }
    SESCOPE_KERNEL_INLINE static Vector load(const float* from) { return _mm256_loadu_ps(from); }
    SESCOPE_KERNEL_INLINE static void store(float* to, Vector v) { _mm256_storeu_ps(to, v); }
    /// The first `count` values, 1 to kWidth; zeros behind them.
    SESCOPE_KERNEL_INLINE static Vector load_some(const float* from, std::int64_t count) {
        return _mm256_maskload_ps(from, first(count));
    }
    SESCOPE_KERNEL_INLINE static void store_some(float* to, Vector v, std::int64_t count) {
        _mm256_maskstore_ps(to, first(count), v);
    }
    SESCOPE_KERNEL_INLINE static Vector plus(Vector a, Vector b) { return _mm256_add_ps(a, b); }
    SESCOPE_KERNEL_INLINE static Vector minus(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
    SESCOPE_KERNEL_INLINE static Vector times(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
    /// a x b + c, rounded once
    SESCOPE_KERNEL_INLINE static Vector times_plus(Vector a, Vector b, Vector c) {
        return _mm256_fmadd_ps(a, b, c);
    }
    /// A NaN stays one: of a NaN and a number the processor's maximum gives the second.
    SESCOPE_KERNEL_INLINE static Vector relu(Vector v) { return _mm256_max_ps(zero(), v); }
    /// min(max(v, 0), most); a NaN stays one.
    SESCOPE_KERNEL_INLINE static Vector clamp(Vector v, float most) {
        return _mm256_min_ps(all(most), relu(v));
    }
    /// v / (1 + exp(-v)), its error below 2e-7 of v; a NaN stays one, and so becomes -infinity.
    SESCOPE_KERNEL_INLINE static Vector silu(Vector v) {
        // Between these bounds no exponent leaves its eight bits; at the lower one, and there
        // alone, it is that of infinity.
        const Vector bounded = _mm256_min_ps(all(87.0F), _mm256_max_ps(all(-89.0F), v));
        // So large that nothing of a fraction is left: its last bits are the whole power of two,
        // with the bias of an exponent.
        const Vector wholes = all(12582912.0F + 127.0F);
        const Vector power = times_plus(bounded, all(-1.44269504F), wholes);
        const Vector two_to_whole =
            _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(power), 23));
        const Vector whole = minus(power, wholes);
        const Vector f = _mm256_fmsub_ps(bounded, all(-1.44269504F), whole);
        // 2^f from -1/2 to 1/2, within 2e-7 of it.
        Vector two_to_f = times_plus(all(1.32764713e-3F), f, all(9.67554189e-3F));
        two_to_f = times_plus(two_to_f, f, all(5.55071309e-2F));
        two_to_f = times_plus(two_to_f, f, all(2.40221202e-1F));
        two_to_f = times_plus(two_to_f, f, all(6.93146944e-1F));
        two_to_f = times_plus(two_to_f, f, all(1.0F));
        return _mm256_div_ps(v, times_plus(two_to_f, two_to_whole, all(1.0F)));
    }
    /// Asks for the cache line at `place`, to be written.
    SESCOPE_KERNEL_INLINE static void ask_to_write(const float* place) {
        __builtin_prefetch(place, 1, 3);
    }
    SESCOPE_KERNEL_INLINE static void ask_to_read(const float* place) {
        __builtin_prefetch(place, 0, 3);
    }

  private:
    SESCOPE_KERNEL_INLINE static __m256i first(std::int64_t count) {
        const __m256i places = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), places);
    }
};

}  // namespace sescope::avx2
