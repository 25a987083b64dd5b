// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels equal to Pillow's: every row of tests/golden/preprocessing/expected.json.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/sha256.h"
#include "core/dataset/dataset.h"

namespace sescope {

namespace {

const std::filesystem::path golden = std::filesystem::path(SESCOPE_GOLDEN) / "preprocessing";

struct GoldenCrop {
    std::string image;
    std::string preset;
    Preprocessing preprocessing;
    int resized_width = 0;
    int resized_height = 0;
    std::string sha256;
    std::string expected;  ///< file of the crop, or empty
};

std::vector<GoldenCrop> golden_crops() {
    std::ifstream in(golden / "expected.json");
    std::vector<GoldenCrop> rows;
    for (const auto& row : nlohmann::json::parse(in)) {
        GoldenCrop crop;
        crop.image = row.at("image");
        crop.preset = row.at("preset");
        crop.preprocessing.size = row.at("input_size");
        crop.preprocessing.crop_pct = row.at("crop_pct");
        crop.preprocessing.interpolation =
            row.at("interpolation") == "bicubic" ? Interpolation::bicubic : Interpolation::bilinear;
        crop.resized_width = row.at("resized").at(0);
        crop.resized_height = row.at("resized").at(1);
        crop.sha256 = row.at("sha256");
        crop.expected = row.value("expected", "");
        rows.push_back(crop);
    }
    return rows;
}

std::string hash_of(const RgbImage& image) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(image.pixels)));
    return hash.hex();
}

int largest_difference(const RgbImage& a, const RgbImage& b) {
    if (a.pixels.size() != b.pixels.size()) return 256;
    int largest = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
    }
    return largest;
}

TEST(Preprocessing, CropsEqualPillowsToTheLastPixel) {
    const auto rows = golden_crops();
    ASSERT_EQ(rows.size(), 52u);
    for (const auto& row : rows) {
        SCOPED_TRACE(row.image + " " + row.preset);
        const RgbImage crop = resize_and_crop(decode_image(golden / row.image), row.preprocessing);
        EXPECT_EQ(crop.width, row.preprocessing.size);
        EXPECT_EQ(crop.height, row.preprocessing.size);
        if (row.image == "cmyk.jpg") continue;  // see the next test
        EXPECT_EQ(hash_of(crop), row.sha256);
    }
}

TEST(Preprocessing, CmykStaysWithinTwoLevelsOfPillow) {
    int compared = 0;
    for (const auto& row : golden_crops()) {
        if (row.image != "cmyk.jpg" || row.expected.empty()) continue;
        const RgbImage crop = resize_and_crop(decode_image(golden / row.image), row.preprocessing);
        EXPECT_LE(largest_difference(crop, decode_image(golden / row.expected)), 2) << row.preset;
        ++compared;
    }
    EXPECT_EQ(compared, 2);
}

// The crop is computed alone; it must be what a crop of the whole resized image is.
TEST(Preprocessing, CropEqualsThatOfTheWholeResizedImage) {
    for (const auto& row : golden_crops()) {
        SCOPED_TRACE(row.image + " " + row.preset);
        const RgbImage image = decode_image(golden / row.image);
        const RgbImage whole = resize_like_pillow(image, row.resized_width, row.resized_height,
                                                  row.preprocessing.interpolation);
        ASSERT_EQ(whole.width, row.resized_width);
        ASSERT_EQ(whole.height, row.resized_height);
        const RgbImage crop = resize_and_crop(image, row.preprocessing);
        const int size = row.preprocessing.size;
        // Python's round: halves to even.
        const auto offset = [&](int length) {
            const int twice = length - size;
            return twice % 4 == 3 ? twice / 2 + 1 : twice / 2;
        };
        const int left = offset(whole.width);
        const int top = offset(whole.height);
        for (int y = 0; y < size; ++y) {
            const auto from = whole.pixels.begin() + ((y + top) * whole.width + left) * 3;
            const auto to = crop.pixels.begin() + y * size * 3;
            ASSERT_TRUE(std::equal(to, to + size * 3, from)) << "row " << y;
        }
    }
}

TEST(Preprocessing, ResizingToTheSameSizeChangesNothing) {
    const RgbImage image{3, 2, {0, 1, 2, 3, 4, 5, 250, 251, 252, 9, 8, 7, 6, 5, 4, 255, 128, 64}};
    const RgbImage same = resize_like_pillow(image, 3, 2, Interpolation::bicubic);
    EXPECT_EQ(same.pixels, image.pixels);
}

// By hand: two columns shrunk to one weigh the same, (0 + 255) / 2 rounds up.
TEST(Preprocessing, HalvingAveragesAndRoundsHalvesUp) {
    const RgbImage image{2, 1, {0, 10, 255, 255, 20, 0}};
    const RgbImage halved = resize_like_pillow(image, 1, 1, Interpolation::bilinear);
    EXPECT_EQ(halved.pixels, (std::vector<std::uint8_t>{128, 15, 128}));
}

TEST(Preprocessing, ExtremelyLongImagesNeedOnlyTheirMiddle) {
    RgbImage image{60000, 1, std::vector<std::uint8_t>(60000 * 3, 77)};
    Preprocessing preprocessing;  // the resized image would hold 12 gigabytes
    const RgbImage crop = resize_and_crop(image, preprocessing);
    EXPECT_EQ(crop.pixels, std::vector<std::uint8_t>(224 * 224 * 3, 77));
}

TEST(Preprocessing, CropShareAboveOneIsPaddedWithBlackAsInTorchvision) {
    const RgbImage image{4, 4, std::vector<std::uint8_t>(4 * 4 * 3, 200)};
    Preprocessing preprocessing;
    preprocessing.size = 4;
    preprocessing.crop_pct = 2.0;  // resized to 2 x 2
    const RgbImage crop = resize_and_crop(image, preprocessing);
    ASSERT_EQ(crop.pixels.size(), 48u);
    EXPECT_EQ(crop.pixels[(1 * 4 + 1) * 3], 200);
    EXPECT_EQ(crop.pixels[(2 * 4 + 2) * 3], 200);
    EXPECT_EQ(crop.pixels[0], 0);
    EXPECT_EQ(crop.pixels[(3 * 4 + 2) * 3], 0);
}

TEST(Preprocessing, RefusesSizesThatAreNone) {
    const RgbImage image{2, 2, std::vector<std::uint8_t>(12)};
    EXPECT_THROW(resize_like_pillow(image, 0, 2, Interpolation::bilinear), Error);
    EXPECT_THROW(resize_like_pillow(RgbImage{}, 2, 2, Interpolation::bilinear), Error);
    Preprocessing preprocessing;
    preprocessing.size = 0;
    EXPECT_THROW(resize_and_crop(image, preprocessing), Error);
}

}  // namespace
}  // namespace sescope
