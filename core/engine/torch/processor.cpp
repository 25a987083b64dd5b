// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/processor.h"

#include <sched.h>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

#include <algorithm>
#include <fstream>
#include <thread>

namespace sescope {

std::string processor_name() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("model name")) continue;
        const auto colon = line.find(": ");
        if (colon != std::string::npos) return line.substr(colon + 2);
    }
    return "processor";
}

int usable_cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool processor_has_bf16() {
#if defined(__x86_64__)
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    constexpr unsigned kAmxBf16 = 1U << 22;    // leaf 7.0, edx
    constexpr unsigned kAvx512Bf16 = 1U << 5;  // leaf 7.1, eax
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & kAmxBf16) != 0) return true;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & kAvx512Bf16) != 0;
#elif defined(__aarch64__)
    constexpr unsigned long kHwcap2Bf16 = 1UL << 14;
    return (::getauxval(AT_HWCAP2) & kHwcap2Bf16) != 0;
#else
    return false;
#endif
}

}  // namespace sescope
