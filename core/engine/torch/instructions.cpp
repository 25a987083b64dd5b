// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/instructions.h"

namespace sescope {

std::vector<Instructions> usable_instructions() {
    std::vector<Instructions> usable;
#if SESCOPE_HAS_VECTOR_KERNELS
    if (__builtin_cpu_supports("avx2") == 0 || __builtin_cpu_supports("fma") == 0) return usable;
    usable.push_back(Instructions::avx2);
    if (__builtin_cpu_supports("avx512f") != 0) usable.push_back(Instructions::avx512);
#endif
    return usable;
}

std::optional<Instructions> widest_instructions() {
    const std::vector<Instructions> usable = usable_instructions();
    return usable.empty() ? std::nullopt : std::optional(usable.back());
}

}  // namespace sescope
