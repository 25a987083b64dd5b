// SPDX-License-Identifier: GPL-3.0-or-later
// Gates need no classifier: heads as people put them on, and what is no head.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/network.h"
#include "core/network/open_network.h"
#include "core/network/read_head.h"
#include "tests/core/network/state_dict_builder.h"

namespace sescope {
namespace {

using test::add_shape;
using test::without;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Shapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

StateDict trunk() {
    return without(without(test::fixture_shapes("seresnet50").weights, "fc.weight"), "fc.bias");
}
StateDict with(StateDict weights, const Shapes& shapes) {
    for (const auto& [name, shape] : shapes) add_shape(weights, name, shape);
    return weights;
}
const Shapes kFc{{"fc.weight", {10, 2048}}, {"fc.bias", {10}}};

std::string refusal(StateDict weights) {
    weights.file = "mine.pth";
    try {
        read_resnet(weights);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

TEST(Heads, NoneIsNeeded) {
    const auto spec = read_resnet(trunk());
    EXPECT_FALSE(is_there(spec.head));
    EXPECT_EQ(spec.se_blocks().size(), 16U);
    const Network network = network_of(spec);
    EXPECT_FALSE(network.head);
    EXPECT_EQ(network.sites.size(), 16U);
    EXPECT_EQ(network.graph.outputs.size(), 1U);
}

TEST(Heads, OfOtherKindsAreLeftOut) {
    for (const Shapes& head : std::vector<Shapes>{
             {{"fc.0.weight", {512, 2048}}, {"fc.0.bias", {512}}, {"fc.3.weight", {10, 512}}},
             {{"fc_color.weight", {10, 2048}}, {"fc_shape.weight", {4, 2048}}},
             {{"fc.weight_g", {10, 1}}, {"fc.weight_v", {10, 2048}}},  // weight normalisation
             {{"pool.p", {1}}, {"fc.weight", {10, 2048}}, {"fc.bias", {10}}},
             {{"fc.weight", {10, 4096}}, {"fc.bias", {10}}},       // means and maxima
             {{"fc.weight", {10, 2048 * 49}}, {"fc.bias", {10}}},  // maps that are not pooled
             {{"classifier.weight", {10, 2048, 1, 1}}},            // a convolution
             {{"bottleneck.weight", {2048}}, {"classifier.weight", {751, 2048}}},
             {{"head.0.weight", {2048}},
              {"head.0.running_mean", {2048}},
              {"head.1.weight", {9, 2048}}},
             {{"reduce.weight", {128, 2048}}, {"top.weight", {10, 128}}},  // told by their widths
             {{"attnpool.positional_embedding", {50, 2048}},
              {"attnpool.q_proj.weight", {2048, 2048}}}}) {
        const auto read = read_resnet_and_heads(with(trunk(), head), {});
        EXPECT_FALSE(is_there(read.spec.head)) << head.front().first;
        EXPECT_EQ(read.keys_left.size(), head.size()) << head.front().first;
    }
}

TEST(Heads, ThoseBesideTheClassifierLeaveItAlone) {
    auto weights = with(with(trunk(), kFc), {{"aux_classifier.weight", {10, 1024}},
                                             {"projector.0.weight", {128, 2048}}});
    const auto read = read_resnet_and_heads(weights, {});
    EXPECT_EQ(read.spec.head.classes, 10);
    EXPECT_THAT(read.keys_left, ElementsAre("aux_classifier.weight", "projector.0.weight"));
}

TEST(Heads, WhatMayStandBetweenTheStagesIsNoHead) {
    for (const Shapes& parts :
         std::vector<Shapes>{{{"ca.fc.0.weight", {128, 2048}}, {"ca.fc.2.weight", {2048, 128}}},
                             {{"attention4.weight", {2048}}},
                             {{"se_last.fc1.weight", {128, 2048}}},
                             {{"inner.weight", {64, 1024}}},
                             {{"norm0.weight", {3}}},
                             {{"maxpool.filt", {64, 1, 3, 3}}},
                             {{"scale", {1}}}}) {
        EXPECT_THAT(refusal(with(with(trunk(), kFc), parts)), HasSubstr("left over"))
            << parts.front().first;
    }
}

TEST(Heads, AreListedWhenTheyAreLeftOut) {
    auto weights = with(trunk(), {{"fc.0.weight", {512, 2048}}, {"fc.3.weight", {10, 512}}});
    const Network network = read_network(weights, {});
    EXPECT_FALSE(network.head);
    EXPECT_THAT(weights.left_out, ElementsAre("fc.* (2 tensors)"));
    EXPECT_THAT(network.assumptions, Contains(testing::Field(&Assumption::what, "classifier")));
    auto bare = trunk();
    read_network(bare, {});
    EXPECT_THAT(bare.left_out, IsEmpty());
}

}  // namespace
}  // namespace sescope
