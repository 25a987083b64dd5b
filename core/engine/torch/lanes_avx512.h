// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of sixteen floats, for the kernels (*_kernel.h) that are compiled once for each set of
// instructions: a file includes this or lanes_avx2.h, and then the kernel.
#pragma once

#include <immintrin.h>

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
    SESCOPE_KERNEL_INLINE static Vector plus(Vector a, Vector b) { return _mm512_add_ps(a, b); }
    SESCOPE_KERNEL_INLINE static Vector minus(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
    SESCOPE_KERNEL_INLINE static Vector times(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
    /// a x b + c, rounded once
    SESCOPE_KERNEL_INLINE static Vector times_plus(Vector a, Vector b, Vector c) {
        return _mm512_fmadd_ps(a, b, c);
    }
    /// A NaN stays one: of a NaN and a number the processor's maximum gives the second.
    SESCOPE_KERNEL_INLINE static Vector relu(Vector v) { return _mm512_max_ps(zero(), v); }
    /// Asks for the cache line at `place`, to be written.
    SESCOPE_KERNEL_INLINE static void ask_to_write(const float* place) {
        __builtin_prefetch(place, 1, 3);
    }
    SESCOPE_KERNEL_INLINE static void ask_to_read(const float* place) {
        __builtin_prefetch(place, 0, 3);
    }
};

}  // namespace sescope::avx512
