// SPDX-License-Identifier: GPL-3.0-or-later
// The CPU in each precision against timm in float64, on the 15 networks of tests/golden/gates.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>

#include "core/engine/engine.h"
#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/processor.h"
#include "core/network/network.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/fixture_network.h"

namespace sescope::testing {
namespace {

/// What a precision may be off by.
struct Tolerance {
    Precision precision;
    double gates;   ///< absolute
    double logits;  ///< of the larger of |logit| and the image's largest |logit|
};
constexpr Tolerance kFp32{Precision::fp32, 1e-5, 1e-4};
constexpr Tolerance kBf16x3{Precision::bf16x3, 1e-4, 1e-3};
constexpr Tolerance kBf16{Precision::bf16, 0.05, 0.1};

class Parity : public ::testing::TestWithParam<std::string> {};

/// Largest deviation of one block's gates from what timm gave.
double gate_deviation(const BlockGates& block, const test::ExpectedGates& expected) {
    const auto channels = static_cast<std::size_t>(block.channels);
    double worst = 0;
    for (std::size_t image = 0; image < expected.mean.size(); ++image) {
        const float* gates = block.gates.data() + image * channels;
        double mean = 0;
        for (std::size_t c = 0; c < channels; ++c) mean += gates[c] / static_cast<double>(channels);
        worst = std::max(worst, std::abs(mean - expected.mean[image]));
        for (std::size_t i = 0; i < expected.first[image].size(); ++i) {
            worst = std::max(worst, std::abs(gates[i] - expected.first[image][i]));
        }
        for (std::size_t i = 0; i < expected.every97[image].size(); ++i) {
            worst = std::max(worst, std::abs(gates[i * 97] - expected.every97[image][i]));
        }
    }
    return worst;
}

double logit_deviation(const std::vector<float>& logits,
                       const std::vector<std::vector<double>>& expected) {
    const std::size_t classes = logits.size() / expected.size();
    double worst = 0;
    for (std::size_t image = 0; image < expected.size(); ++image) {
        double scale = 0;
        for (const double value : expected[image]) scale = std::max(scale, std::abs(value));
        for (std::size_t k = 0; k < expected[image].size(); ++k) {
            const double difference = std::abs(logits[image * classes + k] - expected[image][k]);
            worst = std::max(worst, difference / scale);
        }
    }
    return worst;
}

void expect_parity(const test::FixtureNetwork& fixture, const Tolerance& tolerance) {
    const Network model = read_resnet_network(fixture.weights);
    EngineSettings settings = cpu_settings(2);
    settings.precision = tolerance.precision;
    const auto running = load_engine().open(model, fixture.weights, settings);
    const auto side = static_cast<int>(fixture.input_shape[2]);
    const ForwardResult result =
        running->forward(batch_of(std::span<const float>(fixture.input), side));

    ASSERT_EQ(result.logits.size(), 2U * static_cast<std::size_t>(model.classes()));
    ASSERT_EQ(result.blocks.size(), fixture.gates.size());
    double worst = 0;
    for (const BlockGates& block : result.blocks) {
        ASSERT_TRUE(fixture.gates.contains(block.block)) << block.block;
        const test::ExpectedGates& expected = fixture.gates.at(block.block);
        ASSERT_EQ(block.channels, expected.channels) << block.block;
        const double deviation = gate_deviation(block, expected);
        EXPECT_LE(deviation, tolerance.gates) << block.block;
        worst = std::max(worst, deviation);
    }
    const double logits = logit_deviation(result.logits, fixture.logits);
    EXPECT_LE(logits, tolerance.logits);
    ::testing::Test::RecordProperty("largest_gate_deviation", std::to_string(worst));
    std::printf("largest deviation: gates %.2g, logits %.2g relative\n", worst, logits);
}

TEST_P(Parity, GatesWithin1e5AndLogitsWithin1e4OfTimm) {
    expect_parity(test::fixture_network(GetParam()), kFp32);
}

TEST_P(Parity, OfThreeProductsOfBf16GatesWithin1e4) {
    if (!amx::is_usable()) GTEST_SKIP() << "this processor has no AMX, or may not use it";
    expect_parity(test::fixture_network(GetParam()), kBf16x3);
}

// Where there is no hardware for bf16 it takes long, and is what LibTorch makes of it.
TEST_P(Parity, Bf16StaysNear) {
    if (!processor_has_bf16()) GTEST_SKIP() << "this processor has no bf16";
    expect_parity(test::fixture_network(GetParam()), kBf16);
}

INSTANTIATE_TEST_SUITE_P(Each, Parity, ::testing::ValuesIn(test::fixture_names()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace sescope::testing
