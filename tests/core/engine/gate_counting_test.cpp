// SPDX-License-Identifier: GPL-3.0-or-later
// Tallies against a count by hand, for both ways of counting.
#include <ATen/core/Tensor.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/gate_accumulator.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kClasses = 3;
constexpr std::size_t kChannels = 16;
constexpr std::size_t kBins = 256;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Energies that go with gates: some number of each, whatever the batch it is in.
std::vector<float> energies_beside(const std::vector<float>& gates) {
    std::vector<float> energies;
    for (const float gate : gates) {
        energies.push_back(std::isfinite(gate) ? std::fmod(std::abs(gate) * 37.0f, 3.0f) : 1.0f);
    }
    return energies;
}

/// The blocks of a tiny network, and made-up gates for its first one (16 channels).
class GateCounting : public ::testing::TestWithParam<CountingMethod> {
  protected:
    static GateAccumulator accumulator(GateFunction gate = GateFunction::sigmoid,
                                       CountingMethod method = GetParam()) {
        TinyOptions options;
        options.gate = gate;
        return {make_tiny_network(options).model.sites, kClasses, TallySettings{},
                at::Device(at::kCPU), method};
    }

    static void add(GateAccumulator& to, const std::vector<std::int32_t>& labels,
                    const std::vector<float>& gates, const std::vector<float>& energies) {
        translate_torch_errors([&] {
            to.begin(labels, static_cast<int>(labels.size()));
            const std::vector<std::int64_t> shape{static_cast<std::int64_t>(labels.size()), 16};
            to.take(0, to_device(gates, shape, at::Device(at::kCPU)),
                    to_device(energies, shape, at::Device(at::kCPU)));
        });
    }
    static void add(GateAccumulator& to, const std::vector<std::int32_t>& labels,
                    const std::vector<float>& gates) {
        add(to, labels, gates, energies_beside(gates));
    }

    static BlockTally tally_of(const GateAccumulator& accumulator) {
        return translate_torch_errors([&] { return accumulator.tally().blocks.front(); });
    }
};

/// The definition in gate_tally.h, gate by gate.
EnergyMoments moments_by_hand(const std::vector<std::int32_t>& labels,
                              const std::vector<float>& gates, const std::vector<float>& energies,
                              int bits) {
    EnergyMoments moments;
    moments.bits = bits;
    moments.energy.assign(kChannels, 0);
    moments.gate_energy.assign(kChannels, 0);
    moments.squared_gate_energy.assign(kChannels, 0);
    for (std::size_t i = 0; i < gates.size(); ++i) {
        if (labels[i / kChannels] < 0) continue;
        const double g = gates[i];
        const double e = energies[i];
        if (!std::isfinite(g) || !std::isfinite(e)) {
            ++moments.not_finite;
            continue;
        }
        const auto term = [&](double x) {
            return std::llround(std::min(std::ldexp(x, bits), std::ldexp(1.0, 44)));
        };
        moments.energy[i % kChannels] += term(e);
        moments.gate_energy[i % kChannels] += term(g * e);
        moments.squared_gate_energy[i % kChannels] += term(g * g * e);
    }
    return moments;
}

BlockTally count_by_hand(const std::vector<std::int32_t>& labels, const std::vector<float>& gates,
                         int scale_bits, double low, double high) {
    BlockTally tally;
    tally.block = "SE_2_1";
    tally.channels = 16;
    tally.scale_bits = scale_bits;
    tally.sum.assign(kClasses * kChannels, 0);
    tally.sum_of_squares.assign(kClasses * kChannels, 0);
    tally.min.assign(kClasses * kChannels, kInfinity);
    tally.max.assign(kClasses * kChannels, -kInfinity);
    tally.open.assign(kClasses * kChannels, 0);
    tally.closed.assign(kClasses * kChannels, 0);
    tally.histogram.assign(kClasses * kBins, 0);
    tally.energies =
        moments_by_hand(labels, gates, energies_beside(gates), scale_bits < 32 ? 16 : 30);
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const std::int32_t label = labels[i / 16];
        if (label < 0) continue;
        const double g = gates[i];
        if (!std::isfinite(g)) {
            ++tally.not_finite;
            continue;
        }
        const std::size_t cell = static_cast<std::size_t>(label) * 16 + i % 16;
        tally.sum[cell] += std::llround(std::ldexp(g, scale_bits));
        tally.sum_of_squares[cell] += std::llround(std::ldexp(g * g, scale_bits));
        tally.min[cell] = std::min(tally.min[cell], gates[i]);
        tally.max[cell] = std::max(tally.max[cell], gates[i]);
        tally.open[cell] += gates[i] > 0.95f ? 1 : 0;
        tally.closed[cell] += gates[i] < 0.05f ? 1 : 0;
        const double bin = std::clamp(std::floor((g - low) / (high - low) * 256), 0.0, 255.0);
        ++tally.histogram[static_cast<std::size_t>(label) * 256 + static_cast<std::size_t>(bin)];
    }
    return tally;
}

