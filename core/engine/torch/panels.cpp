// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/panels.h"

#include <stdexcept>

namespace sescope::panels {

#if SESCOPE_HAS_VECTOR_KERNELS

std::int64_t rows_of_a_strip(Instructions instructions) {
    return instructions == Instructions::avx512 ? avx512::rows_of_a_strip()
                                                : avx2::rows_of_a_strip();
}

void multiply(Instructions instructions, const Rows& rows, const Panels& panels,
              const Result& result, const Epilogue& epilogue) {
    if (instructions == Instructions::avx512) {
        avx512::multiply(rows, panels, result, epilogue);
    } else {
        avx2::multiply(rows, panels, result, epilogue);
    }
}

#else

std::int64_t rows_of_a_strip(Instructions) {
    throw std::logic_error("not built for this processor");
}
void multiply(Instructions, const Rows&, const Panels&, const Result&, const Epilogue&) {
    throw std::logic_error("not built for this processor");
}

#endif

}  // namespace sescope::panels
