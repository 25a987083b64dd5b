// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that are run together answer as each does alone, and share what they have in common.
#include <gtest/gtest.h>

#include <deque>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/engine/torch/chunking.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 33;
constexpr std::size_t kParts = 5;  // stem, three units, head

/// The tiny network with the bytes of one tensor owned anew, each value scaled.
TinyNetwork scaled(TinyNetwork network, const std::string& key, float factor) {
    const TensorEntry& tensor = network.weights.at(key);
    std::vector<float> values = to_float32(tensor);
    for (float& value : values) value *= factor;
    network.weights.add(StateDict::make_tensor(key, tensor.shape, values));
    return network;
}

TinyNetwork without_se_in(TinyNetwork network, std::size_t block) {
    network.spec.blocks[block].se.reset();
    return network;
}

std::unique_ptr<RunningFamily> open_family(const std::deque<TinyNetwork>& networks,
                                           const EngineSettings& settings) {
    std::vector<FamilyMember> members;
    for (const TinyNetwork& network : networks) members.push_back({network.spec, network.weights});
    return load_engine().open_family(members, settings);
}

std::size_t parts_of(const std::deque<TinyNetwork>& networks) {
    return open_family(networks, cpu_settings(1))->parts();
}

TEST(Family, EachMemberAnswersAsItDoesAlone) {
    const TinyNetwork tiny = make_tiny_network();
    const std::deque<TinyNetwork> networks{
        tiny,
        without_se_in(tiny, 2),
        without_se_in(without_se_in(tiny, 2), 0),
        scaled(tiny, "layer2.0.2.conv.weight", 0.5f),
        scaled(tiny, "stem.0.conv.weight", 0.9f),
        scaled(tiny, "fc.bias", 2.0f),
    };
    const auto pixels = random_bytes(7 * image_size(kSide), 11);
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    const auto family = open_family(networks, cpu_settings(4));
    const auto logits = family->forward(images);
    ASSERT_EQ(logits.size(), networks.size());
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const auto alone =
            load_engine().open(networks[i].spec, networks[i].weights, cpu_settings(4));
        EXPECT_EQ(logits[i], alone->forward(images).logits) << "member " << i;
    }
    EXPECT_NE(logits[0], logits[1]);
    EXPECT_EQ(family->batch(), 4);
    EXPECT_EQ(family->device(), "cpu");
    EXPECT_EQ(family->precision(), Precision::fp32);
}

// At this size four images do not go through at a time where maps are large, but do behind: neither
// in a network nor in a family, which is to cut batches at the same units.
TEST(Family, AnswersAsEachMemberAloneWhereABatchIsCutIntoChunks) {
    constexpr int kLarge = 768;
    constexpr int kBatch = 4;
    TinyNetwork tiny = make_tiny_network();
    tiny.spec.preprocessing.size = kLarge;
    const std::vector<std::int64_t> stem_bytes{
        4 * std::int64_t{3 * kLarge * kLarge + 8 * (kLarge / 2) * (kLarge / 2)}};
    ASSERT_LT(images_a_chunk(stem_bytes, kBatch), kBatch);
    const std::deque<TinyNetwork> networks{tiny, without_se_in(tiny, 2), without_se_in(tiny, 0),
                                           scaled(tiny, "layer2.0.2.conv.weight", 0.5f)};
    const auto pixels = random_bytes(5 * image_size(kLarge), 12);
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kLarge);
    const auto logits = open_family(networks, cpu_settings(kBatch))->forward(images);
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const auto alone =
            load_engine().open(networks[i].spec, networks[i].weights, cpu_settings(kBatch));
        EXPECT_TRUE(logits.at(i) == alone->forward(images).logits) << "member " << i;
    }
    EXPECT_NE(logits[0], logits[1]);
}

TEST(Family, SharesTheLeadingPartsOnly) {
    const TinyNetwork tiny = make_tiny_network();
    EXPECT_EQ(parts_of({tiny}), kParts);
    EXPECT_EQ(parts_of({tiny, tiny}), kParts);
    EXPECT_EQ(parts_of({tiny, scaled(tiny, "fc.weight", 2.0f)}), kParts + 1);
    EXPECT_EQ(parts_of({tiny, without_se_in(tiny, 2)}), kParts + 2);
    EXPECT_EQ(parts_of({tiny, without_se_in(tiny, 0)}), kParts + 4);
    EXPECT_EQ(parts_of({tiny, scaled(tiny, "stem.0.bn.running_var", 2.0f)}), 2 * kParts);
    TinyNetwork other_eps = tiny;
    other_eps.spec.bn_eps = 1e-3;
    EXPECT_EQ(parts_of({tiny, other_eps}), 2 * kParts);
}

TEST(Family, SubsetsOfTheLastStageShareAllBeforeIt) {
    const TinyNetwork tiny = make_tiny_network();
    // Stem and unit 1 once, unit 2 with and without SE, units 3 and heads of all four.
    EXPECT_EQ(parts_of({tiny, without_se_in(tiny, 1), without_se_in(tiny, 2),
                        without_se_in(without_se_in(tiny, 1), 2)}),
              2U + 2U + 4U + 4U);
}

TEST(Family, EqualBytesInOtherPlacesAreEqual) {
    const TinyNetwork tiny = make_tiny_network();
    EXPECT_EQ(parts_of({tiny, scaled(tiny, "layer1.0.1.conv.weight", 1.0f)}), kParts);
}

TEST(Family, NoImageGivesNoLogits) {
    const auto family = open_family({make_tiny_network(), make_tiny_network()}, cpu_settings(4));
    ImageBatch none;
    none.side = kSide;
    const std::vector<std::vector<float>> expected(2);
    EXPECT_EQ(family->forward(none), expected);
}

TEST(Family, RefusesMembersThatPrepareImagesDifferentlyAndNone) {
    TinyNetwork other = make_tiny_network();
    other.spec.preprocessing.bgr = true;
    for (const auto& networks :
         {std::deque<TinyNetwork>{}, std::deque<TinyNetwork>{make_tiny_network(), other}}) {
        try {
            open_family(networks, cpu_settings(1));
            FAIL() << "opened";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
        }
    }
}

TEST(Family, NamesTheMemberThatLacksAWeight) {
    const TinyNetwork tiny = make_tiny_network();
    TinyNetwork broken = tiny;
    broken.weights.erase("layer2.1.2.bn.running_mean");
    broken.weights.file = "broken.pth";
    try {
        open_family({tiny, broken}, cpu_settings(1));
        FAIL() << "opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_NE(std::string(error.what()).find("layer2.1.2.bn.running_mean"), std::string::npos);
    }
}

TEST(Family, AStopIsSeenBetweenTwoParts) {
    std::stop_source stop;
    EngineSettings settings = cpu_settings(2);
    settings.stop = stop.get_token();
    const auto family = open_family({make_tiny_network()}, settings);
    const auto pixels = random_bytes(2 * image_size(kSide), 3);
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    EXPECT_EQ(family->forward(images).front().size(), 10U);
    stop.request_stop();
    try {
        family->forward(images);
        FAIL() << "went on after the stop";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

}  // namespace
}  // namespace sescope::testing
