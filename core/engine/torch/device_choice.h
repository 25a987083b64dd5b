// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/Device.h>

#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/cuda_library.h"

namespace sescope {

/// "auto" (CUDA where it works, else the CPU), "cpu", "cuda", "cuda:N". Throws Error{usage} for any
/// other text, and Error{device} saying why when that CUDA device cannot be used. CUDA is not
/// touched for "cpu".
at::Device choose_device(const std::string& name, const Cuda& (*ask_cuda)() = &cuda);

/// One row for the CPU and one a CUDA device, or one saying why there is none.
std::vector<DeviceInfo> list_devices(const Cuda& cuda);

}  // namespace sescope
