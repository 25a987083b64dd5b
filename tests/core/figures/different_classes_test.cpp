// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/figures/figure.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Classes as points of the plane: the two channels of one block.
ExcitationProfile points(const std::vector<std::pair<double, double>>& at,
                         std::vector<std::uint64_t> images = {}) {
    if (images.empty()) images.assign(at.size(), 1);
    return made_profile({{"SE_2_1", 2}}, images, [&](int, int cls, int channel, int) {
        const auto& point = at[std::size_t(cls)];
        return channel == 0 ? point.first : point.second;
    });
}

TEST(MostDifferentClasses, StartWithTheMostDistantPairAndGoOnWithTheFarthestFromAllChosen) {
    // 1 and 4 are the most distant; then 3, 1 from either; 0 and 2 lie beside 1 and 4.
    const auto profile = points({{0.2, 0.2}, {0.0, 0.0}, {0.9, 0.9}, {0.0, 1.0}, {1.0, 1.0}});
    EXPECT_THAT(most_different_classes(profile, 3), ElementsAre(1, 4, 3));
    EXPECT_THAT(most_different_classes(profile, 2), ElementsAre(1, 4));
    EXPECT_THAT(most_different_classes(profile, 9), ElementsAre(1, 4, 3, 0, 2));
}

TEST(MostDifferentClasses, BreakTiesByIndex) {
    const auto square = points({{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    EXPECT_THAT(most_different_classes(square, 4), ElementsAre(0, 3, 1, 2));
    const auto same = points({{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}});
    EXPECT_THAT(most_different_classes(same, 3), ElementsAre(0, 1, 2));
}

TEST(MostDifferentClasses, LeaveOutClassesWithoutImages) {
    const auto profile = points({{0, 0}, {1, 1}, {0.5, 0.5}}, {1, 0, 1});
    EXPECT_THAT(most_different_classes(profile, 3), ElementsAre(0, 2));
    EXPECT_THAT(most_different_classes(points({{0, 0}, {1, 1}}, {0, 3}), 4), ElementsAre(1));
    EXPECT_THAT(most_different_classes(points({{0, 0}, {1, 1}}, {0, 3}), 0), IsEmpty());
    EXPECT_THAT(most_different_classes(made_profile({{"SE_2_1", 2}}, {}, {}), 4), IsEmpty());
}

TEST(MostDifferentClasses, LeaveOutClassesWhoseGatesWereAllNaN) {
    auto profile = points({{0, 0}, {1, 1}, {0.5, 0.5}});
    // The histogram counts finite gates: none of class 1.
    auto& block = profile.gates.blocks[0];
    block.not_finite = 2;
    block.histogram[0] = 2;
    block.histogram[2 * kHistogramBins + 128] = 2;
    EXPECT_THAT(most_different_classes(profile, 3), ElementsAre(0, 2));
}

TEST(MostDifferentClasses, CompareAllBlocks) {
    // Block SE_2_1 alone would say 0 and 1; block SE_3_1 has more channels that part 2 from the
    // rest.
    const auto profile =
        made_profile({{"SE_2_1", 1}, {"SE_3_1", 8}}, {1, 1, 1}, [](int block, int cls, int, int) {
            if (block == 0) return cls == 1 ? 1.0 : 0.0;
            return cls == 2 ? 1.0 : 0.0;
        });
    EXPECT_THAT(most_different_classes(profile, 2), ElementsAre(1, 2));
}

TEST(MostDifferentClasses, OfAThousandClassesAreFoundOverSampledChannels) {
    const auto profile =
        made_profile({{"SE_2_1", 64}, {"SE_5_1", 2048}}, std::vector<std::uint64_t>(1000, 1),
                     [](int, int cls, int channel, int) {
                         if (cls == 700) return 0.0;
                         if (cls == 123) return 1.0;
                         return 0.4 + 0.2 * ((cls * 31 + channel * 17) % 101) / 100.0;
                     });
    EXPECT_THAT(most_different_classes(profile, 2), ElementsAre(123, 700));
}

TEST(SampleChannels, AreUniformlySpreadFromZero) {
    EXPECT_THAT(sample_channels(10, 5), ElementsAre(0, 2, 4, 6, 8));
    EXPECT_THAT(sample_channels(10, 4), ElementsAre(0, 2, 5, 7));
    const auto sampled = sample_channels(2048, 50);
    EXPECT_EQ(sampled.size(), 50U);
    EXPECT_EQ(sampled.back(), 49 * 2048 / 50);
}

TEST(SampleChannels, AreAllWhereThereAreFewOrAllAreAskedFor) {
    EXPECT_THAT(sample_channels(3, 50), ElementsAre(0, 1, 2));
    EXPECT_THAT(sample_channels(3, 0), ElementsAre(0, 1, 2));
    EXPECT_THAT(sample_channels(0, 50), IsEmpty());
}

}  // namespace
}  // namespace sescope
