// SPDX-License-Identifier: GPL-3.0-or-later
// For files whose inner loops are written for AVX2 and FMA, and are called only where the processor
// has them.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define SESCOPE_AVX2 __attribute__((target("avx2,fma")))
#define SESCOPE_AVX2_INLINE __attribute__((target("avx2,fma"), always_inline)) inline
#define SESCOPE_HAS_AVX2 1
#else
#define SESCOPE_HAS_AVX2 0
#endif
