// SPDX-License-Identifier: GPL-3.0-or-later
// Each option of an SE network, held against plain loops in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "tests/core/engine/naive_network.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 29;  // odd, so that ceil_mode and padding matter
constexpr int kImages = 2;

struct Case {
    std::string name;
    TinyOptions options;
};

void PrintTo(const Case& variant, std::ostream* out) {
    *out << variant.name;
}

class NetworkVariants : public ::testing::TestWithParam<Case> {};

TEST_P(NetworkVariants, EqualPlainLoops) {
    const TinyNetwork network = make_tiny_network(GetParam().options);
    const auto image_size = static_cast<std::size_t>(3 * kSide * kSide);
    const auto values = random_values(kImages * image_size, -2.0f, 2.0f, 1);
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(kImages));
    const ForwardResult result = running->forward(batch_of(values, kSide));

    ASSERT_EQ(result.blocks.size(), network.model.sites.size());
    for (std::size_t i = 0; i < kImages; ++i) {
        const NaiveResult naive =
            run_naively(network.spec, network.weights,
                        std::span(values).subspan(i * image_size, image_size), kSide);
        for (std::size_t k = 0; k < naive.logits.size(); ++k) {
            EXPECT_NEAR(result.logits[i * naive.logits.size() + k], naive.logits[k],
                        2e-5 * (1.0 + std::abs(naive.logits[k])));
        }
        ASSERT_EQ(naive.gates.size(), result.blocks.size());
        for (std::size_t b = 0; b < naive.gates.size(); ++b) {
            const std::size_t channels = naive.gates[b].size();
            ASSERT_EQ(result.blocks[b].gates.size(), channels * kImages);
            const double largest = *std::ranges::max_element(naive.gates[b]);  // 1, but for ReLU
            for (std::size_t c = 0; c < channels; ++c) {
                EXPECT_NEAR(result.blocks[b].gates[i * channels + c], naive.gates[b][c],
                            1e-5 * std::max(1.0, largest))
                    << result.blocks[b].block << " channel " << c;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Each, NetworkVariants,
    ::testing::Values(
        Case{"Bottleneck", {}}, Case{"Basic", {.bottleneck = false}},
        Case{"NoSe", {.with_se = false}}, Case{"Pre", {.place = SePlace::pre}},
        Case{"Post", {.place = SePlace::post}}, Case{"Identity", {.place = SePlace::identity}},
        Case{"After3x3", {.place = SePlace::after_3x3}},
        Case{"BasicAfter3x3", {.bottleneck = false, .place = SePlace::after_3x3}},
        Case{"MaxSqueeze", {.squeeze = SqueezeOperator::max}},
        Case{"NoSqueeze", {.squeeze = SqueezeOperator::none}},
        Case{"NoSqueezePre", {.place = SePlace::pre, .squeeze = SqueezeOperator::none}},
        Case{"HardSigmoid", {.gate = GateFunction::hard_sigmoid}},
        Case{"Tanh", {.gate = GateFunction::tanh}}, Case{"Relu", {.gate = GateFunction::relu}},
        Case{"Linear", {.se_linear = true}},
        Case{"LinearWithoutBias", {.se_linear = true, .se_bias = false}},
        Case{"DeepStem", {.deep_stem = true}}, Case{"CeilPool", {.ceil_pool = true}},
        Case{"AverageDown", {.average_down = true}}, Case{"Groups", {.groups = 4}},
        Case{"Shortcut3x3", {.shortcut_kernel = 3}},
        Case{"StrideInFirst", {.stride_in_first = true}}),
    [](const auto& variant) { return variant.param.name; });

}  // namespace
}  // namespace sescope::testing
