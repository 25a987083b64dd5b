// SPDX-License-Identifier: GPL-3.0-or-later
// What goes, what stays and what is refused; that the result computes the same is held in running/.
#include "core/pruning/prune.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/network/network.h"
#include "tests/core/excitation/made_tally.h"
#include "tests/support/tiny_network.h"

namespace sescope {
namespace {

using test::tiny_network;
using ::testing::HasSubstr;

std::vector<BlockChoice> one(const std::string& block, Replacement replacement) {
    return {{block, replacement}};
}

template <class Call>
Error error_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorKind::internal, "nothing was thrown");
}

TEST(Prune, IdentityTakesTheUnitAndItsKeysAndNothingElse) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    const auto pruned = prune(model, weights, one("SE_5_1", Replacement::identity));
    EXPECT_EQ(pruned.weights.size(), weights.size() - 4);
    EXPECT_EQ(pruned.model.find_site("SE_5_1"), nullptr);
    EXPECT_NE(pruned.model.find_site("SE_4_1"), nullptr);
    EXPECT_EQ(pruned.model.sites.size(), 3u);
    std::size_t at = 0;
    for (const auto& tensor : weights.tensors()) {
        if (tensor.name.starts_with("layer4.0.se.")) continue;
        const TensorEntry& kept = pruned.weights.tensors()[at++];
        EXPECT_EQ(kept.name, tensor.name);
        EXPECT_EQ(kept.bytes.data(), tensor.bytes.data()) << "copied: " << tensor.name;
    }
    EXPECT_NE(model.find_site("SE_5_1"), nullptr) << "the original is as it was";
    EXPECT_TRUE(weights.contains("layer4.0.se.fc1.weight"));
}

TEST(Prune, MeanScalesTheLastNormByTheGateOfEachChannel) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    std::vector<double> gates(16);
    std::iota(gates.begin(), gates.end(), 1.0);
    const auto pruned =
        prune(model, weights, one("SE_2_1", Replacement::mean), {{"SE_2_1", gates}});
    for (const auto* key : {"layer1.0.bn3.weight", "layer1.0.bn3.bias"}) {
        const auto before = to_float32(weights.at(key));
        const auto after = to_float32(pruned.weights.at(key));
        for (std::size_t c = 0; c < before.size(); ++c) {
            EXPECT_FLOAT_EQ(after[c], before[c] * static_cast<float>(c + 1));
        }
    }
    for (const auto* key : {"layer1.0.bn3.running_mean", "layer1.0.conv3.weight"}) {
        EXPECT_EQ(to_float32(weights.at(key)), to_float32(pruned.weights.at(key)));
    }
}

// counts.md: SE-ResNet-50's stage 5, 2 x 2048 x 128 weights and 2048 + 128 biases.
TEST(Prune, SavesTheParametersOfTheUnit) {
    const Network model = build_network({});
    StateDict none;  // the identity reads no tensor
    const auto pruned = prune(model, none, one("SE_5_2", Replacement::identity));
    const auto before = cost_of(model, 224, CostConvention::macs);
    const auto after = cost_of(pruned.model, 224, CostConvention::macs);
    EXPECT_EQ(before.parameters() - after.parameters(), 526'464);
    EXPECT_EQ(before.operations() - after.operations(), 524'288);
}

TEST(Prune, FoldedTensorsAreFp32AndTheOthersKeepTheirType) {
    StateDict weights = tiny_network();
    for (const auto& tensor : std::vector(weights.tensors())) {
        auto half = StateDict::make_tensor(tensor.name, tensor.shape, to_float32(tensor));
        half.dtype = DType::bf16;  // every value as the upper half of its float
        auto bytes = std::make_shared<std::vector<std::byte>>();
        for (std::size_t i = 0; i < half.bytes.size(); i += 4) {
            bytes->insert(bytes->end(), {half.bytes[i + 2], half.bytes[i + 3]});
        }
        half.bytes = *bytes;
        half.owner = bytes;
        weights.add(half);
    }
    const Network model = read_resnet_network(weights);
    const auto pruned = prune(model, weights, one("SE_2_1", Replacement::mean),
                              {{"SE_2_1", std::vector<double>(16, 1.0 / 3)}});
    EXPECT_EQ(pruned.weights.at("layer1.0.bn3.weight").dtype, DType::f32);
    EXPECT_EQ(pruned.weights.at("layer1.0.bn3.running_var").dtype, DType::bf16);
    EXPECT_EQ(pruned.weights.at("layer1.0.conv3.weight").dtype, DType::bf16);
    const auto before = to_float32(weights.at("layer1.0.bn3.weight"));
    const auto after = to_float32(pruned.weights.at("layer1.0.bn3.weight"));
    for (std::size_t c = 0; c < before.size(); ++c) EXPECT_FLOAT_EQ(after[c], before[c] / 3);
}

TEST(Prune, ANetworkWithoutUnitsIsCalledByItsPlainName) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    const std::vector<std::string> all{"SE_2_1", "SE_3_1", "SE_4_1", "SE_5_1"};
    const auto pruned = prune(model, weights, choose_blocks(all, Replacement::identity));
    EXPECT_TRUE(model.architecture.starts_with("SE-"));
    EXPECT_EQ("SE-" + pruned.model.architecture, model.architecture);
    EXPECT_EQ(pruned.weights.size(), tiny_network(3, false).size());
    EXPECT_EQ(read_resnet_network(pruned.weights).architecture, pruned.model.architecture);
}

TEST(Prune, AKeyThatDetectionFindsInSomeBlocksOnly) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    for (const auto* gone : {"SE_2_1", "SE_3_1", "SE_5_1"}) {
        const auto pruned = prune(model, weights, one(gone, Replacement::identity));
        const auto again = read_resnet_network(pruned.weights);
        ASSERT_EQ(again.sites.size(), 3u);
        for (const auto* block : {"SE_2_1", "SE_3_1", "SE_4_1", "SE_5_1"}) {
            EXPECT_EQ(again.find_site(block) != nullptr, std::string_view(block) != gone);
        }
    }
}

