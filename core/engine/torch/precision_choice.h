// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/native_network.h"

namespace sescope {

/// What a precision is to a network: the type of its maps, and how their values are multiplied.
struct Arithmetic {
    at::ScalarType type = at::kFloat;
    MatmulMode matmul = MatmulMode::fp32;
};
Arithmetic arithmetic_of(Precision precision);

/// Throws Error{device} where the device has nothing for that precision.
void require_available(Precision precision, at::Device device);

/// A network (NativeNetwork, EnsembleNetwork) that computes in `precision`, ready for inputs of
/// `shape`; of a plain one.
template <class Network>
Network prepared(const Network& plain, Precision precision, const Shape& shape) {
    const Arithmetic arithmetic = arithmetic_of(precision);
    if (arithmetic.type == plain.type()) return plain.packed_for(shape, arithmetic.matmul);
    return plain.converted(arithmetic.type).packed_for(shape, arithmetic.matmul);
}

/// Precisions that may be faster than fp32 on a device, the fastest first; or none and why.
struct FasterPrecisions {
    std::vector<Precision> worth_trying;
    Text why_none;  ///< "bf16: no hardware support"
};
FasterPrecisions faster_precisions(at::Device device);

/// What `automatic` settled on.
struct PrecisionChoice {
    Precision precision = Precision::fp32;
    std::string reason;  ///< one line, of all that was tried
    NativeNetwork network;
    double speedup = 1;  ///< over fp32
    double error = 0;    ///< of the gate that it moves most
};
/// For who waits for the run: what is computed in, and why.
Text notice_of(const PrecisionChoice& choice);

/// Runs `input` (fp32; on the CPU its first 8 images) in fp32 and in `candidates`, one after the
/// other, and takes the first that moves no gate by more than 0.01 and is at least 1.3 times as
/// fast as fp32 (bf16x3: 1.1). `plain` is neither converted nor packed.
PrecisionChoice probe_precision(const NativeNetwork& plain, std::span<const Precision> candidates,
                                const Shape& shape, const at::Tensor& input);

}  // namespace sescope
