// SPDX-License-Identifier: GPL-3.0-or-later
// The recalibration strength against its definition, image by image.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/excitation/profile.h"
#include "made_tally.h"

namespace sescope {
namespace {

using testing::add_energy;
using testing::tally_of;
using testing::with_energies;

/// Gates and energies of one channel: an image each.
struct Channel {
    std::vector<double> gates;
    std::vector<double> energies;
};

GateTally tally_of_channels(const std::vector<Channel>& channels) {
    std::vector<std::pair<int, std::vector<float>>> images(channels[0].gates.size(), {0, {}});
    for (const auto& channel : channels) {
        for (std::size_t i = 0; i < images.size(); ++i) {
            images[i].second.push_back(static_cast<float>(channel.gates[i]));
        }
    }
    GateTally tally = with_energies(tally_of(images, 1, static_cast<int>(channels.size())));
    for (std::size_t c = 0; c < channels.size(); ++c) {
        for (std::size_t i = 0; i < images.size(); ++i) {
            add_energy(tally.blocks[0], c, channels[c].gates[i], channels[c].energies[i]);
        }
    }
    return tally;
}

double by_definition(const std::vector<Channel>& channels, bool to_mean) {
    double change = 0;
    double output = 0;
    for (const auto& channel : channels) {
        double target = to_mean ? 0 : 1;
        for (const double s : channel.gates) {
            if (to_mean) target += s / double(channel.gates.size());
        }
        for (std::size_t i = 0; i < channel.gates.size(); ++i) {
            const double s = channel.gates[i];
            change += (s - target) * (s - target) * channel.energies[i];
            output += s * s * channel.energies[i];
        }
    }
    return std::sqrt(change / output);
}

TEST(Strength, EqualsItsDefinitionWhereGatesAndEnergiesAreDependent) {
    const std::vector<Channel> channels{{{0.25, 0.5, 1.0}, {4.0, 1.0, 0.125}},
                                        {{0.75, 0.75, 0.125}, {0.5, 2.0, 16.0}}};
    const Strength strength = strength_of(tally_of_channels(channels), 0);
    EXPECT_NEAR(strength.mean, by_definition(channels, true), 1e-7);
    EXPECT_NEAR(strength.identity, by_definition(channels, false), 1e-7);
    EXPECT_GT(std::abs(strength.short_form - strength.mean), 0.05)
        << "the short form is wrong here";
}

TEST(Strength, ShortFormIsRightWhereGatesAndEnergiesAreIndependent) {
    const std::vector<Channel> channels{{{0.25, 0.25, 0.75, 0.75}, {1.0, 3.0, 1.0, 3.0}}};
    const Strength strength = strength_of(tally_of_channels(channels), 0);
    EXPECT_NEAR(strength.short_form, strength.mean, 1e-9);
    // Var = 1/16, E[e] = 2, E[s^2 e] = (1/16 + 9/16) / 2 * 2.
    EXPECT_NEAR(strength.mean, std::sqrt(0.125 / 0.625), 1e-9);
}

TEST(Strength, IsZeroOfGatesThatDoNotMoveAndOfOutputsOfZero) {
    const Strength still = strength_of(tally_of_channels({{{0.7, 0.7, 0.7}, {1.0, 5.0, 0.1}}}), 0);
    EXPECT_LT(still.mean, 1e-4);
    EXPECT_NEAR(still.identity, 0.3 / 0.7, 1e-6);
    const Strength silent = strength_of(tally_of_channels({{{0.2, 0.9}, {0.0, 0.0}}}), 0);
    EXPECT_EQ(silent.mean, 0);
    EXPECT_EQ(silent.identity, 0);
}

TEST(Strength, IsUnknownWithoutEnergiesOrImages) {
    EXPECT_TRUE(std::isnan(strength_of(tally_of({{0, {0.5f}}}, 1, 1), 0).mean));
    EXPECT_TRUE(std::isnan(strength_of(with_energies(tally_of({}, 1, 1)), 0).mean));
    EXPECT_TRUE(std::isnan(strength_of(with_energies(tally_of({}, 1, 1)), 0).identity));
}

TEST(Strength, OfPartsIsThatOfTheWholeToTheBit) {
    const std::vector<Channel> channels{{{0.25, 0.5, 1.0}, {4.0, 1.0, 0.125}}};
    GateTally merged = tally_of_channels({{{0.25}, {4.0}}});
    merge_into(merged, tally_of_channels({{{0.5, 1.0}, {1.0, 0.125}}}));
    const GateTally whole = tally_of_channels(channels);
    EXPECT_EQ(merged, whole);
    EXPECT_EQ(strength_of(merged, 0).mean, strength_of(whole, 0).mean);
}

TEST(Strength, OfAPartWithoutEnergiesIsUnknown) {
    GateTally merged = tally_of_channels({{{0.25}, {4.0}}});
    merge_into(merged, tally_of({{0, {0.5f}}}, 1, 1));
    EXPECT_FALSE(merged.blocks[0].energies.recorded());
    GateTally other = tally_of({{0, {0.5f}}}, 1, 1);
    merge_into(other, tally_of_channels({{{0.25}, {4.0}}}));
    EXPECT_EQ(merged.blocks[0].energies, other.blocks[0].energies);
}

TEST(Strength, EnergiesOfOtherUnitsDoNotMerge) {
    GateTally merged = tally_of_channels({{{0.25}, {4.0}}});
    GateTally other = merged;
    other.blocks[0].energies.bits = 16;
    EXPECT_THROW(merge_into(merged, other), Error);
}

}  // namespace
}  // namespace sescope
