// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/precision_choice.h"

#include <ATen/TensorOperators.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/cuda_library.h"
#include "core/engine/torch/gate_collector.h"
#include "core/engine/torch/processor.h"

namespace sescope {
namespace {

/// From which speed on a precision is worth what it moves gates by: bf16x3 hardly moves them.
double worthwhile_speedup(Precision precision) {
    return precision == Precision::bf16x3 ? 1.1 : 1.3;
}
constexpr double kLargestGateError = 0.01;

double seconds_of_a_pass(const NativeNetwork& network, const at::Tensor& input, GateSink& gates) {
    const auto start = std::chrono::steady_clock::now();
    // Reading a value waits for a device that works in the background.
    network.forward(input.to(network.type()), gates).sum().item<float>();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// So many of the input's images as are tried: on the CPU a few, since somebody waits.
at::Tensor first_images(const at::Tensor& input, std::int64_t on_cpu) {
    return input.is_cpu() ? input.narrow(0, 0, std::min(on_cpu, input.size(0))) : input;
}

/// The fastest of some passes, since other programs hold up one or the other. The network has run
/// before, and made caches.
double seconds_at_best(const NativeNetwork& network, const at::Tensor& input) {
    constexpr int kPasses = 3;
    constexpr std::int64_t kImages = 4;
    const at::Tensor some = first_images(input, kImages);
    double best = std::numeric_limits<double>::infinity();
    for (int pass = 0; pass < kPasses; ++pass) {
        GateCollector gates;
        best = std::min(best, seconds_of_a_pass(network, some, gates));
    }
    return best;
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

FasterPrecisions faster_on_cuda(int index) {
    const auto& devices = cuda().devices;
    const int major = devices.at(static_cast<std::size_t>(std::max(index, 0))).major;
    if (major >= 7) return {{Precision::fp16}, {}};
    return {{}, "fp16: no hardware support"};
}

}  // namespace

Arithmetic arithmetic_of(Precision precision) {
    switch (precision) {
        case Precision::bf16x3:
            return {at::kFloat, MatmulMode::bf16x3};
        case Precision::bf16:
            return {at::kBFloat16, MatmulMode::fp32};
        case Precision::fp16:
            return {at::kHalf, MatmulMode::fp32};
        case Precision::automatic:
        case Precision::fp32:
            break;
    }
    return {};
}

void require_available(Precision precision, at::Device device) {
    if (precision != Precision::bf16x3 || (device.is_cpu() && amx::is_usable())) return;
    throw Error(ErrorKind::device,
                device.is_cpu()
                    ? Text("bf16x3 needs a processor with AMX, which this one lacks")
                    : text("bf16x3 is for processors with AMX, not for {}", device.str()),
                {}, text("choose {} auto or fp32", Text::option("precision")));
}

FasterPrecisions faster_precisions(at::Device device) {
    if (device.is_cuda()) return faster_on_cuda(device.index());
    if (amx::is_usable()) return {{Precision::bf16, Precision::bf16x3}, {}};
    if (processor_has_bf16()) return {{Precision::bf16}, {}};
    return {{}, "bf16: no hardware support"};
}

PrecisionChoice probe_precision(const NativeNetwork& plain, std::span<const Precision> candidates,
                                const Shape& shape, const at::Tensor& input) {
    constexpr std::int64_t kImages = 8;
    const at::Tensor images = first_images(input, kImages);
    GateCollector exact;
    // One network at a time: two take more memory than any run does.
    const double seconds = [&] {
        const NativeNetwork fp32 = prepared(plain, Precision::fp32, shape);
        seconds_of_a_pass(fp32, images, exact);
        return seconds_at_best(fp32, images);
    }();
    std::string reason;
    for (const Precision candidate : candidates) {
        NativeNetwork tried = prepared(plain, candidate, shape);
        GateCollector gates;
        seconds_of_a_pass(tried, images, gates);
        const double error = largest_difference(exact, gates);
        // Not `error > limit`: a NaN must not pass.
        const bool accurate = error <= kLargestGateError;
        const double speedup = accurate ? seconds / seconds_at_best(tried, images) : 0;
        if (!reason.empty()) reason += "; ";
        reason += accurate ? fmt::format("{} is {:.1f} times as fast as fp32, gates within {:.2g}",
                                         name_of(candidate), speedup, error)
                           : fmt::format("{} moves gates by up to {:.2g}: not accurate enough",
                                         name_of(candidate), error);
        if (speedup >= worthwhile_speedup(candidate)) {
            return {candidate, reason, std::move(tried), speedup, error};
        }
        if (accurate) reason += ": not worth it";
    }
    return {Precision::fp32, reason, prepared(plain, Precision::fp32, shape)};
}

Text notice_of(const PrecisionChoice& choice) {
    if (choice.precision == Precision::fp32) {
        return "computing in fp32: nothing faster keeps gates within 0.01 of it";
    }
    return text(
        "computing in {}, {:.1f} times as fast as fp32: it moves gates by {:.2g} at most, as far "
        "as tried",
        name_of(choice.precision), choice.speedup, choice.error);
}

}  // namespace sescope
