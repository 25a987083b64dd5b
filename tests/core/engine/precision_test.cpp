// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/image_input.h"
#include "core/engine/torch/precision_choice.h"
#include "core/engine/torch/processor.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

using ::testing::HasSubstr;

constexpr int kSide = 32;

TEST(Precision, Bf16KeepsGatesCloseToFp32) {
    const TinyNetwork network = make_tiny_network();
    const auto pixels = random_bytes(2 * image_size(kSide), 1);
    const auto batch = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    EngineSettings settings = cpu_settings(2);
    const auto exact = load_engine().open(network.model, network.weights, settings);
    settings.precision = Precision::bf16;
    const auto rough = load_engine().open(network.model, network.weights, settings);
    EXPECT_EQ(rough->precision(), Precision::bf16);
    EXPECT_EQ(exact->precision(), Precision::fp32);

    const auto expected = exact->forward(batch);
    const auto result = rough->forward(batch);
    double largest = 0;
    for (std::size_t b = 0; b < 3; ++b) {
        for (std::size_t i = 0; i < expected.blocks[b].gates.size(); ++i) {
            largest = std::max(
                largest, std::abs(double(expected.blocks[b].gates[i]) - result.blocks[b].gates[i]));
        }
    }
    EXPECT_LT(largest, 0.15);  // steep gates of made-up weights
    EXPECT_GT(largest, 0.0);   // it was bf16
}

TEST(Precision, AutomaticSettlesOnOneAndSaysWhy) {
    const TinyNetwork network = make_tiny_network();
    EngineSettings settings = cpu_settings(2);
    settings.precision = Precision::automatic;
    const auto running = load_engine().open(network.model, network.weights, settings);
    const auto pixels = random_bytes(2 * image_size(kSide), 1);
    running->forward(batch_of(std::span<const std::uint8_t>(pixels), kSide));
    EXPECT_NE(running->precision(), Precision::automatic);
    if (processor_has_bf16()) {
        EXPECT_THAT(running->precision_reason(), HasSubstr("gates"));
    } else {
        EXPECT_EQ(running->precision(), Precision::fp32);
        EXPECT_EQ(running->precision_reason(), "bf16: no hardware support");
    }
}

TEST(Precision, TheProbeKeepsFp32WhereAShorterTypeMovesTheGates) {
    // Gates that hang on tiny differences: a steep second layer.
    TinyNetwork network = make_tiny_network();
    auto weight = to_float32(network.weights.at("layer1.0.se.fc2.weight"));
    for (float& value : weight) value *= 200.0f;
    network.weights.add(StateDict::make_tensor("layer1.0.se.fc2.weight", {16, 4, 1, 1}, weight));
    translate_torch_errors([&] {
        const NativeNetwork plain(network.model, network.weights, at::Device(at::kCPU));
        const auto pixels = random_bytes(4 * image_size(kSide), 1);
        const ImageInput input(network.model.preprocessing, at::Device(at::kCPU));
        const auto x = input.read(batch_of(std::span<const std::uint8_t>(pixels), kSide), 0, 4, 4);
        const std::array candidates{Precision::bf16};
        const PrecisionChoice choice = probe_precision(plain, candidates, {4, 3, kSide, kSide}, x);
        EXPECT_EQ(choice.precision, Precision::fp32);
        EXPECT_THAT(choice.reason, HasSubstr("not accurate enough"));
        EXPECT_EQ(choice.network.type(), at::kFloat);
    });
}

TEST(Precision, OfThreeProductsOfBf16IsNearlyFp32) {
    const TinyNetwork network = make_tiny_network();
    EngineSettings settings = cpu_settings(2);
    settings.precision = Precision::bf16x3;
    if (!amx::is_usable()) {
        try {
            load_engine().open(network.model, network.weights, settings);
            FAIL() << "it was opened";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::device);
            EXPECT_THAT(error.what(), HasSubstr("AMX"));
        }
        return;
    }
    const auto pixels = random_bytes(2 * image_size(kSide), 1);
    const auto batch = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    const auto near = load_engine().open(network.model, network.weights, settings);
    settings.precision = Precision::fp32;
    const auto exact = load_engine().open(network.model, network.weights, settings);
    EXPECT_EQ(near->precision(), Precision::bf16x3);
    const auto expected = exact->forward(batch);
    const auto result = near->forward(batch);
    double largest = 0;
    for (std::size_t b = 0; b < expected.blocks.size(); ++b) {
        for (std::size_t i = 0; i < expected.blocks[b].gates.size(); ++i) {
            largest = std::max(
                largest, std::abs(double(expected.blocks[b].gates[i]) - result.blocks[b].gates[i]));
        }
    }
    EXPECT_LT(largest, 1e-3);  // steep gates of made-up weights: bf16 moves them by up to 0.15
}

TEST(Precision, HasANameForEach) {
    for (const Precision precision : named_precisions()) {
        EXPECT_EQ(precision_called(name_of(precision)), precision);
    }
    EXPECT_EQ(precision_called("fp8"), Precision::automatic);
    EXPECT_EQ(named_precisions().size(), 4U);
}

}  // namespace
}  // namespace sescope::testing
