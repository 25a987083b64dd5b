// SPDX-License-Identifier: GPL-3.0-or-later
// The loops for AVX2 against the plain ones, which the tests of preprocessing hold against Pillow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/dataset/resample_lines.h"

namespace sescope {
namespace {

RgbImage noise(std::mt19937& random, int width, int height) {
    RgbImage image = blank_image(width, height);
    // Runs of extremes, so that bicubic overshoots on both sides.
    for (auto& byte : image.pixels) {
        const auto value = random();
        byte = std::uint8_t(value % 3 == 0 ? 0 : value % 3 == 1 ? 255 : value >> 8);
    }
    return image;
}

TEST(Resample, AVX2GivesTheSameBytesAsPlainLoops) {
    const LineResampler* avx2 = avx2_lines();
    if (avx2 == nullptr) GTEST_SKIP() << "this processor has no AVX2";
    std::mt19937 random(5);
    const auto upto = [&](std::uint32_t most) { return int(1 + random() % most); };
    for (int i = 0; i < 300; ++i) {
        const RgbImage image = noise(random, upto(90), upto(90));
        const int out = upto(120);
        const auto kind = i % 2 == 0 ? Interpolation::bilinear : Interpolation::bicubic;
        SCOPED_TRACE(::testing::Message() << image.width << "x" << image.height << " to " << out);
        const int begin = int(random() % std::uint32_t(out));
        const Range wanted{begin, out - begin};
        const Piece whole{image};
        const AxisWeights across = axis_weights(image.width, image.width, out, wanted, kind);
        const Range rows{0, image.height};
        EXPECT_EQ(resample_columns_with(*avx2, whole, rows, across).pixels,
                  resample_columns_with(plain_lines(), whole, rows, across).pixels);
        const AxisWeights down = axis_weights(image.height, image.height, out, wanted, kind);
        const int left = int(random() % std::uint32_t(image.width));
        const Range columns{left, image.width - left};
        EXPECT_EQ(resample_rows_with(*avx2, whole, columns, down).pixels,
                  resample_rows_with(plain_lines(), whole, columns, down).pixels);
    }
}

}  // namespace
}  // namespace sescope
