// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#if defined(__x86_64__) && defined(__GNUC__)
#define SESCOPE_HAS_VECTOR_KERNELS 1
#else
#define SESCOPE_HAS_VECTOR_KERNELS 0
#endif

namespace sescope {

/// Vector instructions that our kernels are written for: avx2 with fused multiply-adds, avx512f.
enum class Instructions { avx2, avx512 };

/// Those that this processor has, the widest last; none where there is no kernel for it.
std::vector<Instructions> usable_instructions();

/// The last of them.
std::optional<Instructions> widest_instructions();

}  // namespace sescope
