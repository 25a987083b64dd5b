// SPDX-License-Identifier: GPL-3.0-or-later
// Weights and inputs of the fixtures come from a formula, so that any network fits in a few
// kilobytes of text (reference README, section "gates").
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope::test {

/// Element i of the formula: a 32-bit hash of i and the seed, scaled to lo..hi in float32.
inline float formula_value(std::uint64_t i, std::uint64_t seed, float lo, float hi) {
    auto x = static_cast<std::uint32_t>(i * 2654435761ULL + seed * 40503ULL);
    x ^= x >> 16;
    x *= 0x7feb352dU;
    x ^= x >> 15;
    x *= 0x846ca68bU;
    x ^= x >> 16;
    const float unit = static_cast<float>(x >> 8) / 16777216.0f;
    const float scaled = unit * (hi - lo);
    return lo + scaled;
}

/// The values of {"shape", "seed", "lo", "hi"}, row-major.
inline std::vector<float> formula_values(const nlohmann::json& tensor) {
    std::size_t count = 1;
    for (const auto& extent : tensor.at("shape")) count *= extent.get<std::size_t>();
    const auto seed = tensor.at("seed").get<std::uint64_t>();
    const auto lo = tensor.at("lo").get<float>();
    const auto hi = tensor.at("hi").get<float>();
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = formula_value(i, seed, lo, hi);
    return values;
}

/// The input batch [N, C, H, W] of "input": its second image is multiplied by linspace(0, 1, W), so
/// that two images differ in their sums.
inline std::vector<float> formula_input(const nlohmann::json& input) {
    auto values = formula_values(input);
    const auto [images, channels, height, width] =
        input.at("shape").get<std::array<std::size_t, 4>>();
    if (images < 2) return values;
    const std::size_t pixels = channels * height * width;
    for (std::size_t i = 0; i < pixels; ++i) {
        const auto column = static_cast<double>(i % width);
        values[pixels + i] *= static_cast<float>(column / static_cast<double>(width - 1));
    }
    return values;
}

/// An entry with a shape and no bytes: enough for all that reads only names and shapes.
inline TensorEntry shape_only(std::string name, std::vector<std::int64_t> shape) {
    TensorEntry entry;
    entry.name = std::move(name);
    entry.shape = std::move(shape);
    entry.strides.assign(entry.shape.size(), 1);
    for (std::size_t d = entry.shape.size(); d-- > 1;) {
        entry.strides[d - 1] = entry.strides[d] * entry.shape[d];
    }
    return entry;
}

/// One of a fixture's "tensors" with its values.
inline TensorEntry formula_tensor(const nlohmann::json& tensor) {
    auto entry = shape_only(tensor.at("name"), tensor.at("shape"));
    const auto values = std::make_shared<const std::vector<float>>(formula_values(tensor));
    entry.bytes = std::as_bytes(std::span(*values));
    entry.owner = values;
    return entry;
}

/// The state dict of a fixture's expected.json.
inline StateDict formula_weights(const nlohmann::json& expected) {
    StateDict weights;
    for (const auto& tensor : expected.at("tensors")) weights.add(formula_tensor(tensor));
    return weights;
}

}  // namespace sescope::test
