// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/cuda_library.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include <filesystem>

#include "core/base/message.h"
#include "core/engine/torch/cuda_driver.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

/// libtorch_cuda.so lies beside the libtorch_cpu.so that this process runs.
std::filesystem::path library_beside_cpu() {
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&at::get_num_threads), &info) == 0) return {};
    return std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so";
}

/// Opens LibTorch's CUDA library. Returns why not, or nothing.
Text load_library() {
    const std::filesystem::path path = library_beside_cpu();
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return "this LibTorch is built without CUDA";
    // Global, so that the libraries which it opens later (cuDNN's, nvrtc's) find its symbols.
    if (::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return {};
    const std::string reason = ::dlerror();  // "libcudnn.so.9: cannot open shared object file: .."
    if (reason.find("cannot open shared object file") == std::string::npos) return reason;
    return text("{} is missing: run ./scripts/setup on this machine",
                reason.substr(0, reason.find(':')));
}

/// Whether LibTorch itself sees a device. Returns why not, or nothing.
Text ask_torch() {
    const auto& hooks = at::detail::getCUDAHooks();
    if (typeid(hooks) == typeid(at::CUDAHooksInterface)) {
        // LibTorch looks for CUDA once, and the CPU has been used before the library was there.
        return "CUDA was asked for after the CPU was used: start the program again";
    }
    try {
        if (hooks.getNumGPUs() > 0) return {};
    } catch (const std::exception& error) {
        return first_line(error);
    }
    return "this LibTorch cannot use the device: the NVIDIA driver may be too old for it";
}

void settle_arithmetic() {
    auto& context = at::globalContext();
    context.setDeterministicCuDNN(true);
    // fp32 shall mean fp32: TF32 keeps 10 bits of the mantissa.
    context.setAllowTF32CuDNN(false);
    context.setAllowTF32CuBLAS(false);
}

Cuda open_cuda() {
    CudaDriver driver = ask_cuda_driver();
    Cuda answer{
        .available = false, .why_not = driver.why_not, .devices = std::move(driver.devices)};
    if (answer.why_not.empty()) answer.why_not = load_library();
    if (answer.why_not.empty()) answer.why_not = ask_torch();
    answer.available = answer.why_not.empty();
    if (answer.available) settle_arithmetic();
    return answer;
}

}  // namespace

const Cuda& cuda() {
    static const Cuda answer = open_cuda();
    return answer;
}

}  // namespace sescope
