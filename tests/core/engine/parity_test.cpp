// SPDX-License-Identifier: GPL-3.0-or-later
// fp32 on the CPU against timm in float64, on the 15 networks of tests/golden/gates.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>

#include "core/engine/engine.h"
#include "core/network/network.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/fixture_network.h"

namespace sescope::testing {
namespace {

constexpr double kGateTolerance = 1e-5;  // absolute
constexpr double kLogitTolerance =
    1e-4;  // of the larger of |logit| and the image's largest |logit|

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

TEST_P(Parity, GatesWithin1e5AndLogitsWithin1e4OfTimm) {
    const test::FixtureNetwork fixture = test::fixture_network(GetParam());
    const NetworkSpec spec = detect_network(fixture.weights);
    const auto running = load_engine().open(spec, fixture.weights, cpu_settings(2));
    const auto side = static_cast<int>(fixture.input_shape[2]);
    const ForwardResult result =
        running->forward(batch_of(std::span<const float>(fixture.input), side));

    ASSERT_EQ(result.logits.size(), 2U * static_cast<std::size_t>(spec.head.classes));
    ASSERT_EQ(result.blocks.size(), fixture.gates.size());
    double worst = 0;
    for (const BlockGates& block : result.blocks) {
        ASSERT_TRUE(fixture.gates.contains(block.block)) << block.block;
        const test::ExpectedGates& expected = fixture.gates.at(block.block);
        ASSERT_EQ(block.channels, expected.channels) << block.block;
        const double deviation = gate_deviation(block, expected);
        EXPECT_LE(deviation, kGateTolerance) << block.block;
        worst = std::max(worst, deviation);
    }
    const double logits = logit_deviation(result.logits, fixture.logits);
    EXPECT_LE(logits, kLogitTolerance);
    RecordProperty("largest_gate_deviation", std::to_string(worst));
    std::printf("largest deviation: gates %.2g, logits %.2g relative\n", worst, logits);
}

INSTANTIATE_TEST_SUITE_P(Each, Parity, ::testing::ValuesIn(test::fixture_names()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace sescope::testing
