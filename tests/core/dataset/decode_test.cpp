// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding of files that are what they should be; for the others see hostile_images_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/dataset.h"
#include "tests/core/dataset/image_bytes.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(SESCOPE_GOLDEN) / "preprocessing";

std::vector<std::uint8_t> decoded(const std::string& bytes) {
    const Scratch scratch;
    return decode_image(scratch.write("image", bytes)).pixels;
}

TEST(DecodeImage, ExifRotationIsIgnored) {
    const Scratch scratch;
    const std::string plain = read_file(golden / "landscape_317x211.jpg");
    // A TIFF directory of one entry: orientation 6, turned by a quarter.
    const std::string exif = std::string("Exif\0\0II*\0", 10) + little(8, 4) + little(1, 2) +
                             little(0x112, 2) + little(3, 2) + little(1, 4) + little(6, 4) +
                             little(0, 4);
    const std::string turned =
        plain.substr(0, 2) + "\xff\xe1" + big(exif.size() + 2, 2) + exif + plain.substr(2);
    const RgbImage image = decode_image(scratch.write("turned.jpg", turned));
    EXPECT_EQ(image.width, 317);
    EXPECT_EQ(image.height, 211);
    EXPECT_EQ(image.pixels, decode_image(golden / "landscape_317x211.jpg").pixels);
}

TEST(DecodeImage, ContentDecidesAndNotTheExtension) {
    const Scratch scratch;
    const fs::path copy = scratch.root() / "really_a.png";
    fs::copy_file(golden / "landscape_317x211.jpg", copy);
    const RgbImage image = decode_image(copy);
    EXPECT_EQ(image.width, 317);
    EXPECT_EQ(image.height, 211);
    EXPECT_EQ(image.pixels, decode_image(golden / "landscape_317x211.jpg").pixels);
}

TEST(DecodeImage, WrittenPngReadsBackIdentically) {
    const Scratch scratch;
    RgbImage image{5, 3, {}};
    for (int i = 0; i < 45; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 5));
    write_png(scratch.root() / "a.png", image);
    const RgbImage back = decode_image(scratch.root() / "a.png");
    EXPECT_EQ(back.width, 5);
    EXPECT_EQ(back.height, 3);
    EXPECT_EQ(back.pixels, image.pixels);
}

TEST(DecodeImage, UnwritablePngLeavesNothingBehind) {
    const Scratch scratch;
    const fs::path path = scratch.root() / "missing/a.png";
    const Error error = error_of([&] { write_png(path, {1, 1, {1, 2, 3}}); });
    EXPECT_EQ(error.kind(), ErrorKind::output);
    EXPECT_EQ(error.file(), path);
    EXPECT_TRUE(fs::is_empty(scratch.root()));
}

// Pillow's values, by hand: alpha is dropped, not blended.
TEST(DecodeImage, AlphaOfAPngIsDropped) {
    const std::string raw = filtered_rows({{10, 20, 30, 0, 40, 50, 60, 128}});
    EXPECT_EQ(decoded(png_file(2, 1, 8, 6, raw)),
              (std::vector<std::uint8_t>{10, 20, 30, 40, 50, 60}));
}

TEST(DecodeImage, TransparencyOfAPaletteIsDropped) {
    const std::string palette = png_chunk("PLTE", std::string("\x01\x02\x03\x04\x05\x06", 6)) +
                                png_chunk("tRNS", std::string("\x00\x80", 2));
    const std::string raw = filtered_rows({{1, 0}});
    EXPECT_EQ(decoded(png_file(2, 1, 8, 3, raw, palette)),
              (std::vector<std::uint8_t>{4, 5, 6, 1, 2, 3}));
}

TEST(DecodeImage, SixteenBitColourKeepsItsHighByte) {
    const std::string raw = filtered_rows({{0x12, 0xff, 0x80, 0x01, 0xff, 0x00}});
    EXPECT_EQ(decoded(png_file(1, 1, 16, 2, raw)), (std::vector<std::uint8_t>{0x12, 0x80, 0xff}));
}

// Image.convert("RGB") of mode I;16 gives 0 1 255 255 for 0 1 255 1000.
TEST(DecodeImage, SixteenBitGreyIsClippedAsInPillow) {
    const std::string raw = filtered_rows({{0, 0, 0, 1, 0, 255, 3, 232}});
    const std::vector<std::uint8_t> expected{0, 0, 0, 1, 1, 1, 255, 255, 255, 255, 255, 255};
    EXPECT_EQ(decoded(png_file(4, 1, 16, 0, raw)), expected);
}

TEST(DecodeImage, OneBitGreyBecomesBlackAndWhite) {
    EXPECT_EQ(decoded(png_file(3, 1, 1, 0, filtered_rows({{0xa0}}))),
              (std::vector<std::uint8_t>{255, 255, 255, 0, 0, 0, 255, 255, 255}));
}

TEST(DecodeImage, AlphaOfATiffIsNotMultipliedIntoColours) {
    EXPECT_EQ(decoded(tiff_file(1, 1, 2, {100, 150, 200, 10})),
              (std::vector<std::uint8_t>{100, 150, 200}));
}

TEST(DecodeImage, ProfilesAndTextsOfAPngDoNotMatter) {
    const std::string extra = png_chunk("iCCP", "broken") + png_chunk("gAMA", "xx") +
                              png_chunk("tEXt", std::string(100, 'x'));
    testing::internal::CaptureStderr();
    EXPECT_EQ(decoded(png_file(1, 1, 8, 2, filtered_rows({{7, 8, 9}}), extra)),
              (std::vector<std::uint8_t>{7, 8, 9}));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace sescope
