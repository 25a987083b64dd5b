// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/precision_choice.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "core/engine/torch/cuda_library.h"
#include "core/engine/torch/gate_collector.h"
#include "core/engine/torch/processor.h"

namespace sescope {
namespace {

constexpr double kWorthwhileSpeedup = 1.3;
constexpr double kLargestGateError = 0.01;

struct Trial {
    GateCollector gates;
    double seconds = 0;
};

/// The second of two passes is timed: the first one makes caches and picks algorithms.
Trial timed(const NativeNetwork& network, const at::Tensor& input) {
    const at::Tensor x = input.to(network.type());
    Trial trial;
    for (int pass = 0; pass < 2; ++pass) {
        const auto start = std::chrono::steady_clock::now();
        // Reading a value waits for a device that works in the background.
        network.forward(x, trial.gates).sum().item<float>();
        trial.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    return trial;
}

double largest_difference(const GateCollector& a, const GateCollector& b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.gates().size(); ++i) {
        const auto difference = (a.gates()[i] - b.gates()[i]).abs().max().item<double>();
        if (std::isnan(difference)) return std::numeric_limits<double>::infinity();
        largest = std::max(largest, difference);
    }
    return largest;
}

ShorterType shorter_cuda_type(int index) {
    const auto& devices = cuda().devices;
    const int major = devices.at(static_cast<std::size_t>(std::max(index, 0))).major;
    if (major >= 7) return {true, at::kHalf, {}};
    return {false, at::kFloat, "fp16: no hardware support"};
}

}  // namespace

at::ScalarType scalar_type_of(Precision precision) {
    switch (precision) {
        case Precision::bf16:
            return at::kBFloat16;
        case Precision::fp16:
            return at::kHalf;
        case Precision::automatic:
        case Precision::fp32:
            return at::kFloat;
    }
    return at::kFloat;
}

Precision precision_of(at::ScalarType type) {
    if (type == at::kBFloat16) return Precision::bf16;
    return type == at::kHalf ? Precision::fp16 : Precision::fp32;
}

ShorterType shorter_type(at::Device device) {
    if (device.is_cuda()) return shorter_cuda_type(device.index());
    if (processor_has_bf16()) return {true, at::kBFloat16, {}};
    return {false, at::kFloat, "bf16: no hardware support"};
}

PrecisionChoice probe_precision(const NativeNetwork& fp32, const NativeNetwork& shorter,
                                const at::Tensor& input) {
    const Trial exact = timed(fp32, input);
    const Trial tried = timed(shorter, input);
    const double speedup = exact.seconds / tried.seconds;
    const double error = largest_difference(exact.gates, tried.gates);
    const auto name = name_of(precision_of(shorter.type()));
    const std::string measured = fmt::format(
        "{} is {:.1f} times as fast as fp32, gates within {:.2g}", name, speedup, error);
    // Not `error > limit`: a NaN must not pass.
    const bool accurate = error <= kLargestGateError;
    if (speedup >= kWorthwhileSpeedup && accurate) return {shorter.type(), measured};
    return {at::kFloat, measured + (accurate ? ": not worth it" : ": not accurate enough")};
}

}  // namespace sescope
