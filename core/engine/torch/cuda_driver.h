// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/engine/torch/cuda_library.h"

namespace sescope {

/// What the NVIDIA driver says, asked through its stable C interface, without LibTorch.
struct CudaDriver {
    Text why_not;  ///< empty when there is at least one device
    std::vector<CudaDevice> devices;
};

/// `library` is "libcuda.so.1", but for tests.
CudaDriver ask_cuda_driver(const char* library = "libcuda.so.1");

}  // namespace sescope
