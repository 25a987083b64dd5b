// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Before a function whose loops are plain and independent: compiled for several instruction sets,
/// of which the processor's best is taken when the library is opened. Results are the same to the
/// bit, since products and sums are not contracted. Sanitizers are not ready yet when that choice
/// is made, so that under them there is one version.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SESCOPE_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define SESCOPE_VECTORISED
#endif
