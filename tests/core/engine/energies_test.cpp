// SPDX-License-Identifier: GPL-3.0-or-later
// Squeeze and energies in one reading of U, and what of them arrives in the tally.
#include <ATen/core/Tensor.h>
#include <ATen/ops/rand.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/squeeze.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/naive_network.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 29;
constexpr int kImages = 3;

// Widths and sizes that leave remainders in strips of 128, chunks of 256 and groups of four.
TEST(Squeezed, OnePassGivesMeansAndMeansOfSquares) {
    for (const int channels : {1, 7, 128, 131, 300}) {
        for (const int side : {1, 3, 7, 19}) {
            const auto count = static_cast<std::size_t>(2 * channels * side * side);
            const auto values = random_values(count, -3.0f, 5.0f, 4);
            translate_torch_errors([&] {
                const at::Tensor plain =
                    to_device(values, {2, channels, side, side}, at::Device(at::kCPU));
                const at::Tensor last = plain.contiguous(at::MemoryFormat::ChannelsLast);
                const Squeezed once = squeezed(last, Squeeze::mean, true);
                const auto means = to_host(once.value);
                const auto energies = to_host(once.energies);
                const auto other = to_host(squeezed(plain, Squeeze::max, true).energies);
                const int positions = side * side;
                for (std::size_t k = 0; k < means.size(); ++k) {
                    double sum = 0;
                    double squares = 0;
                    for (int p = 0; p < positions; ++p) {
                        const double u = values[k * static_cast<std::size_t>(positions) +
                                                static_cast<std::size_t>(p)];
                        sum += u;
                        squares += u * u;
                    }
                    EXPECT_NEAR(means[k], sum / positions, 2e-6);
                    EXPECT_NEAR(energies[k], squares / positions, 1e-6 * squares / positions);
                    EXPECT_NEAR(other[k], squares / positions, 1e-5 * squares / positions);
                }
            });
        }
    }
}

TEST(Squeezed, EnergiesAreLeftOutWhereNobodyWantsThem) {
    translate_torch_errors([] {
        const at::Tensor u = at::rand({1, 4, 3, 3});
        EXPECT_FALSE(squeezed(u, Squeeze::max, false).energies.defined());
        EXPECT_FALSE(squeezed(u, Squeeze::none, false).value.defined());
    });
}

class EnergiesOfPlaces : public ::testing::TestWithParam<TinyOptions> {};

// The place decides what U is; the squeeze decides which way it is read.
TEST_P(EnergiesOfPlaces, AreThoseOfWhatTheGateMultiplies) {
    const TinyNetwork network = make_tiny_network(GetParam());
    const auto values = random_values(kImages * image_size(kSide), -2.0f, 2.0f, 1);
    const std::vector<std::int32_t> labels{0, 1, 0};
    const auto running =
        load_engine().open(network.model, network.weights, cpu_settings(kImages, 2));
    running->accumulate(batch_of(values, kSide, labels));
    const GateTally tally = running->tally();

    std::vector<NaiveResult> naive;
    for (std::size_t i = 0; i < kImages; ++i) {
        naive.push_back(run_naively(
            network.spec, network.weights,
            std::span(values).subspan(i * image_size(kSide), image_size(kSide)), kSide));
    }
    ASSERT_EQ(tally.blocks.size(), naive[0].energies.size());
    for (std::size_t b = 0; b < tally.blocks.size(); ++b) {
        const EnergyMoments& moments = tally.blocks[b].energies;
        ASSERT_EQ(moments.energy.size(), naive[0].energies[b].size());
        for (std::size_t c = 0; c < moments.energy.size(); ++c) {
            double e = 0;
            double se = 0;
            double sse = 0;
            for (const NaiveResult& image : naive) {
                const double s = image.gates[b][c];
                e += image.energies[b][c];
                se += s * image.energies[b][c];
                sse += s * s * image.energies[b][c];
            }
            const double unit = std::ldexp(1.0, -moments.bits);
            const auto near = [](double got, double expected) {
                EXPECT_NEAR(got, expected, 1e-4 * std::max(expected, 1e-3));
            };
            near(double(moments.energy[c]) * unit, e);
            near(double(moments.gate_energy[c]) * unit, se);
            near(double(moments.squared_gate_energy[c]) * unit, sse);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, EnergiesOfPlaces,
                         ::testing::Values(TinyOptions{}, TinyOptions{.place = SePlace::pre},
                                           TinyOptions{.place = SePlace::post},
                                           TinyOptions{.place = SePlace::identity},
                                           TinyOptions{.place = SePlace::after_3x3},
                                           TinyOptions{.squeeze = SqueezeOperator::max},
                                           TinyOptions{.squeeze = SqueezeOperator::none}),
                         [](const auto& options) {
                             std::string name(name_of(options.param.place));
                             if (options.param.squeeze != SqueezeOperator::average) {
                                 name += "_" + std::string(name_of(options.param.squeeze));
                             }
                             return name;
                         });

}  // namespace
}  // namespace sescope::testing
