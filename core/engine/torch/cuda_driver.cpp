// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/cuda_driver.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "core/base/message.h"

namespace sescope {
namespace {

// The few functions and constants of cuda.h that are needed; their binary interface is stable.
constexpr int kSuccess = 0;
constexpr int kNoDevice = 100;
constexpr int kMajor = 75;  // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
constexpr int kMinor = 76;

struct Functions {
    int (*init)(unsigned) = nullptr;
    int (*count)(int*) = nullptr;
    int (*get)(int*, int) = nullptr;
    int (*name)(char*, int, int) = nullptr;
    int (*attribute)(int*, int, int) = nullptr;
    int (*memory)(std::size_t*, int) = nullptr;

    bool complete() const {
        return init != nullptr && count != nullptr && get != nullptr && name != nullptr &&
               attribute != nullptr && memory != nullptr;
    }
};

template <class Function>
void find(void* library, const char* symbol, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, symbol));
}

Functions functions_of(void* library) {
    Functions f;
    find(library, "cuInit", f.init);
    find(library, "cuDeviceGetCount", f.count);
    find(library, "cuDeviceGet", f.get);
    find(library, "cuDeviceGetName", f.name);
    find(library, "cuDeviceGetAttribute", f.attribute);
    find(library, "cuDeviceTotalMem_v2", f.memory);
    return f;
}

CudaDevice describe(const Functions& driver, int index) {
    CudaDevice device;
    int handle = 0;
    if (driver.get(&handle, index) != kSuccess) return device;
    std::array<char, 256> name{};
    if (driver.name(name.data(), static_cast<int>(name.size()) - 1, handle) == kSuccess) {
        device.name = name.data();
    }
    driver.attribute(&device.major, kMajor, handle);
    driver.attribute(&device.minor, kMinor, handle);
    driver.memory(&device.bytes, handle);
    return device;
}

bool hidden_by_environment() {
    const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
    return visible != nullptr && (std::string_view(visible).empty() || visible[0] == '-');
}

}  // namespace

CudaDriver ask_cuda_driver(const char* library) {
    if (hidden_by_environment()) return {"hidden by CUDA_VISIBLE_DEVICES", {}};
    // Never closed: the driver keeps threads of its own.
    void* const handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return {"no NVIDIA driver on this machine", {}};
    const Functions driver = functions_of(handle);
    if (!driver.complete()) return {"the NVIDIA driver is too old", {}};
    const int started = driver.init(0);
    if (started == kNoDevice) return {"the NVIDIA driver finds no device", {}};
    if (started != kSuccess) {
        return {text("the NVIDIA driver does not start (error {})", started), {}};
    }
    CudaDriver answer;
    int count = 0;
    if (driver.count(&count) != kSuccess || count < 1) {
        return {"the NVIDIA driver finds no device", {}};
    }
    for (int i = 0; i < count; ++i) answer.devices.push_back(describe(driver, i));
    return answer;
}

}  // namespace sescope
