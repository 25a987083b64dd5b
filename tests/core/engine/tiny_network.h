// SPDX-License-Identifier: GPL-3.0-or-later
// A residual network small enough for plain loops, with every option that an SE network can have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/engine/engine.h"
#include "core/network/network.h"

namespace sescope::testing {

struct TinyOptions {
    bool bottleneck = true;
    bool with_se = true;
    SePlace place = SePlace::standard;
    SqueezeOperator squeeze = SqueezeOperator::average;
    GateFunction gate = GateFunction::sigmoid;
    bool se_linear = false;
    bool se_bias = true;
    bool deep_stem = false;
    bool ceil_pool = false;
    bool average_down = false;
    int groups = 1;
    int shortcut_kernel = 1;
    bool stride_in_first = false;
    bool bgr = false;
    bool byte_range = false;
};

struct TinyNetwork {
    ResNetSpec spec;
    Network model;  ///< what `spec` describes, as a graph
    StateDict weights;
};
/// Its model again, after a change of its spec.
void renew_model(TinyNetwork& network);

/// Three residual units (8 -> 16, 16 -> 32 with stride 2, 32 -> 32) and a head of 5 classes. The
/// weights depend on the name of each tensor alone.
TinyNetwork make_tiny_network(const TinyOptions& options = {});

/// fp32 on the CPU; with classes = 0 nothing is collected.
EngineSettings cpu_settings(int batch, int classes = 0);

ImageBatch batch_of(std::span<const float> values, int side,
                    std::span<const std::int32_t> labels = {});
ImageBatch batch_of(std::span<const std::uint8_t> pixels, int side,
                    std::span<const std::int32_t> labels = {});

/// Bytes, or values, of an image.
constexpr std::size_t image_size(int side) {
    return std::size_t{3} * static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
}

/// Values in [lo, hi), the same for the same seed.
std::vector<float> random_values(std::size_t count, float lo, float hi, std::uint32_t seed);
std::vector<std::uint8_t> random_bytes(std::size_t count, std::uint32_t seed);

}  // namespace sescope::testing
