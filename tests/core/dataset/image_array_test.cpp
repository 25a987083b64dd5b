// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/image_array.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "tests/core/dataset/image_bytes.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// As numpy.save writes it.
std::string npy(const std::string& descr, const std::string& shape, const std::string& data,
                bool fortran = false, int version = 1) {
    std::string header = "{'descr': '" + descr +
                         "', 'fortran_order': " + (fortran ? "True" : "False") +
                         ", 'shape': " + shape + ", }";
    while ((header.size() + 11) % 64 != 0) header += ' ';
    header += '\n';
    return std::string("\x93NUMPY") + static_cast<char>(version) + '\0' +
           little(header.size(), version == 1 ? 2 : 4) + header + data;
}

ImageArray load(const std::string& bytes) {
    const Scratch scratch;
    return load_image_array(scratch.write("a.npy", bytes));
}

std::string refusal(const std::string& bytes, std::int64_t most = 1000) {
    const Scratch scratch;
    const auto path = scratch.write("a.npy", bytes);
    const Error error = error_of([&] { load_image_array(path, most); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_EQ(error.file(), path);
    return error.message();
}

std::string floats(const std::vector<float>& values, bool big_endian = false) {
    std::string text;
    for (const float value : values) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        text += big_endian ? big(bits, 4) : little(bits, 4);
    }
    return text;
}

TEST(ImageArray, IsReadAsItIs) {
    const ImageArray array = load(npy("<f4", "(2, 1, 3)", floats({1.5F, -2, 3e30F, 0, -0.25F, 6})));
    EXPECT_EQ(array.channels, 2);
    EXPECT_EQ(array.height, 1);
    EXPECT_EQ(array.width, 3);
    EXPECT_THAT(array.values, ElementsAre(1.5F, -2.0F, 3e30F, 0.0F, -0.25F, 6.0F));
}

TEST(ImageArray, OfOtherVersionsOrdersAndDimensionsIsTheSame) {
    const std::string data = floats({1, 2, 3, 4});
    EXPECT_THAT(load(npy("<f4", "(2, 2)", data, false, 2)).values, ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(load(npy("<f4", "(2, 2)", data, false, 3)).values, ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(load(npy("<f4", "(2, 2)", data, true)).values, ElementsAre(1, 3, 2, 4));
    EXPECT_THAT(load(npy(">f4", "(1, 1, 2, 2)", floats({1, 2, 3, 4}, true))).values,
                ElementsAre(1, 2, 3, 4));
    // Fortran's order of [2, 1, 3]: the channel runs fastest.
    EXPECT_THAT(load(npy("<f4", "(2, 1, 3)", floats({1, 4, 2, 5, 3, 6}), true)).values,
                ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(ImageArray, OfOtherNumbersIsWidened) {
    EXPECT_THAT(load(npy("|u1", "(1, 1, 2)", "\x07\xff")).values, ElementsAre(7, 255));
    EXPECT_THAT(load(npy("|b1", "(1, 1, 2)", std::string("\x00\x01", 2))).values,
                ElementsAre(0, 1));
    EXPECT_THAT(load(npy("<i2", "(1, 1, 2)", little(0xffff, 2) + little(300, 2))).values,
                ElementsAre(-1, 300));
    EXPECT_THAT(load(npy("<f8", "(1, 1)", little(std::bit_cast<std::uint64_t>(0.1), 8))).values,
                ElementsAre(0.1F));
    const auto halves = load(npy("<f2", "(1, 5)",
                                 little(0x3c00, 2) + little(0xc100, 2) + little(0x0001, 2) +
                                     little(0x7c00, 2) + little(0x7e00, 2)))
                            .values;
    EXPECT_EQ(halves[0], 1.0F);
    EXPECT_EQ(halves[1], -2.5F);
    EXPECT_EQ(halves[2], std::ldexp(1.0F, -24));
    EXPECT_TRUE(std::isinf(halves[3]));
    EXPECT_TRUE(std::isnan(halves[4]));
}

TEST(ImageArray, ThatIsBrokenOrSomethingElseIsRefused) {
    const std::string data = floats({1, 2, 3, 4});
    EXPECT_THAT(refusal("PNG and so on"), HasSubstr("not a NumPy array"));
    EXPECT_THAT(refusal("\x93NUM"), HasSubstr("truncated"));
    EXPECT_THAT(refusal(npy("<f4", "(2, 2)", data).substr(0, 60)), HasSubstr("truncated"));
    EXPECT_THAT(refusal(npy("<f4", "(2, 3)", data)), HasSubstr("truncated"));
    EXPECT_THAT(refusal(npy("<f4", "(4,)", data)), HasSubstr("1 dimensions"));
    EXPECT_THAT(refusal(npy("<f4", "(2, 1, 1, 2)", data)), HasSubstr("4 dimensions"));
    EXPECT_THAT(refusal(npy("<f4", "(0, 2)", data)), HasSubstr("no values"));
    EXPECT_THAT(refusal(npy("|O", "(2, 2)", data)), HasSubstr("type |O"));
    EXPECT_THAT(refusal(npy("<c8", "(1, 2)", data)), HasSubstr("no real number"));
    EXPECT_THAT(refusal(npy("<f4", "(99999999999, 99999999999)", data)), HasSubstr("too large"));
    EXPECT_THAT(refusal(npy("<f4", "(-1, 2)", data)), HasSubstr("no sense"));
    EXPECT_THAT(refusal(npy("<f4", "(2, 2)", data, false, 9)), HasSubstr("unknown version"));
    EXPECT_THAT(refusal(npy("<f4", "(2, 2)", data), 3), HasSubstr("too large"));
}

TEST(ImageArray, FilesAreListedBesideImages) {
    const Scratch scratch;
    scratch.write("a/1.npy");
    scratch.write("a/2.png");
    const Dataset dataset = open_dataset(scratch.root(), {}, {});
    EXPECT_THAT(ids_of(dataset), ElementsAre("a/1.npy", "a/2.png"));
    EXPECT_TRUE(dataset.left_out.empty());
}

// Image.new("RGB", ..).convert("L") of Pillow.
TEST(GreyOf, IsPillowsL) {
    const RgbImage image{3, 1, {255, 255, 255, 10, 200, 30, 1, 0, 0}};
    EXPECT_THAT(grey_of(image), ElementsAre(255, 124, 0));
}

}  // namespace
}  // namespace sescope
