// SPDX-License-Identifier: GPL-3.0-or-later
// The config.json that we write says all that keys do not: a network opens from it as it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"
#include "tests/support/tiny_network.h"

namespace sescope {
namespace {

using Json = nlohmann::json;
using test::shapes_of;
using test::tiny_config;
using test::tiny_network;

ResNetSpec odd_network(StateDict weights) {
    SpecOverrides odd;
    odd.stride_in = 1;
    odd.ceil_mode = true;
    odd.bn_eps = 1e-3;
    odd.gate = GateFunction::hard_sigmoid;
    odd.preset = "caffe";
    odd.size = 96;
    odd.stage_strides = {1, 2, 2, 1};
    return read_resnet(weights, odd);
}

/// Everything but what is said about it.
std::string without_remarks(ResNetSpec spec) {
    spec.assumptions.clear();
    spec.preprocessing.preset.clear();
    return resnet_to_json(spec);
}

TEST(RecordedConventions, OpenANetworkAsItWasWrittenWithoutAssuming) {
    StateDict weights = tiny_network();
    const ResNetSpec odd = odd_network(weights);
    weights.config_json = hub_config_text(network_of(odd), "");
    const ResNetSpec again = read_resnet(weights);
    EXPECT_EQ(without_remarks(again), without_remarks(odd));
    EXPECT_TRUE(again.preprocessing.byte_range);
    for (const Assumption& assumption : again.assumptions) {
        EXPECT_EQ(assumption.what, "class order") << "assumed, though it is written down";
    }
}

TEST(RecordedConventions, WhatAPersonSaysGoesBeforeThem) {
    StateDict weights = tiny_network();
    weights.config_json = hub_config_text(network_of(odd_network(weights)), "");
    SpecOverrides said;
    said.bn_eps = 1e-4;
    said.size = 128;
    said.preset = "imagenet";
    const ResNetSpec spec = read_resnet(weights, said);
    EXPECT_EQ(spec.bn_eps, 1e-4);
    EXPECT_EQ(spec.preprocessing.size, 128);
    EXPECT_FALSE(spec.preprocessing.byte_range);
    EXPECT_EQ(spec.se_blocks().front()->se->gate, GateFunction::hard_sigmoid);
}

TEST(RecordedConventions, KeepTheFieldsOfTheOriginalFile) {
    StateDict weights = tiny_network();
    weights.config_json = tiny_config({"a", "b", "c"});
    const ResNetSpec spec = read_resnet(weights);
    const auto config = Json::parse(hub_config_text(network_of(spec), weights.config_json));
    EXPECT_EQ(config.at("architecture"), "seresnet_tiny");
    EXPECT_EQ(config.at("label_names"), (Json{"a", "b", "c"}));
    EXPECT_EQ(config.at("pretrained_cfg").at("classifier"), "fc");
    EXPECT_EQ(config.at("pretrained_cfg").at("input_size"), (Json{3, 32, 32}));
}

TEST(RecordedConventions, NonsenseIsAssumedInstead) {
    const StateDict plain = tiny_network();
    const ResNetSpec expected = read_resnet(plain);
    for (const char* const text :
         {R"({"sescope": 3})", R"({"sescope": {"conventions": []}})",
          R"({"sescope": {"conventions": {"stride_in": 7, "ceil_mode": "on", "bn_eps": -1,
              "gate": "step", "se_place": 5, "stage_strides": [1, 2, 3], "preset": "none"}}})",
          R"({"sescope": {"conventions": {"stage_strides": [1, 2, 2, 9], "size": 1e300,
              "preset": "caffe"}}})"}) {
        StateDict weights = plain;
        weights.config_json = text;
        EXPECT_EQ(without_remarks(read_resnet(weights)), without_remarks(expected)) << text;
    }
}

TEST(RecordedConventions, NameTheBlocksThatHaveNoUnit) {
    ResNetSpec spec = build_resnet({});
    spec.blocks[0].se.reset();
    const auto config = Json::parse(hub_config_text(network_of(spec), "no JSON"));
    EXPECT_EQ(config.at("sescope").at("blocks_without_se"), (Json{spec.blocks[0].prefix}));
}

}  // namespace
}  // namespace sescope
