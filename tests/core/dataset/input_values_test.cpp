// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/input_values.h"

#include <gmock/gmock.h>

#include <limits>

#include "core/base/error.h"
#include "tests/core/dataset/scratch.h"
#include "tests/support/npy_file.h"

namespace sescope::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Preprocessing of(int size, int width, int channels) {
    Preprocessing input;
    input.size = size;
    input.width = width;
    input.channels = channels;
    input.crop_pct = 1;
    return input;
}

std::string refusal(const std::filesystem::path& path, const Preprocessing& input) {
    try {
        load_values(path, input);
    } catch (const Error& error) {
        return error.message();
    }
    return "nothing";
}

TEST(InputValues, OfAnArrayAreItsOwn) {
    const Scratch scratch;
    const std::vector<float> numbers{1, -2, 3.5F, 4};
    const auto path = scratch.write("a.npy", npy_of({2, 1, 2}, numbers));
    EXPECT_THAT(load_values(path, of(1, 2, 2)), ElementsAre(1, -2, 3.5F, 4));
    Preprocessing normalised = of(1, 2, 2);
    normalised.array_mean = {1, 2};
    normalised.array_std = {2, 4};
    EXPECT_THAT(load_values(path, normalised), ElementsAre(0, -1.5F, 0.375F, 0.5F));
}

TEST(InputValues, ArrayOfOtherExtentsIsRefusedWithBoth) {
    const Scratch scratch;
    const std::vector<float> numbers{1, 2, 3, 4};
    const auto path = scratch.write("a.npy", npy_of({2, 1, 2}, numbers));
    EXPECT_EQ(refusal(path, of(1, 2, 3)), "an array of 2 x 1 x 2, and the input is 3 x 1 x 2");
    EXPECT_EQ(refusal(path, of(2, 1, 2)), "an array of 2 x 1 x 2, and the input is 2 x 2 x 1");
}

TEST(InputValues, OfAnImageAreNormalisedAsTheEngineDoes) {
    const Scratch scratch;
    const auto path = scratch.write("a.png", "");
    write_png(path, {1, 1, {255, 51, 0}});
    Preprocessing input = of(1, 0, 3);
    input.mean = {0.5F, 0.25F, 0.125F};
    input.std = {0.5F, 2, 0.25F};
    EXPECT_THAT(load_values(path, input), ElementsAre(1, (51.0F / 255.0F - 0.25F) / 2, -0.5F));
    input.bgr = true;
    EXPECT_THAT(load_values(path, input), ElementsAre(-1, (51.0F / 255.0F - 0.25F) / 2, 3.5F));
    input.byte_range = true;
    EXPECT_THAT(load_values(path, input), ElementsAre(-1, (51.0F - 0.25F) / 2, 1019.5F));
}

// 0.299 R + 0.587 G + 0.114 B: Pillow's convert("L"), and the averages of mean and std.
TEST(InputValues, OfAGreyNetworkAreOfPillowsGrey) {
    const Scratch scratch;
    const auto path = scratch.write("a.png", "");
    write_png(path, {1, 1, {10, 200, 30}});
    Preprocessing input = of(1, 0, 1);
    input.mean = {0.25F, 0.5F, 0.75F};
    input.std = {0.125F, 0.25F, 0.375F};
    EXPECT_THAT(load_values(path, input), ElementsAre((124.0F / 255.0F - 0.5F) / 0.25F));
    EXPECT_THAT(load_picture(path, input).pixels, ElementsAre(124, 124, 124));
}

TEST(InputValues, PictureOfAnArrayGoesFromItsLeastToItsLargest) {
    const Scratch scratch;
    const std::vector<float> one{-1, 0, 1, std::numeric_limits<float>::quiet_NaN()};
    EXPECT_THAT(load_picture(scratch.write("a.npy", npy_of({1, 1, 4}, one)), of(1, 4, 1)).pixels,
                ElementsAre(0, 0, 0, 127, 127, 127, 255, 255, 255, 0, 0, 0));
    const std::vector<float> four{0, 1, 2, 4};
    EXPECT_THAT(load_picture(scratch.write("b.npy", npy_of({4, 1, 1}, four)), of(1, 1, 4)).pixels,
                ElementsAre(0, 127, 255));
}

std::string misfit(const Dataset& dataset, const Preprocessing& input) {
    try {
        require_inputs_fit(dataset, input);
    } catch (const Error& error) {
        return error.message() + " | " + error.hint();
    }
    return "none";
}

TEST(InputValues, FirstFileShowsWhatCannotServe) {
    const Scratch scratch;
    const std::vector<float> numbers{1, 2, 3, 4};
    Dataset arrays;
    arrays.images.push_back({scratch.write("a.npy", npy_of({2, 1, 2}, numbers)), "a", 0});
    EXPECT_EQ(misfit(arrays, of(1, 2, 2)), "none");
    EXPECT_THAT(misfit(arrays, of(224, 0, 2)), HasSubstr("| give --size 1 --width 2"));
    EXPECT_THAT(misfit(arrays, of(1, 2, 3)), HasSubstr("takes 3 channels"));
    Dataset files;
    files.images.push_back({"b.png", "b", 0});
    EXPECT_EQ(misfit(files, of(4, 0, 3)), "none");
    EXPECT_EQ(misfit(files, of(4, 0, 1)), "none");
    EXPECT_EQ(misfit(files, of(4, 0, 5)),
              "the network takes 5 channels, and image files have three | give arrays (.npy) of "
              "[5, 4, 4]");
}

}  // namespace
}  // namespace sescope::test
