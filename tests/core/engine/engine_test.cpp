// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kSide = 32;

TEST(Engine, SaysItsVersion) {
    EXPECT_THAT(load_engine().version(), StartsWith("LibTorch 2."));
}

TEST(Engine, NamesTheKeyWhoseShapeDoesNotFit) {
    TinyNetwork network = make_tiny_network();
    network.weights.file = "some/checkpoint.pth";
    network.weights.add(
        StateDict::make_tensor("layer2.0.2.conv.weight", {16, 8, 3, 3}, std::vector<float>(1152)));
    try {
        load_engine().open(network.model, network.weights, cpu_settings(1));
        FAIL() << "weights of the wrong shape were taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), "some/checkpoint.pth");
        EXPECT_EQ(error.message(),
                  "layer2.0.2.conv.weight has the shape [16, 8, 3, 3] where the network needs "
                  "[16, 16, 3, 3]");
    }
}

TEST(Engine, NamesTheKeyThatIsMissing) {
    TinyNetwork network = make_tiny_network();
    network.weights.erase("layer2.1.se.fc2.bias");
    try {
        load_engine().open(network.model, network.weights, cpu_settings(1));
        FAIL() << "a weight is missing";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_THAT(error.message(), HasSubstr("layer2.1.se.fc2.bias"));
    }
}

TEST(Engine, RunsANetworkWithoutSe) {
    TinyOptions options;
    options.with_se = false;
    const TinyNetwork network = make_tiny_network(options);
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(2, 3));
    const auto pixels = random_bytes(2 * image_size(kSide), 1);
    const std::vector<std::int32_t> labels{2, 2};
    running->accumulate(batch_of(std::span<const std::uint8_t>(pixels), kSide, labels));
    EXPECT_EQ(running->finished(Waiting::for_all).logits.size(), 10U);
    const GateTally tally = running->tally();
    EXPECT_TRUE(tally.blocks.empty());
    EXPECT_EQ(tally.images, (std::vector<std::uint64_t>{0, 0, 2}));
}

TEST(Engine, CollectsNothingForNoClasses) {
    const TinyNetwork network = make_tiny_network();
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(2, 0));
    const auto pixels = random_bytes(image_size(kSide), 2);
    running->accumulate(batch_of(std::span<const std::uint8_t>(pixels), kSide));
    EXPECT_EQ(running->tally(), GateTally{});
}

TEST(Engine, RefusesToCountImagesWithoutLabels) {
    const TinyNetwork network = make_tiny_network();
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(2, 3));
    const auto pixels = random_bytes(image_size(kSide), 2);
    try {
        running->accumulate(batch_of(std::span<const std::uint8_t>(pixels), kSide));
        FAIL() << "images without labels were counted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
    }
}

TEST(Engine, CountsGatesThatAreNotFinite) {
    TinyNetwork network = make_tiny_network();
    auto bias = to_float32(network.weights.at("layer2.1.se.fc2.bias"));
    bias[3] = std::numeric_limits<float>::quiet_NaN();
    network.weights.add(StateDict::make_tensor("layer2.1.se.fc2.bias", {32}, bias));
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(4, 1));
    const auto pixels = random_bytes(5 * image_size(kSide), 3);
    const std::vector<std::int32_t> labels(5, 0);
    running->accumulate(batch_of(std::span<const std::uint8_t>(pixels), kSide, labels));
    const GateTally tally = running->tally();
    EXPECT_EQ(tally.blocks[0].not_finite, 0U);
    EXPECT_EQ(tally.blocks[2].not_finite, 5U);
    EXPECT_EQ(tally.blocks[2].sum[3], 0);
}

// The root of a negative variance is none: as in PyTorch, no gate behind it is a number, in any
// precision, through whichever kernels the network's convolutions run.
TEST(Engine, ANegativeVarianceReachesEveryGateBehindIt) {
    const std::vector<TinyOptions> kinds{{},
                                         {.bottleneck = false},
                                         {.deep_stem = true},
                                         {.groups = 4},
                                         {.place = SePlace::pre},
                                         {.place = SePlace::after_3x3},
                                         {.squeeze = SqueezeOperator::max}};
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        TinyNetwork network = make_tiny_network(kinds[kind]);
        const std::string name = network.spec.stem.convs.front().norm + ".running_var";
        auto variance = to_float32(network.weights.at(name));
        variance[0] = -1.0F;
        network.weights.add(
            StateDict::make_tensor(name, {std::int64_t(variance.size())}, variance));
        for (const Precision precision : {Precision::fp32, Precision::bf16, Precision::bf16x3}) {
            EngineSettings settings = cpu_settings(4, 1);
            settings.precision = precision;
            std::unique_ptr<RunningNetwork> running;
            try {
                running = load_engine().open(network.model, network.weights, settings);
            } catch (const Error&) {  // this processor has no such products
                ASSERT_NE(precision, Precision::fp32);
                continue;
            }
            const auto pixels = random_bytes(5 * image_size(kSide), 3);
            const std::vector<std::int32_t> labels(5, 0);
            running->accumulate(batch_of(std::span<const std::uint8_t>(pixels), kSide, labels));
            for (const BlockTally& block : running->tally().blocks) {
                EXPECT_EQ(block.not_finite, 5U * std::uint64_t(block.channels))
                    << kind << ' ' << block.block << ' ' << name_of(precision);
            }
        }
    }
}

TEST(Wall, KeepsTheFirstLineOfLibTorchsMessageOnly) {
    const std::runtime_error error("what failed\nframe #0: somewhere\nframe #1: elsewhere");
    EXPECT_EQ(first_line(error), "what failed");
    try {
        rethrow_as_ours(error);
    } catch (const Error& ours) {
        EXPECT_EQ(ours.kind(), ErrorKind::internal);
        EXPECT_EQ(ours.message(), "LibTorch failed: what failed");
    }
}

TEST(Wall, KnowsTheSayingsOfMemoryThatRanOut) {
    EXPECT_TRUE(is_out_of_memory(std::bad_alloc()));
    for (const char* saying :
         {"DefaultCPUAllocator: can't allocate memory: you tried to allocate 12 bytes",
          "CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate", "CUDA error: out of memory"}) {
        EXPECT_TRUE(is_out_of_memory(std::runtime_error(saying))) << saying;
    }
    EXPECT_FALSE(is_out_of_memory(std::runtime_error("shapes differ")));
    EXPECT_FALSE(is_out_of_memory(Error(ErrorKind::data, "the image is out of memory of us")));
}

}  // namespace
}  // namespace sescope::testing
