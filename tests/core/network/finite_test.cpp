// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <memory>
#include <span>

#include "core/base/error.h"
#include "core/network/network.h"

namespace sescope {
namespace {

using testing::HasSubstr;

/// A one-dimensional tensor of raw words, at an odd address as in a mapped file.
template <typename Word>
TensorEntry raw(const char* name, DType dtype, const std::vector<Word>& words) {
    const auto bytes = std::make_shared<std::vector<std::byte>>(words.size() * sizeof(Word) + 1);
    std::ranges::copy(std::as_bytes(std::span(words)), bytes->begin() + 1);
    TensorEntry entry;
    entry.name = name;
    entry.dtype = dtype;
    entry.shape = {static_cast<std::int64_t>(words.size())};
    entry.strides = {1};
    entry.bytes = std::span(*bytes).subspan(1);
    entry.owner = bytes;
    return entry;
}

std::string refusal(const TensorEntry& tensor) {
    StateDict weights;
    weights.file = "mine.pth";
    weights.add(StateDict::make_tensor("good.weight", {2}, std::vector{1.0F, -2.0F}));
    weights.add(tensor);
    try {
        require_finite(weights);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), "mine.pth");
        return error.message();
    }
    return {};
}

template <typename Word>
void check(DType dtype, const std::vector<Word>& finite, const std::vector<Word>& bad) {
    std::vector<Word> all;
    for (std::size_t i = 0; i < 10'001; ++i) all.push_back(finite[i % finite.size()]);
    EXPECT_EQ(refusal(raw("w", dtype, all)), "");
    for (const auto word : bad) {
        for (const std::size_t at :
             {std::size_t{0}, std::size_t{2047}, std::size_t{2048}, all.size() - 1}) {
            auto broken = all;
            broken[at] = word;
            EXPECT_EQ(refusal(raw("layer1.0.bn1.weight", dtype, broken)),
                      "the tensor 'layer1.0.bn1.weight' holds NaN or infinity")
                << "word " << +word << " at " << at;
        }
    }
}

TEST(RequireFinite, NamesTheTensorThatHoldsNaN) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(refusal(StateDict::make_tensor("fc.weight", {2}, std::vector{0.0F, nan})),
              "the tensor 'fc.weight' holds NaN or infinity");
}

// Largest and smallest finite values beside both infinities and both kinds of NaN.
TEST(RequireFinite, KnowsEachFloatType) {
    check<std::uint16_t>(DType::f16, {0, 0x7BFF, 0xFBFF, 0x0001, 0x8000},
                         {0x7C00, 0xFC00, 0x7E00, 0xFC01});
    check<std::uint16_t>(DType::bf16, {0, 0x7F7F, 0xFF7F, 0x0001, 0x8000, 0x7C00},
                         {0x7F80, 0xFF80, 0x7FC0, 0xFF81});
    check<std::uint32_t>(DType::f32, {0, 0x7F7FFFFF, 0xFF7FFFFF, 1, 0x80000000},
                         {0x7F800000, 0xFF800000, 0x7FC00000, 0xFF800001});
    check<std::uint64_t>(DType::f64, {0, 0x7FEFFFFFFFFFFFFF, 0xFFEFFFFFFFFFFFFF, 1},
                         {0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000});
    check<std::uint8_t>(DType::f8_e4m3, {0, 0x7E, 0xFE, 0x78, 1}, {0x7F, 0xFF});
    check<std::uint8_t>(DType::f8_e5m2, {0, 0x7B, 0xFB, 1}, {0x7C, 0xFC, 0x7D, 0xFF});
}

TEST(RequireFinite, LooksOnlyAtWhatAViewReaches) {
    auto view = raw<std::uint16_t>("view", DType::f16, {0x3C00, 0x7C00, 0x3C00, 0x7C00, 0x3C00});
    view.shape = {3};
    view.strides = {2};
    EXPECT_EQ(refusal(view), "");
    auto transposed = raw<std::uint16_t>("t", DType::f16, {0, 0, 0, 0, 0x7C00, 0});
    transposed.shape = {3, 2};
    transposed.strides = {1, 3};
    EXPECT_THAT(refusal(transposed), HasSubstr("'t' holds NaN"));
}

TEST(RequireFinite, TakesIntegersAndEmptyTensors) {
    EXPECT_EQ(refusal(raw<std::uint64_t>("n", DType::i64, {0x7FF0000000000000})), "");
    TensorEntry empty = raw<std::uint32_t>("e", DType::f32, {});
    EXPECT_EQ(refusal(empty), "");
}

}  // namespace
}  // namespace sescope
