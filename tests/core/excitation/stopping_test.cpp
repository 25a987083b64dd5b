// SPDX-License-Identifier: GPL-3.0-or-later
// The stopping rule by itself: quantiles, intervals, and how often they hold.
#include "core/excitation/stopping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/excitation/profile.h"
#include "made_tally.h"

namespace sescope {
namespace {

using Images = std::vector<std::vector<float>>;  // gates of each

StoppingRule within(double half_width) {
    StoppingRule rule;
    rule.half_width = half_width;
    return rule;
}

GateTally tally_of_class(const Images& images, std::size_t count) {
    std::vector<std::pair<int, std::vector<float>>> labelled;
    for (std::size_t i = 0; i < count; ++i) labelled.emplace_back(0, images[i]);
    return testing::tally_of(labelled, 1, int(images.front().size()));
}

TEST(Student, QuantilesAreThoseOfTheTables) {
    EXPECT_NEAR(two_sided_t(0.05, 1), 12.706205, 1e-6);
    EXPECT_NEAR(two_sided_t(0.05, 10), 2.228139, 1e-6);
    EXPECT_NEAR(two_sided_t(0.01, 31), 2.744042, 1e-6);
    EXPECT_NEAR(two_sided_t(0.5, 4), 0.740697, 1e-6);
    EXPECT_NEAR(two_sided_t(0.001, 100), 3.390491, 1e-6);
    EXPECT_NEAR(two_sided_t(0.05, 1e7), 1.959964, 1e-6);
}

TEST(StoppingRule, LooksGrowByHalfAndEndBelowTheImages) {
    EXPECT_THAT(looks_below(within(0.01), 392),
                ::testing::ElementsAre(32, 48, 72, 108, 162, 243, 365));
    EXPECT_THAT(looks_below(within(0.01), 365), ::testing::ElementsAre(32, 48, 72, 108, 162, 243));
    EXPECT_THAT(looks_below(within(0.01), 32), ::testing::IsEmpty());
}

TEST(StoppingRule, TheWidestChannelDecides) {
    // 32 of 64 images; the first channel is steady, the second is 0.2 or 0.6 by turns.
    Images images;
    for (int i = 0; i < 32; ++i) images.push_back({0.5f, i % 2 == 0 ? 0.2f : 0.6f});
    const GateTally gates = tally_of_class(images, 32);
    const double variance = 0.04 * 32 / 31 + 0.25 / 32;
    // Two looks, after 32 and 48 images: each has half of the error.
    EXPECT_NEAR(widest_half_width(gates, 0, 64, within(0.01)),
                two_sided_t(0.025, 31) * std::sqrt(variance / 32 * 0.5), 1e-7);
    StoppingRule population = within(0.01);
    population.population = true;  // and a third, after all
    EXPECT_NEAR(widest_half_width(gates, 0, 64, population),
                two_sided_t(0.05 / 3, 31) * std::sqrt(variance / 32), 1e-7);
    EXPECT_EQ(widest_half_width(gates, 0, 32, within(0.01)), 0.0);
    EXPECT_GT(widest_half_width(gates, 0, 32, population), 0.07);
}

TEST(StoppingRule, WhatCannotBeToldIsNotKnown) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(widest_half_width(tally_of_class({{0.5f}}, 0), 0, 9, within(1)), infinity);
    EXPECT_EQ(widest_half_width(tally_of_class({{0.5f}}, 1), 0, 9, within(1)), infinity);
    EXPECT_EQ(widest_half_width(tally_of_class({{0.5f}}, 1), 0, 1, within(1)), 0.0);
    const Images images(40, {0.5f, std::nanf("")});
    EXPECT_EQ(widest_half_width(tally_of_class(images, 40), 0, 40, within(1)), infinity);
}

TEST(StoppingRule, ASteadyChannelIsNotBelievedTooSoon) {
    const Images images(300, {0.5f});
    EXPECT_GT(widest_half_width(tally_of_class(images, 72), 0, 1000, within(0.01)), 0.01);
    EXPECT_LT(widest_half_width(tally_of_class(images, 162), 0, 1000, within(0.01)), 0.01);
}

TEST(StoppingRule, RefusesWhatMakesNoSense) {
    for (const double bad : {0.0, -0.01, std::nan(""), std::numeric_limits<double>::infinity()}) {
        EXPECT_THROW(require_sensible(within(bad)), Error);
    }
    StoppingRule certain = within(0.01);
    certain.confidence = 1;
    EXPECT_THROW(require_sensible(certain), Error);
    EXPECT_NO_THROW(require_sensible(within(0.01)));
}

// ---- how often it holds ------------------------------------------------------------------------

// Gates as networks have them: bells of any width, gates that are nearly always shut and sometimes
// open, and such as are either.
Images drawn_images(std::size_t count, const std::vector<int>& kinds, std::mt19937_64& random) {
    const auto uniform = [&] { return double(random() >> 11) * 0x1p-53; };
    Images images(count);
    for (auto& gates : images) {
        for (const int kind : kinds) {
            const double u = uniform();
            const double bell = (uniform() + uniform() + uniform()) / 3;
            gates.push_back(float(kind == 0   ? 0.3 + 0.4 * bell
                                  : kind == 1 ? std::pow(u, 8)
                                  : kind == 2 ? (u < 0.15 ? 0.9 : 0.1)
                                              : bell));
        }
    }
    return images;
}

struct Held {
    double missed = 0;  ///< share of means that were further off than claimed
    double worst = 0;   ///< the same of the channel that missed most often
    double taken = 0;   ///< share of images
};

// Walks `repeats` classes of 800 images as a run would.
Held how_often(const StoppingRule& rule, const std::vector<int>& kinds, int repeats) {
    std::mt19937_64 random(20);
    constexpr std::size_t kImages = 800;
    std::vector<int> misses(kinds.size(), 0);
    Held held;
    for (int repeat = 0; repeat < repeats; ++repeat) {
        const Images images = drawn_images(kImages, kinds, random);
        const auto truth = class_mean(tally_of_class(images, kImages), 0, 0);
        auto looks = looks_below(rule, kImages);
        looks.push_back(kImages);
        for (const std::uint64_t look : looks) {
            const GateTally gates = tally_of_class(images, look);
            if (widest_half_width(gates, 0, kImages, rule) > rule.half_width) continue;
            held.taken += double(look) / kImages / repeats;
            const auto means = class_mean(gates, 0, 0);
            for (std::size_t c = 0; c < kinds.size(); ++c) {
                misses[c] += std::abs(means[c] - truth[c]) > rule.half_width ? 1 : 0;
            }
            break;
        }
    }
    for (const int each : misses) {
        held.missed += double(each) / repeats / double(kinds.size());
        held.worst = std::max(held.worst, double(each) / repeats);
    }
    return held;
}

TEST(StoppingRule, EachMeanIsWithinWhatIsClaimedAtLeastSoOften) {
    // A channel alone is the hardest: its own luck decides when it is believed.
    for (const int kind : {0, 1, 2, 3}) {
        for (const double half_width : {0.02, 0.05}) {
            SCOPED_TRACE(::testing::Message() << "kind " << kind << " within " << half_width);
            const Held held = how_often(within(half_width), {kind}, 400);
            EXPECT_LE(held.missed, 0.05);
            EXPECT_LT(held.taken, 0.75);
        }
    }
}

TEST(StoppingRule, AmongManyChannelsEachHoldsMoreOften) {
    const Held held = how_often(within(0.03), {0, 1, 2, 3, 0, 1, 2, 3}, 300);
    EXPECT_LE(held.worst, 0.05);
    EXPECT_LE(held.missed, 0.02);
    EXPECT_LT(held.taken, 0.8);
}

}  // namespace
}  // namespace sescope
