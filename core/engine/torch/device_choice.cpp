// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/device_choice.h"

#include <fmt/format.h>

#include <string_view>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/parsed_number.h"
#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/processor.h"

namespace sescope {
namespace {

/// N of "cuda:N", 0 of "cuda". Throws Error{usage}.
int cuda_index(std::string_view name) {
    constexpr std::string_view kCuda = "cuda";
    if (name == kCuda) return 0;
    int index = -1;
    if (name.starts_with("cuda:")) {
        index = parsed_number<int>(name.substr(kCuda.size() + 1)).value_or(-1);
    }
    if (index < 0) {
        throw Error(ErrorKind::usage, text("there is no device called '{}'", name), {},
                    "choose auto, cpu, cuda or cuda:N; `sescope devices` lists what is there");
    }
    return index;
}

}  // namespace

at::Device choose_device(const std::string& name, const Cuda& (*ask_cuda)()) {
    if (name == "cpu") return at::Device(at::kCPU);
    if (name == "auto") {
        return ask_cuda().available ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    }
    const int index = cuda_index(name);
    const Cuda& cuda = ask_cuda();
    const Text hint = text("run on the CPU ({}); `sescope devices` lists what is there",
                           Text::option("device", "cpu"));
    if (!cuda.available) {
        throw Error(ErrorKind::device, text("{} is not available: {}", name, cuda.why_not), {},
                    hint);
    }
    const auto count = static_cast<int>(cuda.devices.size());
    if (index >= count) {
        throw Error(
            ErrorKind::device,
            count == 1 ? text("{} is not available: this machine has 1 CUDA device", name)
                       : text("{} is not available: this machine has {} CUDA devices", name, count),
            {}, hint);
    }
    return {at::kCUDA, static_cast<at::DeviceIndex>(index)};
}

std::vector<DeviceInfo> list_devices(const Cuda& cuda) {
    const int cores = usable_cores();
    std::vector<DeviceInfo> rows;
    rows.push_back({.id = "cpu",
                    .name = cores == 1 ? text("{}, 1 thread", processor_name())
                                       : text("{}, {} threads", processor_name(), cores),
                    .available = true,
                    .note = amx::is_usable()       ? "bf16 and bf16x3: in hardware (AMX)"
                            : processor_has_bf16() ? "bf16: in hardware"
                                                   : "bf16: no hardware support"});
    for (std::size_t i = 0; i < cuda.devices.size(); ++i) {
        const CudaDevice& device = cuda.devices[i];
        const double gib = static_cast<double>(device.bytes) / (1024.0 * 1024.0 * 1024.0);
        rows.push_back({.id = fmt::format("cuda:{}", i),
                        .name = device.name,
                        .available = cuda.available,
                        .note = cuda.available
                                    ? text("{:.0f} GB, compute capability {}", gib,
                                           fmt::format("{}.{}", device.major, device.minor))
                                    : cuda.why_not});
    }
    if (cuda.devices.empty())
        rows.push_back({.id = "cuda", .name = "", .available = false, .note = cuda.why_not});
    return rows;
}

}  // namespace sescope
