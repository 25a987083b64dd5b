// SPDX-License-Identifier: GPL-3.0-or-later
// at::parallel_for, certain to be parallel. It is a template over OpenMP: in a file compiled
// without that, it runs on one thread and says nothing, beside operators of LibTorch that run on
// all.
#pragma once

#include <ATen/Parallel.h>

// The thread sanitizer does not see the barriers of OpenMP's runtime: under it there is one thread.
#if !defined(INTRA_OP_PARALLEL) && !defined(__SANITIZE_THREAD__)
#error "at::parallel_for would run on one thread here: see OpenMP in cmake/LibTorch.cmake"
#endif
