// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions on AMX against ATen's in double: of values as they are, where each is split into two
// bf16 numbers, and of values rounded to bf16.
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/randn_like.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "core/engine/torch/amx_convolution.h"
#include "tests/core/engine/made_convolution.h"

namespace sescope::testing {
namespace {

using amx::SplitTerms;

// Of values of about 1: sums in fp32 of exact products, and what is lost of a split value.
constexpr double kErrorOfSums = 2e-5;
constexpr double kErrorOfSplitting = 1e-4;

at::Tensor rounded(const at::Tensor& values) {
    return values.to(at::kBFloat16).to(at::kFloat);
}

Convolution rounded(Convolution conv) {
    conv.weight = rounded(conv.weight);
    return conv;
}

class Amx : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!amx::is_usable()) GTEST_SKIP() << "this processor has no AMX, or may not use it";
    }
};

/// What AMX should give, and how far off it may be.
struct Expected {
    at::Tensor values;
    double error;
};

Expected expected(const Convolution& conv, const at::Tensor& x, SplitTerms terms) {
    // Of up to 512 products; the errors of more add up as their number's square root.
    const auto products = double(conv.weight.numel() / conv.weight.size(0));
    const double longer = std::max(1.0, std::sqrt(products / 512));
    if (terms == SplitTerms::one) return {exact(rounded(conv), rounded(x)), longer * kErrorOfSums};
    return {exact(conv, x), longer * kErrorOfSplitting};
}

// Pointwise, strided and larger kernels; inputs that are no multiple of 32; maps with a border that
// go whole, several at a time and in pieces; strips of one half and of two.
TEST_F(Amx, GivesWhatThePlainOneGives) {
    const std::vector<Kind> kinds{{32, 32, 1, 1, 0},   {64, 96, 1, 1, 0}, {48, 32, 1, 1, 0},
                                  {1100, 32, 1, 1, 0}, {64, 64, 1, 2, 0}, {64, 32, 3, 1, 1},
                                  {512, 32, 3, 1, 1},  {48, 32, 3, 1, 1}, {32, 64, 3, 2, 1},
                                  {3, 64, 7, 2, 3},    {16, 32, 2, 2, 0}};
    for (const Kind& kind : kinds) {
        for (const std::int64_t side : {2, 7, 9, 29}) {
            if (side + 2 * kind.padding < kind.kernel) continue;
            for (const SplitTerms terms : {SplitTerms::one, SplitTerms::three}) {
                const Convolution conv = made(kind, side != 9);
                const auto fast = AmxConvolution::make(conv, terms);
                ASSERT_TRUE(fast);
                const at::Tensor x = channels_last({3, kind.in, side, side + 1});
                const Expected should_be = expected(conv, x, terms);
                for (const bool relu : {false, true}) {
                    const at::Tensor y = (*fast)(x, relu ? Activation::relu : Activation::none);
                    EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                    ASSERT_EQ(y.sizes(), should_be.values.sizes());
                    EXPECT_LT(distance(y, relu ? should_be.values.relu() : should_be.values),
                              should_be.error)
                        << kind.in << ' ' << kind.kernel << ' ' << kind.stride << ' ' << side;
                }
            }
        }
    }
}

TEST_F(Amx, ThreeProductsAreAHundredTimesNearerThanOne) {
    const Convolution conv = made({256, 64, 3, 1, 1});
    const at::Tensor x = channels_last({2, 256, 14, 14});
    const at::Tensor values = exact(conv, x);
    const double one =
        distance((*AmxConvolution::make(conv, SplitTerms::one))(x, Activation::none), values);
    const double three =
        distance((*AmxConvolution::make(conv, SplitTerms::three))(x, Activation::none), values);
    EXPECT_GT(one, 1e-3);
    EXPECT_LT(three, one / 100);
}

TEST_F(Amx, GivesAnImageTheSameBitsWhereverItStandsAndForAnyThreads) {
    for (const Kind& kind : {Kind{64, 96, 1, 1, 0}, Kind{64, 96, 3, 1, 1}, Kind{64, 96, 3, 2, 1}}) {
        SCOPED_TRACE(::testing::Message()
                     << "kernel " << kind.kernel << ", stride " << kind.stride);
        for (const std::int64_t side : {2, 7, 14, 40}) {
            expect_same_bits_anywhere(*AmxConvolution::make(made(kind), SplitTerms::three), 64,
                                      side);
        }
    }
}

TEST_F(Amx, EndsAResidualUnitAsItsPartsDo) {
    for (const std::int64_t side : {4, 7, 12, 40}) {
        for (const SplitTerms terms : {SplitTerms::one, SplitTerms::three}) {
            const Convolution conv = made({32, 96, 1, 1, 0});
            const auto fast = AmxConvolution::make(conv, terms);
            ASSERT_TRUE(fast->ends_units(side, side));
            const at::Tensor x = channels_last({3, 32, side, side});
            const at::Tensor identity = channels_last({3, 96, side, side});
            const at::Tensor gates = at::randn({3, 96}).sigmoid_();
            const auto [u, error] = expected(conv, x, terms);
            EXPECT_LT(distance(fast->run_with_epilogue(x, {{}, identity, false}).output,
                               (identity + u).relu()),
                      error);
            const at::Tensor whole = (identity + gates.view({3, 96, 1, 1}) * u).relu();
            for (const bool with_energies : {true, false}) {
                const auto result = fast->run_with_epilogue(x, {gates, identity, with_energies});
                EXPECT_LT(distance(result.output, whole), error) << side;
                ASSERT_EQ(result.energies.defined(), with_energies);
                if (!with_energies) continue;
                EXPECT_EQ(result.energies.scalar_type(), at::kFloat);
                EXPECT_LT(distance(result.energies, u.square().mean({2, 3})), error) << side;
            }
        }
    }
}

