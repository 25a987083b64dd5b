// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/channels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "made_tally.h"

namespace sescope::testing {
namespace {

using ::testing::ElementsAre;

// Channels: closed, open, constant, live, constant of a gate that may be negative.
GateTally five_kinds() {
    return tally_of({{0, {0.0f, 1.0f, 0.25f, 0.0f, -0.5f}},
                     {0, {0.03125f, 0.96875f, 0.28125f, 0.5f, -0.5f}},
                     {2, {0.015625f, 1.0f, 0.25f, 0.25f, -0.53125f}}},
                    4, 5);
}

TEST(Channels, KnowTheirExtremesOverAllClasses) {
    const auto channels = channel_gates(five_kinds(), 0);
    ASSERT_EQ(channels.size(), 5u);
    EXPECT_EQ(channels[0].min, 0.0);
    EXPECT_EQ(channels[0].max, 0.03125);
    EXPECT_EQ(channels[0].mean, 0.015625);
    EXPECT_EQ(channels[3].max, 0.5);
    EXPECT_EQ(channels[4].min, -0.53125);
    EXPECT_TRUE(std::isnan(channels[0].passed));  // no energies
}

TEST(Channels, AreOfTheFirstKindThatHolds) {
    const GateTally gates = five_kinds();
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::closed), ElementsAre(0));
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::open), ElementsAre(1));
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::constant), ElementsAre(2, 4));
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::live), ElementsAre(3));
    // At the threshold it still holds.
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::closed, {.closed = 0.03125}), ElementsAre(0));
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::closed, {.closed = 0.03}), ElementsAre());
    EXPECT_THAT(channels_of(gates, 0, ChannelKind::open, {.open = 0.03}), ElementsAre());
    // What is no longer closed or open is still constant.
    EXPECT_THAT(
        channels_of(gates, 0, ChannelKind::constant, {.closed = 0, .open = 0, .constant = 0.03125}),
        ElementsAre(0, 1, 2, 4));
}

TEST(Channels, SayWhatTheClosedOnesLetThrough) {
    GateTally gates = with_energies(five_kinds());
    EnergyMoments& energies = gates.blocks[0].energies;
    const std::int64_t unit = std::int64_t{1} << 20;
    energies.squared_gate_energy = {unit, 0, 0, 8 * unit, 0};
    const ChannelCounts counts = channel_counts(gates, 0);
    EXPECT_EQ(counts.closed, 1);
    EXPECT_EQ(counts.open, 1);
    EXPECT_EQ(counts.constant, 2);
    EXPECT_EQ(counts.live, 1);
    EXPECT_EQ(counts.channels(), 5);
    EXPECT_DOUBLE_EQ(counts.closed_passes, 1.0 / 3);
    EXPECT_EQ(channel_counts(gates, 0, {.closed = 0}).closed_passes, 0.0);
}

TEST(Channels, AreLiveWhereNothingIsKnown) {
    const GateTally none = tally_of({}, 2, 3);
    EXPECT_TRUE(std::isnan(channel_gates(none, 0)[0].max));
    EXPECT_EQ(channel_counts(none, 0).live, 3);
    GateTally with_nan = five_kinds();
    with_nan.blocks[0].not_finite = 1;
    EXPECT_EQ(channel_counts(with_nan, 0).live, 5);
}

TEST(Channels, RefuseThresholdsThatAreNone) {
    EXPECT_NO_THROW(require_sensible(ChannelThresholds{}));
    EXPECT_THROW(require_sensible(ChannelThresholds{.closed = 1.5}), Error);
    EXPECT_THROW(require_sensible(ChannelThresholds{.open = -0.1}), Error);
    EXPECT_THROW(
        require_sensible(ChannelThresholds{.constant = std::numeric_limits<double>::quiet_NaN()}),
        Error);
}

}  // namespace
}  // namespace sescope::testing
