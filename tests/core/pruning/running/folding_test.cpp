// SPDX-License-Identifier: GPL-3.0-or-later
// Pruned networks against the networks they stand for, run by the engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/pruning/prune.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/core/pruning/running/expect_near.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 29;
constexpr int kImages = 3;

std::vector<float> logits_of(const Network& model, const StateDict& weights) {
    const auto values = random_values(kImages * image_size(kSide), -2.0f, 2.0f, 1);
    const auto running = load_engine().open(model, weights, cpu_settings(kImages));
    return running->forward(batch_of(values, kSide)).logits;
}

/// Gates that differ from channel to channel, in (0.05, 0.95); in (-0.9, 0.9) of tanh.
std::vector<double> gates_for(const SeSpec& se) {
    std::vector<double> gates;
    for (int c = 0; c < se.channels; ++c) {
        const double unit = double((c * 7 + 3) % 19) / 19;
        gates.push_back(se.gate == GateFunction::tanh ? 1.8 * unit - 0.9 : 0.05 + 0.9 * unit);
    }
    return gates;
}

/// The same network with gates that are these constants for every input: fc2 puts out its bias.
StateDict with_constant_gates(StateDict weights, const SeSpec& se,
                              const std::vector<double>& gates) {
    const TensorEntry fc2 = weights.at(se.fc2 + ".weight");
    weights.add(StateDict::make_tensor(
        fc2.name, fc2.shape, std::vector<float>(static_cast<std::size_t>(fc2.numel()), 0.0f)));
    std::vector<float> bias;
    for (const double gate : gates) {
        bias.push_back(static_cast<float>(
            se.gate == GateFunction::tanh ? std::atanh(gate) : std::log(gate / (1 - gate))));
    }
    weights.add(StateDict::make_tensor(se.fc2 + ".bias", {se.channels}, bias));
    return weights;
}

struct Folding {
    std::string name;
    TinyOptions options;
    std::vector<std::string> blocks{"SE_2_1", "SE_3_1", "SE_3_2"};
};

void PrintTo(const Folding& folding, std::ostream* out) {
    *out << folding.name;
}

class FoldedGates : public ::testing::TestWithParam<Folding> {};

TEST_P(FoldedGates, EqualTheNetworkOfConstantGates) {
    const TinyNetwork network = make_tiny_network(GetParam().options);
    MeanGates means;
    StateDict constant = network.weights;
    for (const BlockSpec* block : network.spec.se_blocks()) {
        if (std::ranges::find(GetParam().blocks, block->name()) == GetParam().blocks.end())
            continue;
        means[block->name()] = gates_for(*block->se);
        constant = with_constant_gates(constant, *block->se, means[block->name()]);
    }
    const auto pruned = prune(network.model, network.weights,
                              choose_blocks(GetParam().blocks, Replacement::mean), means);
    expect_near(logits_of(pruned.model, pruned.weights), logits_of(network.model, constant));
}

INSTANTIATE_TEST_SUITE_P(
    Each, FoldedGates,
    ::testing::Values(
        Folding{"Standard", {}}, Folding{"Basic", {.bottleneck = false}},
        Folding{"Linear", {.se_linear = true}}, Folding{"Groups", {.groups = 4}},
        Folding{"Tanh", {.gate = GateFunction::tanh}},
        Folding{"MaxSqueeze", {.squeeze = SqueezeOperator::max}},
        Folding{"After3x3", {.place = SePlace::after_3x3}},
        Folding{"After3x3OfGroups", {.place = SePlace::after_3x3, .groups = 4}},
        Folding{"After3x3OfTanh", {.place = SePlace::after_3x3, .gate = GateFunction::tanh}},
        Folding{"Pre", {.place = SePlace::pre}},
        Folding{"PreOfBasic", {.bottleneck = false, .place = SePlace::pre}},
        Folding{"IdentityWithProjection", {.place = SePlace::identity}, {"SE_2_1", "SE_3_1"}},
        Folding{"Post", {.place = SePlace::post}},
        Folding{"LastPostOfTanh", {.place = SePlace::post, .gate = GateFunction::tanh}, {"SE_3_2"}},
        Folding{"AverageDown", {.place = SePlace::identity, .average_down = true}, {"SE_3_1"}}),
    [](const auto& folding) { return folding.param.name; });

TEST(DroppedUnits, EqualTheNetworkOfGatesOfOne) {
    const TinyNetwork network = make_tiny_network();
    StateDict ones = network.weights;
    for (const BlockSpec* block : network.spec.se_blocks()) {
        // A logit of 17 or more is a sigmoid of 1 in fp32.
        const std::vector<double> almost(static_cast<std::size_t>(block->se->channels), 1 - 1e-12);
        ones = with_constant_gates(ones, *block->se, almost);
    }
    const std::vector<std::string> all{"SE_2_1", "SE_3_1", "SE_3_2"};
    const auto pruned =
        prune(network.model, network.weights, choose_blocks(all, Replacement::identity));
    expect_near(logits_of(pruned.model, pruned.weights), logits_of(network.model, ones));
}

/// The same network without batch norms: each is folded into a convolution with a bias.
TinyNetwork without_norms(TinyNetwork network) {
    for (auto& block : network.spec.blocks) {
        ConvUnit& last = block.convs.back();
        for (const auto* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
            network.weights.erase(last.norm + part);
        }
        last.norm.clear();
        last.bias = true;
        network.weights.add(StateDict::make_tensor(
            last.conv + ".bias", {last.out},
            random_values(static_cast<std::size_t>(last.out), -0.5f, 0.5f, 9)));
    }
    renew_model(network);
    return network;
}

TEST(FoldedGates, GoIntoTheConvolutionWhereThereIsNoNorm) {
    const TinyNetwork network = without_norms(make_tiny_network());
    const SeSpec& se = *network.spec.blocks[1].se;
    const auto gates = gates_for(se);
    const std::vector<BlockChoice> choice{{"SE_3_1", Replacement::mean}};
    const auto pruned = prune(network.model, network.weights, choice, {{"SE_3_1", gates}});
    expect_near(logits_of(pruned.model, pruned.weights),
                logits_of(network.model, with_constant_gates(network.weights, se, gates)));
}

TEST(FoldedGates, StayAsConstantsWhereNoWeightBesideThemTakesThemUp) {
    const auto stays = [](const TinyOptions& options, const std::string& block) {
        const TinyNetwork network = make_tiny_network(options);
        MeanGates means;
        StateDict constant = network.weights;
        for (const BlockSpec* se : network.spec.se_blocks()) {
            if (se->name() != block) continue;
            means[block] = gates_for(*se->se);
            constant = with_constant_gates(constant, *se->se, means[block]);
        }
        const std::vector<BlockChoice> choice{{block, Replacement::mean}};
        const auto pruned = prune(network.model, network.weights, choice, means);
        expect_near(logits_of(pruned.model, pruned.weights), logits_of(network.model, constant));
        return !pruned.held.empty();
    };
    EXPECT_TRUE(stays({.place = SePlace::identity}, "SE_3_2"));
    EXPECT_FALSE(stays({.place = SePlace::post, .gate = GateFunction::tanh}, "SE_2_1"))
        << "goes into both convolutions that read it";
    EXPECT_FALSE(stays({.place = SePlace::post}, "SE_3_2")) << "goes into the classifier";
}

}  // namespace
}  // namespace sescope::testing
