// SPDX-License-Identifier: GPL-3.0-or-later
// JPEGs that are decoded at a part of their size: only where asked for, only where they are large,
// and near what the whole image gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "core/dataset/reduction.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
const fs::path golden = fs::path(SESCOPE_GOLDEN) / "preprocessing";

Preprocessing fast(int size) {
    Preprocessing preprocessing;
    preprocessing.size = size;
    preprocessing.crop_pct = 1;
    preprocessing.fast_decode = true;
    return preprocessing;
}

Preprocessing exact(int size) {
    Preprocessing preprocessing = fast(size);
    preprocessing.fast_decode = false;
    return preprocessing;
}

struct Difference {
    int largest = 0;
    double mean = 0;
};

Difference between(const RgbImage& a, const RgbImage& b) {
    Difference difference;
    EXPECT_EQ(a.pixels.size(), b.pixels.size());
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const int off = std::abs(int(a.pixels[i]) - int(b.pixels[i]));
        difference.largest = std::max(difference.largest, off);
        difference.mean += double(off) / double(a.pixels.size());
    }
    return difference;
}

TEST(FastDecode, ReducesByWhatLeavesTwiceTheSideAskedFor) {
    EXPECT_EQ(reduction_for(900, 448, fast(224)), 1);
    EXPECT_EQ(reduction_for(2000, 895, fast(224)), 1);
    EXPECT_EQ(reduction_for(2000, 896, fast(224)), 2);
    EXPECT_EQ(reduction_for(1792, 2000, fast(224)), 4);
    EXPECT_EQ(reduction_for(3583, 4000, fast(224)), 4);
    EXPECT_EQ(reduction_for(30000, 3584, fast(224)), 8);
    EXPECT_EQ(reduction_for(30000, 3584, exact(224)), 1);
    Preprocessing cropped = fast(224);
    cropped.crop_pct = 0.875;  // resized to 256 first
    EXPECT_EQ(reduction_for(2000, 1023, cropped), 1);
    EXPECT_EQ(reduction_for(2000, 1024, cropped), 2);
}

TEST(FastDecode, IsNearTheWholeImageAtEachReduction) {
    const fs::path photo = golden / "landscape_317x211.jpg";  // neither side a multiple of 2
    for (const auto& [size, reduction] : {std::pair{48, 2}, {26, 4}, {13, 8}}) {
        SCOPED_TRACE(reduction);
        ASSERT_EQ(reduction_for(317, 211, fast(size)), reduction);
        for (const auto kind : {Interpolation::bilinear, Interpolation::bicubic}) {
            Preprocessing quick = fast(size);
            Preprocessing whole = exact(size);
            quick.interpolation = whole.interpolation = kind;
            const Difference off = between(load_input(photo, quick), load_input(photo, whole));
            EXPECT_GT(off.largest, 0);
            EXPECT_LE(off.largest, 24);
            EXPECT_LE(off.mean, 2.5);
        }
    }
}

TEST(FastDecode, WhatIsSmallOrNoJpegStaysToTheBit) {
    EXPECT_EQ(load_input(golden / "landscape_317x211.jpg", fast(112)).pixels,
              load_input(golden / "landscape_317x211.jpg", exact(112)).pixels);
    for (const char* name : {"rgba.png", "photo.bmp", "photo.webp", "photo.tif"}) {
        EXPECT_EQ(load_input(golden / name, fast(8)).pixels,
                  load_input(golden / name, exact(8)).pixels)
            << name;
    }
}

TEST(FastDecode, WithoutItTheInputIsTheWholeImageResized) {
    const fs::path photo = golden / "landscape_317x211.jpg";
    EXPECT_EQ(load_input(photo, exact(24)).pixels,
              resize_and_crop(decode_image(photo), exact(24)).pixels);
}

TEST(FastDecode, DamagedJpegsAreRefusedAsOtherwise) {
    const Scratch scratch;
    std::ifstream file(golden / "landscape_317x211.jpg", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const fs::path cut = scratch.write("cut.jpg", bytes.substr(0, bytes.size() / 2));
    const Error error = error_of([&] { load_input(cut, fast(24)); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_EQ(error.file(), cut);
    EXPECT_THROW(load_input(golden / "landscape_317x211.jpg", fast(24), 1000), Error);
}

TEST(FastDecode, GreyAndCmykBecomeRgb) {
    for (const char* name : {"gray.jpg", "cmyk.jpg"}) {
        const RgbImage quick = load_input(golden / name, fast(24));
        EXPECT_LE(between(quick, load_input(golden / name, exact(24))).mean, 3) << name;
    }
}

}  // namespace
}  // namespace sescope
