// SPDX-License-Identifier: GPL-3.0-or-later
// All that is CUDA only. The engine links LibTorch's CPU library; this opens the CUDA one beside it
// at run time, which registers the CUDA kernels of the very operators that the CPU uses.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/text.h"

namespace sescope {

/// A CUDA device as its driver describes it.
struct CudaDevice {
    std::string name;
    int major = 0;  ///< compute capability
    int minor = 0;
    std::size_t bytes = 0;  ///< of memory
};

/// Whether CUDA can be used, and if not, why, in one short line.
struct Cuda {
    bool available = false;
    Text why_not;
    std::vector<CudaDevice> devices;  ///< what the driver sees, even where LibTorch cannot use it
};

/// Opens CUDA on first use and keeps the answer. Without an NVIDIA driver this costs next to
/// nothing; with one, loading the library takes a second or two.
const Cuda& cuda();

}  // namespace sescope
