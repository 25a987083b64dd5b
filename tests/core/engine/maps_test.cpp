// SPDX-License-Identifier: GPL-3.0-or-later
// Position maps of a block: how strong it is before and after its gates.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 32;

// A network whose last SE unit has the gate 0.75 whatever comes.
TinyNetwork with_constant_gate(SePlace place) {
    TinyOptions options;
    options.place = place;
    TinyNetwork network = make_tiny_network(options);
    const std::string fc2 = network.spec.se_blocks().back()->se->fc2;
    const auto weight = to_float32(network.weights.at(fc2 + ".weight"));
    auto shape = network.weights.at(fc2 + ".weight").shape;
    network.weights.add(
        StateDict::make_tensor(fc2 + ".weight", shape, std::vector<float>(weight.size(), 0)));
    const auto bias = to_float32(network.weights.at(fc2 + ".bias"));
    network.weights.add(StateDict::make_tensor(fc2 + ".bias", {std::int64_t(bias.size())},
                                               std::vector<float>(bias.size(), std::log(3.0F))));
    return network;
}

class Maps : public ::testing::TestWithParam<SePlace> {};

TEST_P(Maps, AreTheStrengthBeforeAndAfterTheGates) {
    const TinyNetwork network = with_constant_gate(GetParam());
    const std::string block = network.model.sites.back().label;
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(2));
    const auto pixels = random_bytes(image_size(kSide), 4);
    const ImageBatch batch = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    const ForwardResult result = running->forward_with_maps(batch, block);
    ASSERT_TRUE(result.maps);
    const PositionMaps& maps = *result.maps;
    EXPECT_GT(maps.width, 1);
    ASSERT_EQ(maps.before.size(), std::size_t(maps.width) * std::size_t(maps.height));
    ASSERT_EQ(maps.after.size(), maps.before.size());
    double sum = 0;
    for (std::size_t i = 0; i < maps.before.size(); ++i) {
        EXPECT_GE(maps.before[i], 0);
        EXPECT_NEAR(maps.after[i], 0.75 * maps.before[i], 1e-5 * (1 + maps.before[i]));
        sum += maps.before[i];
    }
    EXPECT_GT(sum, 0);
    // The rest is what `forward` gives.
    const ForwardResult plain = running->forward(batch);
    EXPECT_EQ(result.logits, plain.logits);
    EXPECT_EQ(result.blocks.back().gates, plain.blocks.back().gates);
    EXPECT_FALSE(plain.maps);
}

TEST(MapsOf, ABatchAreThoseOfItsImages) {
    const TinyNetwork network = make_tiny_network();
    const std::string block = network.model.sites.front().label;
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(2));
    const auto pixels = random_bytes(3 * image_size(kSide), 4);
    const auto maps_of = [&](std::span<const std::uint8_t> images) {
        return running->forward_with_maps(batch_of(images, kSide), block).maps.value();
    };
    const PositionMaps all = maps_of(pixels);
    const PositionMaps last = maps_of(std::span(pixels).last(image_size(kSide)));
    ASSERT_EQ(all.after.size(), 3 * last.after.size());
    EXPECT_TRUE(
        std::equal(last.after.begin(), last.after.end(), all.after.end() - std::ssize(last.after)));
}

INSTANTIATE_TEST_SUITE_P(Each, Maps,
                         ::testing::Values(SePlace::standard, SePlace::pre, SePlace::post,
                                           SePlace::identity));

TEST(MapsOf, ABlockThatIsNotThereAreRefused) {
    const TinyNetwork network = make_tiny_network();
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(1));
    const auto pixels = random_bytes(image_size(kSide), 4);
    try {
        running->forward_with_maps(batch_of(std::span<const std::uint8_t>(pixels), kSide),
                                   "SE_9_9");
        FAIL() << "maps of no block";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_NE(error.message().find("SE_9_9"), std::string::npos);
    }
}

}  // namespace
}  // namespace sescope::testing
