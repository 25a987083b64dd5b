// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/demo_images.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "core/base/error.h"
#include "core/base/sha256.h"

namespace sescope {
namespace {

std::string hash_of(const std::vector<std::uint8_t>& bytes) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(bytes)));
    return hash.hex();
}

TEST(DemoImages, ClassNamesAreInHeadOrderWhichIsAlphabetical) {
    const auto names = demo_class_names();
    ASSERT_EQ(names.size(), 10u);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(names.front(), "bricks");
    EXPECT_EQ(names.back(), "waves");
}

TEST(DemoImages, SameArgumentsGiveTheSameBytes) {
    EXPECT_EQ(draw_demo_image(3, DemoSplit::train, 7, 11),
              draw_demo_image(3, DemoSplit::train, 7, 11));
}

// The embedded weights were trained on exactly these pixels; a change of the generator asks for
// training anew.
TEST(DemoImages, PixelsAreThoseThatTheEmbeddedNetworkWasTrainedOn) {
    Sha256 all;
    for (int label = 0; label < 10; ++label) {
        const auto pixels = draw_demo_image(label, DemoSplit::train, 1, label);
        ASSERT_EQ(pixels.size(), 64u * 64 * 3);
        all.add(std::as_bytes(std::span(pixels)));
    }
    EXPECT_EQ(all.hex(), "9331dc7e2dc55c40a20bae166ef2814f910d7508e6381234cb6cb79479124d6f");
}

TEST(DemoImages, EveryClassSplitSeedAndIndexDiffers) {
    std::set<std::string> hashes;
    for (int label = 0; label < 10; ++label) {
        for (int index = 0; index < 3; ++index) {
            for (const auto split : {DemoSplit::train, DemoSplit::validation}) {
                for (const std::uint64_t seed : {1u, 2u}) {
                    hashes.insert(hash_of(draw_demo_image(label, split, seed, index, 16)));
                }
            }
        }
    }
    EXPECT_EQ(hashes.size(), 10u * 3 * 2 * 2);
}

TEST(DemoImages, RefusesLabelsAndSidesThatThereAreNot) {
    EXPECT_THROW(draw_demo_image(10, DemoSplit::train, 1, 0), Error);
    EXPECT_THROW(draw_demo_image(-1, DemoSplit::train, 1, 0), Error);
    EXPECT_THROW(draw_demo_image(0, DemoSplit::train, 1, -1), Error);
    EXPECT_THROW(draw_demo_image(0, DemoSplit::train, 1, 0, 4), Error);
}

}  // namespace
}  // namespace sescope
