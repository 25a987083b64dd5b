// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with weights of the right shapes and plausible sizes, for benchmarks.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/network.h"

namespace sescope {

inline void add_constant(StateDict& weights, const std::string& name,
                         std::vector<std::int64_t> shape, float value) {
    std::size_t count = 1;
    for (const auto extent : shape) count *= static_cast<std::size_t>(extent);
    std::vector<float> values(count);
    // Not all alike: denormals and zeros would run at another speed.
    for (std::size_t i = 0; i < count; ++i) values[i] = value * (i % 3 == 0 ? -0.5f : 1.0f);
    weights.add(StateDict::make_tensor(name, std::move(shape), values));
}

inline void add_conv(StateDict& weights, const ConvUnit& unit) {
    const float scale = 1.0f / std::sqrt(float(unit.in / unit.groups * unit.kernel * unit.kernel));
    add_constant(weights, unit.conv + ".weight",
                 {unit.out, unit.in / unit.groups, unit.kernel, unit.kernel}, scale);
    std::vector<float> ones(static_cast<std::size_t>(unit.out), 1.0f);
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        weights.add(StateDict::make_tensor(unit.norm + part, {unit.out}, ones));
    }
}

/// Weights of the right shapes for a network built by name.
inline StateDict made_up_weights(const Network& model) {
    StateDict weights;
    for (const ConvUnit& unit : model.stem.convs) add_conv(weights, unit);
    for (const BlockSpec& block : model.blocks) {
        for (const ConvUnit& unit : block.convs) add_conv(weights, unit);
        if (block.shortcut) add_conv(weights, block.shortcut->conv);
        if (!block.se) continue;
        const SeSpec& se = *block.se;
        add_constant(weights, se.fc1 + ".weight", {se.hidden, se.channels, 1, 1}, 0.1f);
        add_constant(weights, se.fc2 + ".weight", {se.channels, se.hidden, 1, 1}, 0.1f);
        add_constant(weights, se.fc1 + ".bias", {se.hidden}, 0.1f);
        add_constant(weights, se.fc2 + ".bias", {se.channels}, 0.1f);
    }
    add_constant(weights, model.head.fc + ".weight", {model.head.classes, model.head.in}, 0.01f);
    add_constant(weights, model.head.fc + ".bias", {model.head.classes}, 0.01f);
    return weights;
}

inline Network made_up_se_resnet50(int classes) {
    BuildOptions options;
    options.classes = classes;
    return build_network(options);
}

}  // namespace sescope
