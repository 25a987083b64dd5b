// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/instructions.h"

#if SESCOPE_HAS_VECTOR_KERNELS
// The vectors first.
#include "core/engine/torch/lanes_avx512.h"
//
#include "core/engine/torch/depthwise_kernel.h"
#endif
