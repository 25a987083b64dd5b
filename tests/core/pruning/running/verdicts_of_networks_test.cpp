// SPDX-License-Identifier: GPL-3.0-or-later
// A network with units made saturated, constant and stuck on purpose gets exactly those verdicts.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/network/network.h"
#include "core/pruning/verdict.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/tiny_network.h"

namespace sescope {
namespace {

constexpr int kSide = 32;
constexpr int kImages = 24;

/// The unit of a block puts out these gates, whatever the image.
void force_gates(StateDict& weights, const SeSpec& se, const std::vector<float>& gates) {
    const TensorEntry fc2 = weights.at(se.fc2 + ".weight");
    weights.add(StateDict::make_tensor(
        fc2.name, fc2.shape, std::vector<float>(static_cast<std::size_t>(fc2.numel()), 0.0f)));
    std::vector<float> bias;
    for (const float gate : gates) {
        bias.push_back(gate == 1.0f ? 30.0f : std::log(gate / (1 - gate)));
    }
    weights.add(StateDict::make_tensor(se.fc2 + ".bias", {se.channels}, bias));
}

std::vector<float> same_gate(const SeSpec& se, float gate) {
    return std::vector<float>(static_cast<std::size_t>(se.channels), gate);
}

ExcitationProfile profile_of(const Network& model, const StateDict& weights) {
    auto values = testing::random_values(kImages * testing::image_size(kSide), -2.0f, 2.0f, 1);
    // Noise alone looks the same to every mean: the images differ in strength and brightness.
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto image = static_cast<float>(i / testing::image_size(kSide));
        values[i] = values[i] * image / 8.0f + std::sin(image);
    }
    std::vector<std::int32_t> labels(kImages);
    for (int i = 0; i < kImages; ++i) labels[static_cast<std::size_t>(i)] = i % 3;
    const auto running = load_engine().open(model, weights, testing::cpu_settings(8, 3));
    running->accumulate(testing::batch_of(values, kSide, labels));
    ExcitationProfile profile;
    profile.network = record_of(model);
    profile.gates = running->tally();
    return profile;
}

TEST(VerdictsOfNetworks, AreWhatTheUnitsWereMadeToBe) {
    StateDict weights = test::tiny_network();
    const Network model = read_resnet_network(weights);
    const ResNetSpec spec = read_resnet(weights);
    const auto& blocks = spec.blocks;
    std::vector<float> constants = same_gate(*blocks[1].se, 0);
    for (std::size_t c = 0; c < constants.size(); ++c) {
        constants[c] = 0.1f + 0.8f * static_cast<float>(c) / static_cast<float>(constants.size());
    }
    force_gates(weights, *blocks[1].se, constants);
    force_gates(weights, *blocks[2].se, same_gate(*blocks[2].se, 0.5f));
    force_gates(weights, *blocks[3].se, same_gate(*blocks[3].se, 1.0f));

    const auto list = verdicts(profile_of(model, weights));
    ASSERT_EQ(list.size(), 4u);
    EXPECT_EQ(list[0].kind, VerdictKind::live) << list[0].sentence;
    EXPECT_EQ(list[1].kind, VerdictKind::constant) << list[1].sentence;
    EXPECT_EQ(list[2].kind, VerdictKind::stuck) << list[2].sentence;
    EXPECT_EQ(list[3].kind, VerdictKind::saturated) << list[3].sentence;
    for (const Verdict& verdict : list) {
        EXPECT_FALSE(verdict.near) << verdict.sentence;
        EXPECT_EQ(verdict.prunable, verdict.kind != VerdictKind::live);
    }
    EXPECT_EQ(list[3].replacement, Replacement::identity);
    EXPECT_LT(list[3].numbers.strength.identity, 1e-3);
    EXPECT_LT(list[1].numbers.strength.mean, 1e-3);
    EXPECT_GT(list[1].numbers.strength.identity, 0.1);
}

// What the strength promises: replacing gates by their means changes an output of that size. The
// last unit's output reaches the logits through the addition, a ReLU and the head only.
TEST(VerdictsOfNetworks, FoldingWhatIsStuckLeavesTheLogitsAlone) {
    StateDict weights = test::tiny_network();
    const Network model = read_resnet_network(weights);
    const SeSpec last = *read_resnet(weights).blocks[3].se;
    force_gates(weights, last, same_gate(last, 0.5f));
    const ExcitationProfile profile = profile_of(model, weights);
    const std::vector<BlockChoice> choice{{"SE_5_1", Replacement::mean}};
    const auto pruned = prune(model, weights, choice, mean_gates(profile));
    const auto values = testing::random_values(testing::image_size(kSide), -2.0f, 2.0f, 3);
    const auto logits = [&](const Network& network, const StateDict& tensors) {
        return load_engine()
            .open(network, tensors, testing::cpu_settings(1))
            ->forward(testing::batch_of(values, kSide))
            .logits;
    };
    const auto before = logits(model, weights);
    const auto after = logits(pruned.model, pruned.weights);
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_NEAR(after[i], before[i], 1e-5 * (1 + std::abs(before[i])));
    }
}

}  // namespace
}  // namespace sescope
