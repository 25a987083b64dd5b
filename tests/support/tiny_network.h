// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope::test {

/// A bottleneck SE-ResNet of one block a stage and a few channels, in timm's layout: every part of
/// the real one, in a few kilobytes. Weights are pseudo-random and give gates all over 0..1.
inline StateDict tiny_network(int classes = 3, bool se = true, std::uint32_t seed = 1) {
    StateDict weights;
    const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape, float low,
                         float high) {
        std::int64_t count = 1;
        for (const auto size : shape) count *= size;
        std::vector<float> values(static_cast<std::size_t>(count));
        for (auto& value : values) {
            seed = seed * 1664525u + 1013904223u;
            value = low + (high - low) * static_cast<float>(seed >> 8) / 16777216.0f;
        }
        weights.add(StateDict::make_tensor(name, shape, values));
    };
    const auto norm = [&](const std::string& name, std::int64_t channels) {
        add(name + ".weight", {channels}, 0.5f, 1.5f);
        add(name + ".bias", {channels}, -0.2f, 0.2f);
        add(name + ".running_mean", {channels}, -0.1f, 0.1f);
        add(name + ".running_var", {channels}, 0.5f, 1.5f);
    };
    add("conv1.weight", {8, 3, 7, 7}, -0.2f, 0.2f);
    norm("bn1", 8);
    std::int64_t in = 8;
    std::int64_t width = 4;
    for (int stage = 1; stage <= 4; ++stage, width *= 2) {
        const std::string block = "layer" + std::to_string(stage) + ".0";
        const std::int64_t out = width * 4;
        add(block + ".conv1.weight", {width, in, 1, 1}, -0.5f, 0.5f);
        norm(block + ".bn1", width);
        add(block + ".conv2.weight", {width, width, 3, 3}, -0.3f, 0.3f);
        norm(block + ".bn2", width);
        add(block + ".conv3.weight", {out, width, 1, 1}, -0.5f, 0.5f);
        norm(block + ".bn3", out);
        if (se) {
            add(block + ".se.fc1.weight", {out / 4, out, 1, 1}, -2.0f, 2.0f);
            add(block + ".se.fc1.bias", {out / 4}, -0.5f, 0.5f);
            add(block + ".se.fc2.weight", {out, out / 4, 1, 1}, -2.0f, 2.0f);
            add(block + ".se.fc2.bias", {out}, -1.0f, 1.0f);
        }
        add(block + ".downsample.0.weight", {out, in, 1, 1}, -0.5f, 0.5f);
        norm(block + ".downsample.1", out);
        in = out;
    }
    add("fc.weight", {classes, in}, -1.0f, 1.0f);
    add("fc.bias", {classes}, -0.1f, 0.1f);
    return weights;
}

/// The config.json of a model hub beside it: small input, labels.
inline std::string tiny_config(const std::vector<std::string>& labels, int size = 32) {
    std::string names;
    for (const auto& label : labels) names += (names.empty() ? "\"" : ", \"") + label + "\"";
    const std::string side = std::to_string(size);
    return R"({"architecture": "seresnet_tiny", "num_classes": )" + std::to_string(labels.size()) +
           R"(, "label_names": [)" + names + R"(], "pretrained_cfg": {"input_size": [3, )" + side +
           ", " + side +
           R"(], "interpolation": "bilinear", "crop_pct": 1.0, "mean": [0.485, 0.456, 0.406], )" +
           R"("std": [0.229, 0.224, 0.225], "first_conv": "conv1", "classifier": "fc"}})";
}

}  // namespace sescope::test
