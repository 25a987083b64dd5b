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
    renew_model(network);
    return network;
}

std::unique_ptr<ModelEnsemble> open_ensemble(const std::deque<TinyNetwork>& networks,
                                             const EngineSettings& settings) {
    std::vector<Variant> variants;
    for (const TinyNetwork& network : networks)
        variants.push_back({network.model, network.weights});
    return load_engine().open_ensemble(variants, settings);
}

std::size_t parts_of(const std::deque<TinyNetwork>& networks) {
    return open_ensemble(networks, cpu_settings(1))->parts();
}

TEST(Ensemble, EachVariantAnswersAsItDoesAlone) {
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
    const auto ensemble = open_ensemble(networks, cpu_settings(4));
    const auto logits = ensemble->forward(images);
    ASSERT_EQ(logits.size(), networks.size());
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const auto alone =
            load_engine().open(networks[i].model, networks[i].weights, cpu_settings(4));
        EXPECT_EQ(logits[i], alone->forward(images).logits) << "variant " << i;
    }
    EXPECT_NE(logits[0], logits[1]);
    EXPECT_EQ(ensemble->batch(), 4);
    EXPECT_EQ(ensemble->device(), "cpu");
    EXPECT_EQ(ensemble->precision(), Precision::fp32);
}

// At this size four images do not go through at a time where maps are large, but do behind: neither
// in a network nor in an ensemble, which is to cut batches at the same units.
TEST(Ensemble, AnswersAsEachVariantAloneWhereABatchIsCutIntoChunks) {
    constexpr int kLarge = 768;
    constexpr int kBatch = 4;
    TinyNetwork tiny = make_tiny_network();
    tiny.spec.preprocessing.size = kLarge;
    renew_model(tiny);
    const std::vector<std::int64_t> stem_bytes{
        4 * std::int64_t{3 * kLarge * kLarge + 8 * (kLarge / 2) * (kLarge / 2)}};
    ASSERT_LT(images_a_chunk(stem_bytes, kBatch), kBatch);
    const std::deque<TinyNetwork> networks{tiny, without_se_in(tiny, 2), without_se_in(tiny, 0),
                                           scaled(tiny, "layer2.0.2.conv.weight", 0.5f)};
    const auto pixels = random_bytes(5 * image_size(kLarge), 12);
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kLarge);
    const auto logits = open_ensemble(networks, cpu_settings(kBatch))->forward(images);
    for (std::size_t i = 0; i < networks.size(); ++i) {
        const auto alone =
            load_engine().open(networks[i].model, networks[i].weights, cpu_settings(kBatch));
        EXPECT_TRUE(logits.at(i) == alone->forward(images).logits) << "variant " << i;
    }
    EXPECT_NE(logits[0], logits[1]);
}

// A detector has no logits: all of its outputs are given, one after the other.
TEST(Ensemble, GivesAllOutputsOfANetworkWithoutAHead) {
    const TinyNetwork tiny = make_tiny_network();
    TinyNetwork headless = tiny;
    headless.model.head.reset();
    graph::Graph& graph = headless.model.graph;
    graph.outputs.push_back(graph.outputs.front());
    const auto pixels = random_bytes(3 * image_size(kSide), 15);
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    const auto logits = open_ensemble({tiny}, cpu_settings(2))->forward(images).front();
    const auto outputs = open_ensemble({headless}, cpu_settings(2))->forward(images).front();
    const std::size_t classes = logits.size() / 3;
    ASSERT_EQ(outputs.size(), 2 * logits.size());
    for (std::size_t image = 0; image < 3; ++image) {
        for (std::size_t i = 0; i < classes; ++i) {
            const float expected = logits[image * classes + i];
            EXPECT_NEAR(outputs[2 * image * classes + i], expected, 1e-5);
            EXPECT_NEAR(outputs[(2 * image + 1) * classes + i], expected, 1e-5);
        }
    }
}

TEST(Ensemble, SharesTheLeadingPartsOnly) {
    const TinyNetwork tiny = make_tiny_network();
    EXPECT_EQ(parts_of({tiny}), kParts);
    EXPECT_EQ(parts_of({tiny, tiny}), kParts);
    EXPECT_EQ(parts_of({tiny, scaled(tiny, "fc.weight", 2.0f)}), kParts + 1);
    EXPECT_EQ(parts_of({tiny, without_se_in(tiny, 2)}), kParts + 2);
    EXPECT_EQ(parts_of({tiny, without_se_in(tiny, 0)}), kParts + 4);
    EXPECT_EQ(parts_of({tiny, scaled(tiny, "stem.0.bn.running_var", 2.0f)}), 2 * kParts);
    TinyNetwork other_eps = tiny;
    other_eps.spec.bn_eps = 1e-3;
    renew_model(other_eps);
    EXPECT_EQ(parts_of({tiny, other_eps}), 2 * kParts);
}

TEST(Ensemble, SubsetsOfTheLastStageShareAllBeforeIt) {
    const TinyNetwork tiny = make_tiny_network();
    // Stem and unit 1 once, unit 2 with and without SE, units 3 and heads of all four.
    EXPECT_EQ(parts_of({tiny, without_se_in(tiny, 1), without_se_in(tiny, 2),
                        without_se_in(without_se_in(tiny, 1), 2)}),
              2U + 2U + 4U + 4U);
}

TEST(Ensemble, EqualBytesInOtherPlacesAreEqual) {
    const TinyNetwork tiny = make_tiny_network();
    EXPECT_EQ(parts_of({tiny, scaled(tiny, "layer1.0.1.conv.weight", 1.0f)}), kParts);
}

TEST(Ensemble, NoImageGivesNoLogits) {
    const auto ensemble =
        open_ensemble({make_tiny_network(), make_tiny_network()}, cpu_settings(4));
    ImageBatch none;
    none.side = kSide;
    const std::vector<std::vector<float>> expected(2);
    EXPECT_EQ(ensemble->forward(none), expected);
}

TEST(Ensemble, RefusesVariantsThatPrepareImagesDifferentlyAndNone) {
    TinyNetwork other = make_tiny_network();
    other.model.preprocessing.bgr = true;
    for (const auto& networks :
         {std::deque<TinyNetwork>{}, std::deque<TinyNetwork>{make_tiny_network(), other}}) {
        try {
            open_ensemble(networks, cpu_settings(1));
            FAIL() << "opened";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
        }
    }
}

TEST(Ensemble, NamesTheMemberThatLacksAWeight) {
    const TinyNetwork tiny = make_tiny_network();
    TinyNetwork broken = tiny;
    broken.weights.erase("layer2.1.2.bn.running_mean");
    broken.weights.file = "broken.pth";
    try {
        open_ensemble({tiny, broken}, cpu_settings(1));
        FAIL() << "opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_NE(std::string(error.what()).find("layer2.1.2.bn.running_mean"), std::string::npos);
    }
}

TEST(Ensemble, AStopIsSeenBetweenTwoParts) {
    std::stop_source stop;
    EngineSettings settings = cpu_settings(2);
    settings.stop = stop.get_token();
    const auto ensemble = open_ensemble({make_tiny_network()}, settings);
    const auto pixels = random_bytes(2 * image_size(kSide), 3);
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    EXPECT_EQ(ensemble->forward(images).front().size(), 10U);
    stop.request_stop();
    try {
        ensemble->forward(images);
        FAIL() << "went on after the stop";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

}  // namespace
}  // namespace sescope::testing
