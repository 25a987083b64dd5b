// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of images that decoders differ on: Pillow's pixel, or a clear word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/base/sha256.h"
#include "core/dataset/dataset.h"
#include "core/dataset/image_pixels.h"
#include "tests/core/dataset/image_bytes.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

const fs::path cases = fs::path(SESCOPE_GOLDEN) / "cases/24-image-kinds";

std::string digest(const RgbImage& image) {
    Sha256 hash;
    hash.add(
        std::string_view(reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size()));
    return hash.hex();
}

TEST(ImageKinds, ArePillowsPixelsOrAClearSkip) {
    const auto expected = nlohmann::json::parse(read_file(cases / "expected.json"));
    ASSERT_EQ(expected.size(), 26U);
    testing::internal::CaptureStderr();
    for (const auto& [name, what] : expected.items()) {
        if (what.contains("skipped")) {
            const Error error = error_of([&] { decode_image(cases / name); });
            EXPECT_EQ(error.kind(), ErrorKind::data) << name;
            EXPECT_THAT(error.message(), HasSubstr(what["skipped"].get<std::string>())) << name;
            continue;
        }
        const RgbImage image = decode_image(cases / name);
        EXPECT_EQ(image.width, what["width"]) << name;
        EXPECT_EQ(image.height, what["height"]) << name;
        EXPECT_EQ(digest(image), what["sha256"]) << name;
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

struct Tags {
    int bits = 8;
    int samples = 1;
    int photometric = 1;
    int format = 1;
    int orientation = 1;
    int extra = -1;  // -1: no tag
};

// An uncompressed TIFF in one strip, little endian.
std::string tiff(std::uint32_t width, std::uint32_t height, const Tags& tags,
                 const std::string& pixels) {
    const bool has_extra = tags.extra >= 0;
    const std::uint32_t entries = has_extra ? 13 : 12;
    const std::uint32_t bits_at = 8 + 2 + entries * 12 + 4;
    const std::uint32_t data_at = bits_at + 16;
    const auto entry = [](int tag, int type, std::uint64_t count, std::uint64_t value) {
        return little(std::uint64_t(tag), 2) + little(std::uint64_t(type), 2) + little(count, 4) +
               little(value, 4);
    };
    const auto samples = std::uint64_t(tags.samples);
    const auto bits = std::uint64_t(tags.bits);
    std::string file = std::string("II*\0", 4) + little(8, 4) + little(entries, 2);
    file += entry(256, 4, 1, width) + entry(257, 4, 1, height) +
            entry(258, 3, samples,
                  tags.samples <= 1   ? bits
                  : tags.samples == 2 ? bits << 16 | bits
                                      : bits_at) +
            entry(259, 3, 1, 1) + entry(262, 3, 1, std::uint64_t(tags.photometric)) +
            entry(273, 4, 1, data_at) + entry(274, 3, 1, std::uint64_t(tags.orientation)) +
            entry(277, 3, 1, samples) + entry(278, 4, 1, height) + entry(279, 4, 1, pixels.size()) +
            entry(284, 3, 1, 1);
    if (has_extra) file += entry(338, 3, 1, std::uint64_t(tags.extra));
    file += entry(339, 3, 1, std::uint64_t(tags.format));
    file += little(0, 4);
    for (int i = 0; i < 8; ++i) file += little(i < tags.samples ? bits : 0, 2);
    return file + pixels;
}

RgbImage decoded(const std::string& bytes) {
    const Scratch scratch;
    return decode_image(scratch.write("image", bytes));
}

std::string refusal(const std::string& bytes) {
    const Scratch scratch;
    const fs::path path = scratch.write("image", bytes);
    return error_of([&] { decode_image(path); }).message();
}

Bytes greys(const RgbImage& image) {
    Bytes values;
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        EXPECT_EQ(image.pixels[i], image.pixels[i + 1]);
        EXPECT_EQ(image.pixels[i], image.pixels[i + 2]);
        values.push_back(image.pixels[i]);
    }
    return values;
}

// Image of 3 x 2 pixels called 1 2 3 / 4 5 6, as ImageOps.exif_transpose turns it.
TEST(ImageKinds, TiffsStandUprightInEveryOrientation) {
    const std::string pixels("\x01\x02\x03\x04\x05\x06", 6);
    const std::vector<std::tuple<int, int, Bytes>> expected{
        {1, 3, {1, 2, 3, 4, 5, 6}}, {2, 3, {3, 2, 1, 6, 5, 4}}, {3, 3, {6, 5, 4, 3, 2, 1}},
        {4, 3, {4, 5, 6, 1, 2, 3}}, {5, 2, {1, 4, 2, 5, 3, 6}}, {6, 2, {4, 1, 5, 2, 6, 3}},
        {7, 2, {6, 3, 5, 2, 4, 1}}, {8, 2, {3, 6, 2, 5, 1, 4}}, {0, 3, {1, 2, 3, 4, 5, 6}},
        {9, 3, {1, 2, 3, 4, 5, 6}}};
    for (const auto& [orientation, width, values] : expected) {
        const RgbImage image = decoded(tiff(3, 2, {.orientation = orientation}, pixels));
        EXPECT_EQ(image.width, width) << orientation;
        EXPECT_EQ(image.height, 6 / width) << orientation;
        EXPECT_EQ(greys(image), values) << orientation;
    }
}

TEST(ImageKinds, DeepGreyIsClippedAndTurned) {
    const std::string pixels = little(7, 2) + little(255, 2) + little(256, 2) + little(65535, 2);
    const RgbImage image = decoded(tiff(4, 1, {.bits = 16, .orientation = 8}, pixels));
    EXPECT_EQ(image.height, 4);
    EXPECT_EQ(greys(image), (Bytes{255, 255, 255, 7}));
    EXPECT_EQ(greys(decoded(tiff(4, 1, {.bits = 16, .photometric = 0}, pixels))),
              (Bytes{7, 255, 255, 255}));
}

TEST(ImageKinds, SignedNumbersAreClippedBelowToo) {
    const std::string shorts = little(0xffff, 2) + little(9, 2) + little(300, 2);
    EXPECT_EQ(greys(decoded(tiff(3, 1, {.bits = 16, .format = 2}, shorts))), (Bytes{0, 9, 255}));
    const std::string longs = little(0xffffffff, 4) + little(9, 4) + little(70000, 4);
    EXPECT_EQ(greys(decoded(tiff(3, 1, {.bits = 32, .format = 2}, longs))), (Bytes{0, 9, 255}));
}

std::string floats(const std::vector<float>& values) {
    std::string text;
    for (const float value : values) text += little(std::bit_cast<std::uint32_t>(value), 4);
    return text;
}

TEST(ImageKinds, RealNumbersAreCutOffAndRoundedDown) {
    const Tags real{.bits = 32, .format = 3};
    EXPECT_EQ(greys(decoded(tiff(5, 1, real, floats({-3, 0.9F, 1.5F, 254.99F, 1e30F})))),
              (Bytes{0, 0, 1, 254, 255}));
    EXPECT_THAT(refusal(tiff(1, 1, real, floats({std::nanf("")}))), HasSubstr("NaN"));
}

TEST(ImageKinds, OfMoreThanFourChannelsTheFirstThreeCount) {
    const std::string pixels("\x01\x02\x03\x04\x05\x06\x11\x12\x13\x14\x15\x16", 12);
    EXPECT_EQ(decoded(tiff(2, 1, {.samples = 6, .photometric = 2, .extra = 0}, pixels)).pixels,
              (Bytes{1, 2, 3, 0x11, 0x12, 0x13}));
    EXPECT_THAT(refusal(tiff(2, 1, {.samples = 6, .photometric = 2, .extra = 0}, "\x01\x02\x03")),
                HasSubstr("truncated"));
}

// Pillow's RGBa: v * 255 / a, rounded down and cut off; nothing where a is 0.
TEST(ImageKinds, ColoursMultipliedByTheirAlphaAreDividedByIt) {
    const std::string pixels("\x40\x20\x10\x80\x09\x09\x09\x00\xf0\x01\x02\x08", 12);
    EXPECT_EQ(decoded(tiff(3, 1, {.samples = 4, .photometric = 2, .extra = 1}, pixels)).pixels,
              (Bytes{127, 63, 31, 0, 0, 0, 255, 31, 63}));
}

TEST(ImageKinds, ColoursOfTwoBytesKeepTheHighOne) {
    const std::string pixels = little(0x12ff, 2) + little(0x8080, 2) + little(0xffff, 2) + "zz";
    EXPECT_EQ(decoded(tiff(1, 1, {.bits = 16, .samples = 4, .photometric = 2, .extra = 2}, pixels))
                  .pixels,
              (Bytes{0x12, 0x80, 0xff}));
    EXPECT_EQ(decoded(tiff(1, 1, {.bits = 16, .samples = 3, .photometric = 2}, pixels)).pixels,
              (Bytes{0x12, 0x80, 0xff}));
}

TEST(ImageKinds, TiffsThatAreNotReadSayWhy) {
    const std::string pixels(64, '\x10');
    testing::internal::CaptureStderr();
    EXPECT_THAT(refusal(tiff(2, 2, {.samples = 3, .photometric = 8}, pixels)), HasSubstr("Lab"));
    EXPECT_THAT(refusal(tiff(2, 2, {.samples = 3, .photometric = 9}, pixels)), HasSubstr("Lab"));
    EXPECT_THAT(refusal(tiff(2, 2, {.bits = 16, .format = 3}, pixels)), HasSubstr("16-bit grey"));
    EXPECT_THAT(refusal(tiff(1, 1, {.bits = 64, .format = 3}, pixels)), HasSubstr("64-bit grey"));
    EXPECT_THAT(refusal(tiff(1, 1, {.samples = 5, .photometric = 2, .extra = 1}, pixels)),
                HasSubstr("5 channels"));
    EXPECT_THAT(
        refusal(tiff(1, 1, {.bits = 32, .samples = 3, .photometric = 2, .format = 3}, pixels)),
        HasSubstr("32-bit colours in float numbers"));
    EXPECT_THAT(refusal(tiff(2, 2, {.samples = 5, .photometric = 1}, pixels)),
                HasSubstr("5 channels of grey"));
    EXPECT_THAT(refusal(tiff(2, 2, {.samples = 5, .photometric = 5}, pixels)), HasSubstr("CMYK"));
    EXPECT_THAT(refusal(tiff(2, 2, {.photometric = 32844}, pixels)), HasSubstr("32844"));
    EXPECT_THAT(refusal(tiff(2, 2, {.bits = 32}, pixels)), HasSubstr("32-bit grey"));
    EXPECT_THAT(refusal(tiff(2, 2, {.samples = 2, .extra = 1}, pixels)), HasSubstr("2 channels"));
    EXPECT_THAT(refusal(tiff(2, 2, {.samples = 3, .photometric = 6}, pixels)), HasSubstr("YCbCr"));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

std::string short_bmp(std::int32_t height, const std::vector<std::uint32_t>& masks,
                      const std::string& pixels) {
    std::string extra;
    for (const auto mask : masks) extra += little(mask, 4);
    return "BM" + little(0, 4) + little(0, 4) + little(54 + extra.size(), 4) + little(40, 4) +
           little(2, 4) + little(std::uint32_t(height), 4) + little(1, 2) + little(16, 2) +
           little(masks.empty() ? 0 : 3, 4) + std::string(20, '\0') + extra + pixels;
}

TEST(ImageKinds, BmpOfFiveBitsAColourIsScaledTo255) {
    const std::string pixels = little(0x7fff, 2) + little(0x4210, 2);  // 31 31 31, 16 16 16
    EXPECT_EQ(decoded(short_bmp(1, {}, pixels)).pixels, (Bytes{255, 255, 255, 131, 131, 131}));
    const std::string wide = little(0xffff, 2) + little(0x0410, 2);  // 0 32 16 of 31 63 31
    EXPECT_EQ(decoded(short_bmp(1, {0xf800, 0x7e0, 0x1f}, wide)).pixels,
              (Bytes{255, 255, 255, 0, 129, 131}));
    EXPECT_THAT(refusal(short_bmp(1, {0xf000, 0xf00, 0xf0}, wide)), HasSubstr("unusual colours"));
}

TEST(ImageKinds, BmpRowsComeFromTheBottomUnlessTheHeightIsNegative) {
    const std::string pixels = little(0, 2) + little(0, 2) + little(31, 2) + little(31, 2);
    const Bytes black_first{0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255};
    const Bytes blue_first{0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0};
    EXPECT_EQ(decoded(short_bmp(2, {}, pixels)).pixels, blue_first);
    EXPECT_EQ(decoded(short_bmp(-2, {}, pixels)).pixels, black_first);
}

TEST(ImageKinds, PnmOfEveryDigitIsRead) {
    EXPECT_EQ(greys(decoded("P1\n# remark\n3 1\n1 01\n")), (Bytes{0, 255, 0}));
    EXPECT_EQ(greys(decoded("P2 2 1 255 7 200 ")), (Bytes{7, 200}));
    EXPECT_EQ(decoded("P3\n1 1\n255\n1 2 3\n").pixels, (Bytes{1, 2, 3}));
    EXPECT_EQ(greys(decoded("P4\n9 2\n" + std::string("\x80\x00\x00\x80", 4))),
              (Bytes{0, 255, 255, 255, 255, 255, 255, 255, 255,  //
                     255, 255, 255, 255, 255, 255, 255, 255, 0}));
    EXPECT_EQ(greys(decoded("P5 2 1 255\n\x05\xfa")), (Bytes{5, 250}));
    EXPECT_EQ(decoded("P6 1 1 255\n\x05\xfa\x20").pixels, (Bytes{5, 250, 32}));
}

// Pillow scales to 255, and grey of more than a byte to 65535, which is then clipped.
TEST(ImageKinds, PnmIsScaledByItsLargestValue) {
    EXPECT_EQ(greys(decoded("P5 3 1 15\n" + std::string("\x00\x08\x0f", 3))), (Bytes{0, 136, 255}));
    EXPECT_EQ(decoded("P6 1 1 1023\n" + std::string("\x01\xff\x00\x00\x03\xff", 6)).pixels,
              (Bytes{127, 0, 255}));
    EXPECT_EQ(greys(decoded("P5 3 1 65535\n" + std::string("\x00\x09\x00\xff\x12\x34", 6))),
              (Bytes{9, 255, 255}));
}

TEST(ImageKinds, BrokenPnmIsRefused) {
    EXPECT_THAT(refusal("P5 4 4 255\nabc"), HasSubstr("truncated"));
    EXPECT_THAT(refusal("P5 4"), HasSubstr("truncated"));
    EXPECT_THAT(refusal("P2 2 1 255\n7"), HasSubstr("truncated"));
    EXPECT_THAT(refusal("P6 0 3 255\n"), HasSubstr("no pixels"));
    EXPECT_THAT(refusal("P6 1 1 0\nabc"), HasSubstr("corrupt"));
    EXPECT_THAT(refusal("P6 1 1 99999\nabc"), HasSubstr("corrupt"));
    EXPECT_THAT(refusal("P3 1 1 255\n1 x 3"), HasSubstr("corrupt"));
    EXPECT_THAT(refusal("P6 99999999999 1 255\n"), HasSubstr("too large"));
}

TEST(ImageKinds, OtherFormatsAreCalledByTheirNames) {
    EXPECT_THAT(refusal("GIF89a......."), HasSubstr("a GIF, which is not read"));
    EXPECT_THAT(refusal("version https://git-lfs.github.com/spec/v1\n"), HasSubstr("Git LFS"));
    EXPECT_THAT(refusal("<!DOCTYPE html><html>"), HasSubstr("HTML"));
    EXPECT_THAT(refusal("\x93NUMPY\x01"), HasSubstr("NumPy"));
    EXPECT_THAT(refusal("nothing known"), HasSubstr("not an image that is known"));
}

}  // namespace
}  // namespace sescope
