// SPDX-License-Identifier: GPL-3.0-or-later
// The 15 networks of tests/golden/gates: state dicts whose values come from a formula, so that a
// whole network fits in a few kilobytes of text, with the gates and logits that timm computed for
// them in float64 (formula: reference README, section "gates").
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "tests/support/formula_weights.h"

namespace sescope::test {

/// Expected gates of one SE block, a row an image.
struct ExpectedGates {
    int channels = 0;
    std::vector<double> mean;                  ///< over the channels
    std::vector<std::vector<double>> first;    ///< channels 0..7
    std::vector<std::vector<double>> every97;  ///< channels 0, 97, 194, ..
};

struct FixtureNetwork {
    std::string name;
    StateDict weights;
    std::array<std::int64_t, 4> input_shape{};   ///< N, 3, H, W
    std::vector<float> input;                    ///< row-major, empty in fixture_shapes()
    std::vector<std::vector<double>> logits;     ///< the first 16 of each image
    std::map<std::string, ExpectedGates> gates;  ///< by block name, "SE_2_1"
};

/// Names of all fixtures, for parameterised tests.
inline const std::vector<std::string>& fixture_names() {
    static const std::vector<std::string> names{"legacy_senet154",
                                                "legacy_seresnet152",
                                                "legacy_seresnet50",
                                                "linear_seresnet50",
                                                "legacy_seresnext50_32x4d",
                                                "mmpretrain_seresnet50",
                                                "resnet50",
                                                "seresnet101",
                                                "seresnet152",
                                                "seresnet50",
                                                "seresnet50_224",
                                                "seresnet50_r8",
                                                "seresnet50t",
                                                "seresnext101_32x4d",
                                                "seresnext50_32x4d"};
    return names;
}

inline nlohmann::json fixture_json(std::string_view name) {
    const std::string path = std::string(SESCOPE_GOLDEN) + "/gates/" + std::string(name) + ".json";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("fixture is missing: " + path);
    return nlohmann::json::parse(file);
}

inline FixtureNetwork fixture_expectations(std::string_view name, const nlohmann::json& json) {
    FixtureNetwork network;
    network.name = name;
    network.weights.file = std::string(name) + ".safetensors";
    network.weights.container = "safetensors";
    network.input_shape = json.at("input").at("shape").get<std::array<std::int64_t, 4>>();
    json.at("logits").get_to(network.logits);
    for (const auto& [block, gates] : json.at("gates").items()) {
        auto& expected = network.gates[block];
        gates.at("channels").get_to(expected.channels);
        gates.at("mean").get_to(expected.mean);
        gates.at("first").get_to(expected.first);
        gates.at("every97").get_to(expected.every97);
    }
    return network;
}

/// The network with names and shapes only (milliseconds).
inline FixtureNetwork fixture_shapes(std::string_view name) {
    const auto json = fixture_json(name);
    auto network = fixture_expectations(name, json);
    for (const auto& tensor : json.at("tensors")) {
        network.weights.add(shape_only(tensor.at("name"), tensor.at("shape")));
    }
    return network;
}

/// The network with all its values and the input batch (up to 460 MB: SENet-154).
inline FixtureNetwork fixture_network(std::string_view name) {
    const auto json = fixture_json(name);
    auto network = fixture_expectations(name, json);
    for (const auto& tensor : json.at("tensors")) network.weights.add(formula_tensor(tensor));
    network.input = formula_input(json.at("input"));
    EXPECT_EQ(network.input_shape[0], 2);
    return network;
}

}  // namespace sescope::test