TEST_P(GateCounting, EqualsACountByHandForSigmoidGates) {
    auto gates = random_values(40 * kChannels, 0.0f, 1.0f, 7);
    gates[0] = 0.0f;
    gates[1] = 1.0f;
    gates[2] = 0.95f;       // not above
    gates[3] = 0.05f;       // not below
    gates[4] = 0x1.8p-33f;  // half a unit up: llround goes away from zero
    gates[5] = 0x1.0p-33f;
    std::vector<std::int32_t> labels(40);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i * 7 % 4) - 1;
    auto counted = accumulator();
    add(counted, labels, gates);
    EXPECT_EQ(tally_of(counted), count_by_hand(labels, gates, 32, 0.0, 1.0));
}

TEST_P(GateCounting, EqualsACountByHandForTanhGates) {
    const auto gates = random_values(8 * kChannels, -1.0f, 1.0f, 8);
    const std::vector<std::int32_t> labels{0, 1, 2, 0, 1, 2, 0, 0};
    auto counted = accumulator(GateFunction::tanh);
    add(counted, labels, gates);
    EXPECT_EQ(tally_of(counted), count_by_hand(labels, gates, 32, -1.0, 1.0));
}

TEST_P(GateCounting, KeepsUnboundedGatesInCoarserUnits) {
    const auto gates = random_values(8 * kChannels, 0.0f, 300.0f, 9);
    const std::vector<std::int32_t> labels{0, 1, 2, 0, 1, 2, 0, 0};
    auto counted = accumulator(GateFunction::relu);
    add(counted, labels, gates);
    EXPECT_EQ(tally_of(counted), count_by_hand(labels, gates, 16, 0.0, 1.0));
}

TEST_P(GateCounting, CountsGatesThatAreNotFiniteAndNothingElseOfThem) {
    auto gates = random_values(3 * kChannels, 0.0f, 1.0f, 10);
    gates[0] = kNan;
    gates[17] = kInfinity;
    gates[18] = -kInfinity;
    gates[40] = kNan;  // of the image without a label
    const std::vector<std::int32_t> labels{1, 1, -1};
    auto counted = accumulator();
    add(counted, labels, gates);
    const BlockTally tally = tally_of(counted);
    EXPECT_EQ(tally.not_finite, 3U);
    EXPECT_EQ(tally, count_by_hand(labels, gates, 32, 0.0, 1.0));
}

TEST_P(GateCounting, CountsJointMomentsOfGatesAndEnergies) {
    auto counted = accumulator();
    std::vector<float> gates(2 * kChannels, 0.5f);
    std::vector<float> energies(2 * kChannels, 3.0f);
    gates[16] = 0.25f;
    energies[16] = 8.0f;
    add(counted, {0, 2}, gates, energies);
    const EnergyMoments moments = tally_of(counted).energies;
    EXPECT_EQ(moments.bits, 30);
    EXPECT_EQ(moments.energy[0], std::llround(std::ldexp(3.0 + 8.0, 30)));
    EXPECT_EQ(moments.gate_energy[0], std::llround(std::ldexp(0.5 * 3 + 0.25 * 8, 30)));
    EXPECT_EQ(moments.squared_gate_energy[0], std::llround(std::ldexp(0.25 * 3 + 0.0625 * 8, 30)));
}

