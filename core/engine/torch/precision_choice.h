// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

#include "core/engine/engine.h"
#include "core/engine/torch/native_network.h"

namespace sescope {

at::ScalarType scalar_type_of(Precision precision);
Precision precision_of(at::ScalarType type);

/// A shorter type worth trying on a device, or none and why.
struct ShorterType {
    bool worth_trying = false;
    at::ScalarType type = at::kFloat;
    std::string why_not;  ///< "bf16: no hardware support"
};
ShorterType shorter_type(at::Device device);

/// What `automatic` settled on.
struct PrecisionChoice {
    at::ScalarType type = at::kFloat;
    std::string reason;  ///< one line
};

/// Runs `input` (fp32) in both types and takes the shorter one when it is at least 1.3 times as
/// fast and no gate moves by more than 0.01.
PrecisionChoice probe_precision(const NativeNetwork& fp32, const NativeNetwork& shorter,
                                const at::Tensor& input);

}  // namespace sescope
