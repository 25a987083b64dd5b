// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/colour_range.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/network/json_text.h"

namespace sescope {
namespace {

constexpr ColourNumbers unit_mean{0.485, 0.456, 0.406};
constexpr ColourNumbers unit_std{0.229, 0.224, 0.225};
constexpr ColourNumbers byte_mean{123.675, 116.28, 103.53};
constexpr ColourNumbers byte_std{58.395, 57.12, 57.375};

TEST(ColourRange, PixelsUpToOneStayAsTheyAre) {
    for (const auto& [mean, std] : {std::pair{unit_mean, unit_std},
                                    {ColourNumbers{0, 0, 0}, ColourNumbers{1, 1, 1}},
                                    {ColourNumbers{-1, 0, 1}, ColourNumbers{2, 4, 1}},
                                    {ColourNumbers{0.5, 0.5, 0.5}, ColourNumbers{1, 1, 1}}}) {
        const auto range = in_unit_range(mean, std);
        ASSERT_TRUE(range.has_value());
        EXPECT_FALSE(range->divided);
        EXPECT_EQ(range->mean, mean);
        EXPECT_EQ(range->std, std);
    }
}

TEST(ColourRange, PixelsUpTo255AreDivided) {
    const auto range = in_unit_range(byte_mean, byte_std);
    ASSERT_TRUE(range.has_value());
    EXPECT_TRUE(range->divided);
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR((*range->mean)[c], unit_mean[c], 1e-9);
        EXPECT_NEAR((*range->std)[c], unit_std[c], 1e-9);
    }
    // Caffe's, which only takes the mean away; and pixels that are only divided.
    EXPECT_NEAR((*in_unit_range(byte_mean, ColourNumbers{1, 1, 1})->std)[0], 1.0 / 255, 1e-12);
    const auto scaled = in_unit_range(ColourNumbers{0, 0, 0}, ColourNumbers{255, 255, 255});
    EXPECT_EQ((*scaled->mean)[0], 0);
    EXPECT_EQ((*scaled->std)[0], 1);
    EXPECT_TRUE(in_unit_range(byte_mean, std::nullopt)->divided);
    EXPECT_TRUE(in_unit_range(std::nullopt, byte_std)->divided);
}

TEST(ColourRange, OneOfEachKindIsNone) {
    EXPECT_FALSE(in_unit_range(byte_mean, unit_std));
    EXPECT_FALSE(in_unit_range(unit_mean, byte_std));
}

TEST(ColourRange, WhatNoPixelsHaveIsNone) {
    EXPECT_FALSE(in_unit_range(ColourNumbers{0, std::nan(""), 0}, unit_std));
    EXPECT_FALSE(in_unit_range(unit_mean, ColourNumbers{1, HUGE_VAL, 1}));
    EXPECT_FALSE(in_unit_range(unit_mean, ColourNumbers{0, 1, 1}));
    EXPECT_FALSE(in_unit_range(unit_mean, ColourNumbers{-1, 1, 1}));
    EXPECT_FALSE(in_unit_range(ColourNumbers{1e5, 0, 0}, byte_std));
    EXPECT_FALSE(in_unit_range(byte_mean, ColourNumbers{4000, 4000, 4000}));
}

TEST(LenientJson, TakesWhatPeopleWrite) {
    const auto read = [](std::string_view text) { return parse_lenient(text, 1 << 20); };
    EXPECT_EQ(*read("\xef\xbb\xbf{\"a\": 1}"), nlohmann::json({{"a", 1}}));
    EXPECT_EQ(*read("{\"a\": [1, 2, ], // x, ]\n \"b\": \"// \\\" no remark, ]\", }"),
              nlohmann::json({{"a", {1, 2}}, {"b", "// \" no remark, ]"}}));
    EXPECT_EQ(*read("{\"a\": NaN, \"b\": -Infinity, \"c\": True, \"d\": None /* e */}"),
              nlohmann::json({{"a", nullptr}, {"b", nullptr}, {"c", true}, {"d", nullptr}}));
    EXPECT_EQ(*read(std::string_view("\xff\xfe[\0"
                                     "7\0]\0",
                                     8)),
              nlohmann::json({7}));
    for (const char* text : {"", "{", "{\"a\"", "/*", "\"", "NaN NaN", "{\"a\": what}"}) {
        EXPECT_FALSE(read(text)) << text;
    }
    EXPECT_FALSE(parse_lenient(std::string(100'000, '['), 1 << 20));
    EXPECT_FALSE(parse_lenient("[1]", 2));
}

// The time of a parser's callback grows with the square of the objects: it took minutes here.
TEST(LenientJson, ReadsVeryManyObjects) {
    std::string text = "[{}";
    for (int i = 1; i < 300'000; ++i) text += ",{}";
    text += "]";
    const auto many = parse_lenient(text, 1 << 21);
    ASSERT_TRUE(many);
    EXPECT_EQ(many->size(), 300'000U);
}

TEST(BoundedJson, StopsAtDepthAndNumberOfValues) {
    const auto nested = [](int depth) {
        return std::string(std::size_t(depth), '[') + '1' + std::string(std::size_t(depth), ']');
    };
    EXPECT_TRUE(parse_bounded(nested(32), 1 << 20));
    EXPECT_FALSE(parse_bounded(nested(33), 1 << 20));
    EXPECT_TRUE(parse_bounded("{\"a\": [1, 2]}", 1 << 20, {.deepest = 2, .most_values = 5}));
    EXPECT_FALSE(parse_bounded("{\"a\": [1, 2]}", 1 << 20, {.deepest = 2, .most_values = 4}));
    EXPECT_FALSE(parse_bounded("{\"a\": [1, 2]}", 1 << 20, {.deepest = 1, .most_values = 5}));
}

}  // namespace
}  // namespace sescope
