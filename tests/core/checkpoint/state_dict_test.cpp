// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/state_dict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

#include "core/base/error.h"
#include "core/checkpoint/float_formats.h"

namespace sescope {
namespace {

using testing::ElementsAre;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// The value of a small float from its definition: sign, exponent and fraction fields.
double defined_value(unsigned bits, int exponent_bits, int fraction_bits) {
    const int bias = (1 << (exponent_bits - 1)) - 1;
    const int exponent = static_cast<int>(bits >> fraction_bits) & ((1 << exponent_bits) - 1);
    const int fraction = static_cast<int>(bits) & ((1 << fraction_bits) - 1);
    const double sign = (bits >> (exponent_bits + fraction_bits)) != 0 ? -1.0 : 1.0;
    if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fraction_bits);
    return sign * std::ldexp((1 << fraction_bits) + fraction, exponent - bias - fraction_bits);
}

TEST(SmallFloats, EveryHalfIsWidenedExactly) {
    for (unsigned bits = 0; bits < 65536; ++bits) {
        const float widened = widen_f16(static_cast<std::uint16_t>(bits));
        if ((bits & 0x7c00U) != 0x7c00U) {
            ASSERT_EQ(widened, defined_value(bits, 5, 10)) << bits;
            ASSERT_EQ(std::signbit(widened), bits >= 0x8000) << bits;
        } else if ((bits & 0x3ffU) == 0) {
            ASSERT_EQ(widened, bits < 0x8000 ? kInfinity : -kInfinity);
        } else {
            ASSERT_TRUE(std::isnan(widened)) << bits;
        }
    }
}

TEST(SmallFloats, EveryFloat8IsWidenedExactly) {
    for (unsigned bits = 0; bits < 256; ++bits) {
        const float e4m3 = widen_f8_e4m3(static_cast<std::uint8_t>(bits));
        if ((bits & 0x7fU) == 0x7fU) {
            ASSERT_TRUE(std::isnan(e4m3)) << bits;
        } else {
            ASSERT_EQ(e4m3, defined_value(bits, 4, 3)) << bits;
        }
        if ((bits & 0x7cU) != 0x7cU) {
            ASSERT_EQ(widen_f8_e5m2(static_cast<std::uint8_t>(bits)), defined_value(bits, 5, 2));
        }
    }
    EXPECT_EQ(widen_f8_e4m3(0x7e), 448.0F);
    EXPECT_EQ(widen_f8_e5m2(0x7c), kInfinity);
}

TEST(SmallFloats, BFloat16IsTheUpperHalfOfAFloat) {
    EXPECT_EQ(widen_bf16(0x3f80), 1.0F);
    EXPECT_EQ(widen_bf16(0xff80), -kInfinity);
    EXPECT_TRUE(std::isnan(widen_bf16(0x7fc0)));
    EXPECT_EQ(widen_bf16(0x0001), std::ldexp(1.0F, -133));
}

template <typename Element>
TensorEntry tensor_of(DType dtype, std::vector<std::int64_t> shape,
                      std::vector<std::int64_t> strides, const std::vector<Element>& values) {
    TensorEntry tensor;
    tensor.name = "t";
    tensor.dtype = dtype;
    tensor.shape = std::move(shape);
    tensor.strides = std::move(strides);
    // One byte further on, since tensors in files need not be aligned.
    auto owned = std::make_shared<std::vector<std::byte>>(values.size() * sizeof(Element) + 1);
    std::ranges::copy(std::as_bytes(std::span(values)), owned->begin() + 1);
    tensor.bytes = std::span(*owned).subspan(1);
    tensor.owner = owned;
    return tensor;
}

TEST(ToFloat32, WidensAndNarrowsEachType) {
    EXPECT_THAT(to_float32(tensor_of<double>(DType::f64, {3}, {1}, {0.1, -1e300, 1e-320})),
                ElementsAre(0.1F, -kInfinity, 0.0F));
    EXPECT_THAT(to_float32(tensor_of<std::int64_t>(DType::i64, {2}, {1}, {-7, 1LL << 40})),
                ElementsAre(-7.0F, 0x1p40F));
    EXPECT_THAT(to_float32(tensor_of<std::int32_t>(DType::i32, {1}, {1}, {-2147483648})),
                ElementsAre(-0x1p31F));
    EXPECT_THAT(to_float32(tensor_of<std::int16_t>(DType::i16, {1}, {1}, {-32768})),
                ElementsAre(-32768.0F));
    EXPECT_THAT(to_float32(tensor_of<std::int8_t>(DType::i8, {1}, {1}, {-128})),
                ElementsAre(-128.0F));
    EXPECT_THAT(to_float32(tensor_of<std::uint8_t>(DType::u8, {1}, {1}, {255})),
                ElementsAre(255.0F));
    EXPECT_THAT(to_float32(tensor_of<std::uint8_t>(DType::boolean, {2}, {1}, {0, 2})),
                ElementsAre(0.0F, 1.0F));
}

TEST(ToFloat32, FollowsStridesOfAnyOrder) {
    const std::vector<float> values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    const auto transposed = tensor_of<float>(DType::f32, {3, 2}, {1, 3}, values);
    EXPECT_FALSE(transposed.contiguous());
    EXPECT_THAT(to_float32(transposed), ElementsAre(0, 3, 1, 4, 2, 5));
    EXPECT_THAT(to_float32(tensor_of<float>(DType::f32, {2, 1, 2}, {6, 99, 2}, values)),
                ElementsAre(0, 2, 6, 8));
    EXPECT_THAT(to_float32(tensor_of<float>(DType::f32, {2, 2}, {0, 0}, values)),
                ElementsAre(0, 0, 0, 0));
    // channels_last: N C H W of 1 2 2 3 in the memory order N H W C
    EXPECT_THAT(to_float32(tensor_of<float>(DType::f32, {1, 2, 2, 3}, {12, 1, 6, 2}, values)),
                ElementsAre(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11));
    EXPECT_TRUE(tensor_of<float>(DType::f32, {1, 3, 1}, {7, 1, 5}, values).contiguous());
}

TEST(ToFloat32, EmptyAndScalarTensors) {
    EXPECT_TRUE(to_float32(tensor_of<float>(DType::f32, {0, 3}, {3, 1}, {})).empty());
    EXPECT_THAT(to_float32(tensor_of<float>(DType::f32, {}, {}, {2.5F})), ElementsAre(2.5F));
}

TEST(ToContiguousBytes, KeepsTheTypeAndGathersStrides) {
    const auto bytes = to_contiguous_bytes(
        tensor_of<std::uint16_t>(DType::bf16, {2, 2}, {1, 2}, {0x0100, 0x0302, 0x0504, 0x0706}));
    ASSERT_EQ(bytes.size(), 8u);
    EXPECT_EQ(bytes[2], std::byte{4});
    EXPECT_EQ(bytes[3], std::byte{5});
}

TEST(StateDictTest, AddKeepsTheOrderAndReplacesInPlace) {
    StateDict dict;
    dict.add(StateDict::make_tensor("b", {1}, std::vector{1.0F}));
    dict.add(StateDict::make_tensor("a", {1}, std::vector{2.0F}));
    dict.add(StateDict::make_tensor("b", {1}, std::vector{3.0F}));
    ASSERT_EQ(dict.size(), 2u);
    EXPECT_EQ(dict.tensors()[0].name, "b");
    EXPECT_THAT(to_float32(dict.at("b")), ElementsAre(3.0F));
}

TEST(StateDictTest, EraseKeepsTheOthersReachable) {
    StateDict dict;
    for (const char* name : {"a", "b", "c"}) {
        dict.add(StateDict::make_tensor(name, {1}, std::vector{static_cast<float>(name[0])}));
    }
    dict.erase("b");
    dict.erase("none");
    EXPECT_EQ(dict.size(), 2u);
    EXPECT_FALSE(dict.contains("b"));
    EXPECT_THAT(to_float32(dict.at("c")), ElementsAre(static_cast<float>('c')));
    EXPECT_THAT(to_float32(dict.at("a")), ElementsAre(static_cast<float>('a')));
}

TEST(StateDictTest, MissingKeyIsNamedWithTheFile) {
    StateDict dict;
    dict.file = "/x/model.pth";
    try {
        dict.at("layer1.0.conv1.weight");
        FAIL() << "was found";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), "/x/model.pth");
        EXPECT_THAT(error.message(), testing::HasSubstr("layer1.0.conv1.weight"));
    }
}

TEST(StateDictTest, MadeTensorIsContiguousAndChecksItsCount) {
    const auto tensor = StateDict::make_tensor("t", {2, 3, 4}, std::vector<float>(24, 1.0F));
    EXPECT_THAT(tensor.strides, ElementsAre(12, 4, 1));
    EXPECT_TRUE(tensor.contiguous());
    EXPECT_EQ(tensor.bytes.size(), 96u);
    EXPECT_THROW(StateDict::make_tensor("t", {2, 3}, std::vector<float>(5)), Error);
}

}  // namespace
}  // namespace sescope