TEST_P(GateCounting, KeepsEnergiesThatAreNotFiniteOrHugeFromSpoilingTheRest) {
    auto counted = accumulator();
    const std::vector<float> gates(3 * kChannels, 0.5f);
    std::vector<float> energies(3 * kChannels, 1.0f);
    energies[0] = kNan;
    energies[1] = kInfinity;
    energies[2] = 1e30f;
    energies[33] = kNan;  // of the image without a label
    add(counted, {1, 1, -1}, gates, energies);
    const BlockTally tally = tally_of(counted);
    EXPECT_EQ(tally.not_finite, 0U);
    EXPECT_EQ(tally.energies.not_finite, 2U);
    EXPECT_EQ(tally.energies, moments_by_hand({1, 1, -1}, gates, energies, 30));
    EXPECT_EQ(tally.energies.energy[0], std::int64_t{1} << 30);
    EXPECT_EQ(tally.energies.energy[2], (std::int64_t{1} << 30) + (std::int64_t{1} << 44));
}

TEST_P(GateCounting, CountsImagesOfClassesOnly) {
    auto counted = accumulator();
    add(counted, {0, -1, 2, 2}, random_values(4 * kChannels, 0.0f, 1.0f, 11));
    const GateTally tally = translate_torch_errors([&] { return counted.tally(); });
    EXPECT_EQ(tally.images, (std::vector<std::uint64_t>{1, 0, 2}));
    EXPECT_EQ(tally.blocks[0].min[16], kInfinity);  // class 1 has no image
    EXPECT_EQ(tally.blocks[0].max[16], -kInfinity);
}

TEST_P(GateCounting, CountsNegativeZeroAsZero) {
    auto counted = accumulator(GateFunction::tanh);
    add(counted, {0}, std::vector<float>(16, -0.0f));
    const BlockTally tally = tally_of(counted);
    EXPECT_FALSE(std::signbit(tally.min[0]));
    EXPECT_FALSE(std::signbit(tally.max[0]));
}

TEST_P(GateCounting, DoesNotDependOnTheOrderOfImages) {
    const auto gates = random_values(6 * kChannels, 0.0f, 1.0f, 12);
    auto forwards = accumulator();
    auto backwards = accumulator();
    for (std::size_t i = 0; i < 6; ++i) {
        const auto image = [&](std::size_t k) {
            const auto first = gates.begin() + static_cast<std::ptrdiff_t>(k * 16);
            return std::vector<float>(first, first + 16);
        };
        add(forwards, {static_cast<int>(i % 3)}, image(i));
        add(backwards, {static_cast<int>((5 - i) % 3)}, image(5 - i));
    }
    EXPECT_EQ(tally_of(forwards), tally_of(backwards));
}

TEST_P(GateCounting, MergesPartsToTheBitsOfTheWhole) {
    const auto gates = random_values(5 * kChannels, 0.0f, 1.0f, 13);
    auto whole = accumulator();
    auto first = accumulator();
    auto second = accumulator();
    add(whole, {0, 1, 2, 1, 0}, gates);
    add(first, {0, 1}, {gates.begin(), gates.begin() + 32});
    add(second, {2, 1, 0}, {gates.begin() + 32, gates.end()});
    translate_torch_errors([&] {
        GateTally merged = first.tally();
        merge_into(merged, second.tally());
        EXPECT_EQ(merged, whole.tally());
    });
}

TEST_P(GateCounting, RefusesLabelsOutsideTheClasses) {
    for (const std::int32_t label : {-2, kClasses}) {
        auto counted = accumulator();
        try {
            add(counted, {label}, std::vector<float>(16, 0.5f));
            FAIL() << "label " << label << " was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
            EXPECT_NE(error.message().find(std::to_string(label)), std::string::npos);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(With, GateCounting,
                         ::testing::Values(CountingMethod::operators, CountingMethod::loops),
                         [](const auto& method) {
                             return method.param == CountingMethod::loops ? "Loops" : "Operators";
                         });

}  // namespace
}  // namespace sescope::testing