// Profiles are merged bit by bit, and energies are among what they count.
TEST_F(Amx, GivesTheSameEnergiesWhereverAnImageStands) {
    const auto fast = AmxConvolution::make(made({64, 64, 1, 1, 0}), SplitTerms::three);
    for (const std::int64_t side : {7, 14, 40}) {
        const at::Tensor image = channels_last({1, 64, side, side});
        const at::Tensor identity = channels_last({1, 64, side, side});
        const at::Tensor gates = at::randn({1, 64}).sigmoid_();
        const at::Tensor alone = fast->run_with_epilogue(image, {gates, identity, true}).energies;
        for (const std::int64_t before : {1, 6}) {
            const auto behind = [&](const at::Tensor& last) {
                const at::Tensor others = at::randn_like(last).repeat({before, 1, 1, 1});
                return at::cat({others, last}).contiguous(at::MemoryFormat::ChannelsLast);
            };
            const at::Tensor all_gates = at::cat({at::randn({before, 64}).sigmoid_(), gates});
            const at::Tensor energies =
                fast->run_with_epilogue(behind(image), {all_gates, behind(identity), true})
                    .energies;
            EXPECT_TRUE(at::equal(energies.narrow(0, before, 1), alone)) << side << ' ' << before;
        }
    }
}

TEST_F(Amx, KeepsWhatIsNotANumber) {
    expect_keeps_what_is_no_number(
        *AmxConvolution::make(made({32, 32, 1, 1, 0}), SplitTerms::three), 32, 32);
}

TEST_F(Amx, IsForUngroupedConvolutionsOfWholePanels) {
    EXPECT_FALSE(AmxConvolution::make(made({32, 48, 1, 1, 0}), SplitTerms::one));
    Convolution grouped = made({16, 32, 1, 1, 0});
    grouped.groups = 2;
    EXPECT_FALSE(AmxConvolution::make(grouped, SplitTerms::one));
    EXPECT_FALSE(
        AmxConvolution::make(made({32, 32, 1, 1, 0}).converted(at::kHalf), SplitTerms::one));
}

/// How far bf16 values are from `exact` ones, beyond what rounding to bf16 is off by.
double beyond_rounding(const at::Tensor& values, const at::Tensor& exact) {
    constexpr double kRounding = 1.0 / 256;
    const at::Tensor off = (values.to(at::kDouble) - exact).abs() - exact.abs() * kRounding;
    return off.max().item<double>();
}

// Rows that are read where they lie, and the last ones, beyond which nothing may be read; others.
TEST_F(Amx, OfMapsInBf16GivesWhatThePlainOneGivesRounded) {
    const std::vector<Kind> kinds{{64, 96, 1, 1, 0}, {48, 32, 1, 1, 0}, {64, 64, 1, 2, 0},
                                  {64, 32, 3, 1, 1}, {32, 64, 3, 2, 1}, {3, 64, 7, 2, 3}};
    for (const Kind& kind : kinds) {
        for (const std::int64_t side : {2, 7, 16, 29}) {
            if (side + 2 * kind.padding < kind.kernel) continue;
            const Convolution conv = made(kind).converted(at::kBFloat16);
            const auto fast = AmxConvolution::make(conv, SplitTerms::one);
            ASSERT_TRUE(fast);
            const at::Tensor x = channels_last({3, kind.in, side, side + 1}).to(at::kBFloat16);
            const at::Tensor values = exact(conv, x);
            for (const bool relu : {false, true}) {
                const at::Tensor y = (*fast)(x, relu ? Activation::relu : Activation::none);
                EXPECT_EQ(y.scalar_type(), at::kBFloat16);
                EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                EXPECT_LT(beyond_rounding(y, relu ? values.relu() : values), kErrorOfSums)
                    << kind.in << ' ' << kind.kernel << ' ' << kind.stride << ' ' << side;
            }
        }
    }
}

TEST_F(Amx, EndsAResidualUnitInBf16) {
    for (const std::int64_t side : {4, 7, 40}) {
        const Convolution conv = made({32, 96, 1, 1, 0}).converted(at::kBFloat16);
        const auto fast = AmxConvolution::make(conv, SplitTerms::one);
        const at::Tensor x = channels_last({3, 32, side, side}).to(at::kBFloat16);
        const at::Tensor identity = channels_last({3, 96, side, side}).to(at::kBFloat16);
        const at::Tensor gates = at::randn({3, 96}).sigmoid_();
        const at::Tensor u = exact(conv, x);
        const auto result = fast->run_with_epilogue(x, {gates, identity, true});
        const at::Tensor whole = (identity.to(at::kDouble) + gates.view({3, 96, 1, 1}) * u).relu();
        EXPECT_LT(beyond_rounding(result.output, whole), kErrorOfSums) << side;
        EXPECT_EQ(result.energies.scalar_type(), at::kFloat);
        EXPECT_LT(distance(result.energies, u.square().mean({2, 3})), kErrorOfSums) << side;
    }
}

// Gates follow from means, which are not rounded.
TEST_F(Amx, KeepsMeansInFp32) {
    const Convolution conv = made({64, 96, 1, 1, 0}).converted(at::kBFloat16);
    const auto fast = AmxConvolution::make(conv, SplitTerms::one);
    const at::Tensor mean = at::randn({3, 64});
    const at::Tensor expected = exact(conv, mean.view({3, 64, 1, 1})).flatten(1);
    EXPECT_LT(distance(fast->mean_of_outputs(mean), expected), kErrorOfSums);
}

}  // namespace
}  // namespace sescope::testing
