// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/depthwise.h"

#include <stdexcept>

namespace sescope::depthwise {

bool has_kernel(std::int64_t side, std::int64_t stride) {
    return (side == 3 || side == 5) && (stride == 1 || stride == 2);
}

#if SESCOPE_HAS_VECTOR_KERNELS

void compute_row(Instructions instructions, const float* const* rows, const Taps& taps,
                 const Activation& activation, const OutputRow& to) {
    if (instructions == Instructions::avx512) {
        avx512::compute_row(rows, taps, activation, to);
    } else {
        avx2::compute_row(rows, taps, activation, to);
    }
}

#else

void compute_row(Instructions, const float* const*, const Taps&, const Activation&,
                 const OutputRow&) {
    throw std::logic_error("not built for this processor");
}

#endif

}  // namespace sescope::depthwise
