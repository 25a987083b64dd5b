// SPDX-License-Identifier: GPL-3.0-or-later
// The block table of the reference, from its own means and variances: our definitions are its.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/excitation/profile.h"
#include "golden_profile.h"
#include "made_tally.h"

namespace sescope {
namespace {

// Sums that have the golden mean and variance over `images`.
BlockTally with_moments(const std::string& name, const testing::GoldenBlock& golden,
                        const std::vector<std::uint64_t>& images) {
    const int classes = int(images.size());
    BlockTally block = testing::empty_block(name, classes, golden.channels);
    for (std::size_t at = 0; at < block.sum.size(); ++at) {
        const double n = double(images[at / std::size_t(golden.channels)]);
        const double mean = golden.mean[at];
        block.sum[at] = std::llround(std::ldexp(n * mean, 32));
        block.sum_of_squares[at] =
            std::llround(std::ldexp(n * (mean * mean + double(golden.variance[at])), 32));
    }
    return block;
}

class GoldenSummary : public ::testing::TestWithParam<const char*> {};

TEST_P(GoldenSummary, EqualsTheBlockTableOfTheReference) {
    const auto golden = testing::read_golden_profile(GetParam());
    ExcitationProfile profile;
    profile.gates.classes = int(golden.images.size());
    profile.gates.images = golden.images;
    for (const auto& [name, block] : golden.blocks) {
        profile.gates.blocks.push_back(with_moments(name, block, golden.images));
    }
    const auto rows = summarise(profile);
    ASSERT_EQ(rows.size(), 16u);
    for (const auto& row : rows) {
        const auto& expected = golden.table.at(row.block);
        SCOPED_TRACE(row.block);
        EXPECT_EQ(row.channels, expected.at("channels").get<int>());
        EXPECT_NEAR(row.mean, expected.at("mean").get<double>(), 1e-7);
        EXPECT_NEAR(row.std_within, expected.at("std_within").get<double>(), 1e-7);
        EXPECT_NEAR(row.std_between, expected.at("std_between").get<double>(), 1e-7);
        // The reference has the plain share, which chance adds to.
        const double within = row.std_within * row.std_within;
        const double between = row.std_between * row.std_between;
        EXPECT_NEAR(between / (within + between), expected.at("class_share").get<double>(), 1e-6);
        EXPECT_LT(row.class_share, expected.at("class_share").get<double>());
    }
}

TEST_P(GoldenSummary, VariancesComeBackFromTheSums) {
    const auto golden = testing::read_golden_profile(GetParam());
    for (const auto& [name, block] : golden.blocks) {
        GateTally gates;
        gates.classes = int(golden.images.size());
        gates.images = golden.images;
        gates.blocks.push_back(with_moments(name, block, golden.images));
        for (int cls = 0; cls < gates.classes; ++cls) {
            const auto mean = class_mean(gates, 0, cls);
            const auto variance = class_variance(gates, 0, cls);
            for (int c = 0; c < block.channels; ++c) {
                const std::size_t at = std::size_t(cls) * block.channels + c;
                ASSERT_NEAR(mean[c], block.mean[at], 1e-9) << name << " channel " << c;
                ASSERT_NEAR(variance[c], block.variance[at], 2e-9) << name << " channel " << c;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Reference, GoldenSummary,
                         ::testing::Values("seresnet50_imagenette", "seresnet50_imagenette_idle"),
                         [](const auto& run) { return std::string(run.param); });

}  // namespace
}  // namespace sescope