TEST(Prune, RefusesBlocksThatAreNotThere) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    const auto missing =
        error_of([&] { prune(model, weights, one("SE_9_9", Replacement::identity)); });
    EXPECT_EQ(missing.kind(), ErrorKind::usage);
    EXPECT_THAT(missing.hint(), HasSubstr("SE_2_1, SE_3_1, SE_4_1, SE_5_1"));

    const auto once = prune(model, weights, one("SE_5_1", Replacement::identity));
    const auto gone =
        error_of([&] { prune(once.model, once.weights, one("SE_5_1", Replacement::identity)); });
    EXPECT_THAT(gone.message(), HasSubstr("SE_5_1 has no SE unit"));

    const std::vector<BlockChoice> twice{{"SE_5_1", Replacement::identity},
                                         {"SE_5_1", Replacement::identity}};
    EXPECT_THAT(error_of([&] { prune(model, weights, twice); }).message(), HasSubstr("twice"));

    const Network plain = read_resnet_network(tiny_network(3, false));
    const auto no_se = error_of(
        [&] { prune(plain, tiny_network(3, false), one("SE_6_1", Replacement::identity)); });
    EXPECT_THAT(no_se.hint(), HasSubstr("no SE unit at all"));
}

TEST(Prune, RefusesMeansThatAreMissingOrNoNumbers) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    const auto choice = one("SE_2_1", Replacement::mean);
    std::vector<double> gates(16, 0.5);
    EXPECT_EQ(error_of([&] { prune(model, weights, choice); }).kind(), ErrorKind::data);
    EXPECT_THAT(error_of([&] {
                    prune(model, weights, choice, {{"SE_2_1", std::vector<double>(4, 0.5)}});
                }).message(),
                HasSubstr("4 mean gates for 16 channels"));
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
        gates[7] = bad;
        EXPECT_EQ(error_of([&] {
                      prune(model, weights, choice, {{"SE_2_1", gates}});
                  }).kind(),
                  ErrorKind::data);
    }
}

TEST(Prune, NothingChosenIsTheNetworkItself) {
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    const auto pruned = prune(model, weights, {});
    EXPECT_EQ(structural_fingerprint(pruned.model), structural_fingerprint(model));
    EXPECT_EQ(pruned.weights.size(), weights.size());
}

TEST(MeanGatesOfAProfile, AreTheMeansOverAllImages) {
    ExcitationProfile profile;
    profile.gates = testing::tally_of({{0, {0.25f, 1.0f}}, {1, {0.75f, 0.5f}}}, 2, 2, "SE_2_1");
    const MeanGates means = mean_gates(profile);
    ASSERT_EQ(means.size(), 1u);
    EXPECT_EQ(means.at("SE_2_1"), (std::vector<double>{0.5, 0.75}));
    profile.gates = testing::tally_of({}, 2, 2, "SE_2_1");
    EXPECT_TRUE(std::isnan(mean_gates(profile).at("SE_2_1")[0])) << "no image";
}

// One image's first gate was NaN and left out: 0.25 is the mean of the other image alone.
TEST(MeanGatesOfAProfile, AreNotKnownOfABlockWithGatesThatAreNoNumbers) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    ExcitationProfile profile;
    profile.gates = testing::tally_of({{0, {0.25f, 1.0f}}, {0, {nan, 0.5f}}}, 1, 2, "SE_2_1");
    const MeanGates means = mean_gates(profile);
    for (const double gate : means.at("SE_2_1")) EXPECT_TRUE(std::isnan(gate));
    const StateDict weights = tiny_network();
    const Network model = read_resnet_network(weights);
    MeanGates of_block = means;
    of_block["SE_2_1"].resize(16, of_block["SE_2_1"][0]);
    const Error error =
        error_of([&] { prune(model, weights, one("SE_2_1", Replacement::mean), of_block); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("SE_2_1"));
    EXPECT_THAT(error.message(), HasSubstr("NaN"));
    EXPECT_THAT(error.hint(), HasSubstr("identity"));
}

}  // namespace
}  // namespace sescope
