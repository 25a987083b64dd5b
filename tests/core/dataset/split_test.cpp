// SPDX-License-Identifier: GPL-3.0-or-later
// Halves of a data set: what was found on one is proven on the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/dataset/dataset.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

using testing::ElementsAre;

class SplitTest : public ::testing::Test {
  protected:
    SplitTest() {
        for (int i = 0; i < 41; ++i) scratch_.write("a/" + std::to_string(i) + ".jpg");
        for (int i = 0; i < 20; ++i) scratch_.write("b/" + std::to_string(i) + ".jpg");
        scratch_.write("c/only.jpg");
    }

    Dataset half(Split split, std::uint64_t seed = 0, int per_class = 0) const {
        DatasetOptions options = sample(per_class, seed);
        options.split = split;
        return open_dataset(scratch_.root(), options, {});
    }

    static std::multiset<std::string> names(const Dataset& a) {
        const auto ids = ids_of(a);
        return {ids.begin(), ids.end()};
    }

    Scratch scratch_;
};

std::vector<int> images_of(const Dataset& dataset) {
    std::vector<int> images(dataset.classes.size());
    for (const auto& image : dataset.images) ++images[std::size_t(image.label)];
    return images;
}

TEST_F(SplitTest, TheHalvesOfEveryClassAreDisjointAndMakeTheWhole) {
    const Dataset profile = half(Split::profile);
    const Dataset proof = half(Split::proof);
    EXPECT_THAT(images_of(profile), ElementsAre(21, 10, 1)) << "the odd one goes to the profile";
    EXPECT_THAT(images_of(proof), ElementsAre(20, 10, 0));
    auto together = names(profile);
    together.merge(names(proof));
    EXPECT_EQ(together, names(half(Split::all)));
    EXPECT_NE(profile.fingerprint, proof.fingerprint);
}

TEST_F(SplitTest, TheSeedDecidesAndASampleKeepsToItsHalf) {
    EXPECT_EQ(names(half(Split::proof, 7)), names(half(Split::proof, 7)));
    EXPECT_NE(names(half(Split::proof, 7)), names(half(Split::proof, 8)));
    const auto whole_half = names(half(Split::proof, 7));
    const Dataset sampled = half(Split::proof, 7, 5);
    EXPECT_THAT(images_of(sampled), ElementsAre(5, 5, 0));
    for (const auto& id : ids_of(sampled)) EXPECT_EQ(whole_half.count(id), 1u) << id;
}

TEST_F(SplitTest, ImagesThatWereUsedAreLeftOut) {
    const Dataset used = half(Split::all, 3, 15);
    const Dataset rest = without_images(half(Split::all), used, 0, 0);
    EXPECT_THAT(images_of(rest), ElementsAre(26, 5, 0));
    const auto taken = names(used);
    for (const auto& id : ids_of(rest)) EXPECT_EQ(taken.count(id), 0u) << id;
    EXPECT_NE(rest.fingerprint, half(Split::all).fingerprint);
    EXPECT_THAT(images_of(without_images(half(Split::all), used, 4, 1)), ElementsAre(4, 4, 0));
    EXPECT_TRUE(without_images(half(Split::all), half(Split::all), 0, 0).images.empty());
}

TEST_F(SplitTest, WithoutUsedImagesNothingIsLeftOut) {
    const Dataset rest = without_images(half(Split::all), {}, 0, 0);
    EXPECT_EQ(names(rest), names(half(Split::all)));
    EXPECT_EQ(rest.fingerprint, half(Split::all).fingerprint);
}

}  // namespace
}  // namespace sescope
