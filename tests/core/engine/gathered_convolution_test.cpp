// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution that gathers its rows, against ATen's, and what it promises about bits.
#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/gathered_convolution.h"
#include "tests/core/engine/made_convolution.h"
#include "tests/core/engine/rounding.h"
#include "tests/core/engine/with_instructions.h"

namespace sescope::testing {
namespace {

class Gathered : public WithInstructions {
  protected:
    static std::shared_ptr<const GatheredConvolution> made_fast(const Convolution& conv) {
        return GatheredConvolution::make(conv, GetParam());
    }
};

INSTANTIATE_TEST_SUITE_P(With, Gathered, each_set_of_instructions(), name_of_set);

// Kernels, strides and paddings; more than one segment of inputs; blocks of several images, of one,
// and several blocks an image; strips of 1 to 14 rows; rows
// that are copied since they lie 4 KB apart.
TEST_P(Gathered, GivesWhatThePlainOneGives) {
    const std::vector<Kind> kinds{{16, 16, 1, 1, 0}, {64, 48, 1, 1, 0}, {1100, 32, 1, 1, 0},
                                  {32, 64, 1, 2, 0}, {32, 32, 3, 2, 1}, {520, 16, 3, 2, 1},
                                  {17, 16, 5, 3, 2}, {16, 32, 2, 2, 0}, {1024, 48, 1, 1, 0},
                                  {40, 24, 1, 1, 0}, {24, 72, 1, 1, 0}, {16, 17, 1, 1, 0},
                                  {600, 47, 3, 2, 1}};
    for (const Kind& kind : kinds) {
        for (const std::int64_t side : {2, 7, 9, 16}) {
            if (side + 2 * kind.padding < kind.kernel) continue;
            for (const bool bias : {true, false}) {
                const Convolution conv = made(kind, bias);
                const auto fast = made_fast(conv);
                ASSERT_TRUE(fast);
                const at::Tensor x = channels_last({3, kind.in, side, side + 1});
                const at::Tensor expected = exact(conv, x);
                for (const Activation activation : kActivations) {
                    const at::Tensor y = (*fast)(x, activation);
                    EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                    ASSERT_EQ(y.sizes(), expected.sizes());
                    EXPECT_LT(distance(y, activated(expected, activation)),
                              rounding_of(kind.in * kind.kernel * kind.kernel))
                        << kind.in << ' ' << kind.kernel << ' ' << kind.stride << ' ' << side;
                }
            }
        }
    }
}

TEST_P(Gathered, GivesAnImageTheSameBitsWhereverItStandsAndForAnyThreads) {
    for (const std::int64_t side : {2, 7, 14}) {
        expect_same_bits_anywhere(*made_fast(made({64, 80, 1, 1, 0})), 64, side);
    }
}

TEST_P(Gathered, EndsAResidualUnitAsItsPartsDo) {
    for (const std::int64_t side : {4, 7, 12}) {
        const Convolution conv = made({32, 48, 1, 1, 0});
        const auto fast = made_fast(conv);
        ASSERT_TRUE(fast->ends_units(side, side));
        const at::Tensor x = channels_last({3, 32, side, side});
        const at::Tensor identity = channels_last({3, 48, side, side});
        const at::Tensor gates = at::randn({3, 48}).sigmoid_();
        const at::Tensor u = exact(conv, x);
        const double rounding = 2 * rounding_of(32);  // of the sum, and of what ends it
        EXPECT_LT(distance(fast->run_with_epilogue(x, {{}, identity, false}).output,
                           (identity + u).relu()),
                  rounding);
        const at::Tensor expected = (identity + gates.view({3, 48, 1, 1}) * u).relu();
        for (const bool with_energies : {true, false}) {
            const auto result = fast->run_with_epilogue(x, {gates, identity, with_energies});
            EXPECT_LT(distance(result.output, expected), rounding) << side;
            ASSERT_EQ(result.energies.defined(), with_energies);
            if (!with_energies) continue;
            EXPECT_EQ(result.energies.scalar_type(), at::kFloat);
            EXPECT_LT(distance(result.energies, u.square().mean({2, 3})), rounding) << side;
        }
    }
}

TEST_P(Gathered, EndsUnitsOfPointwiseConvolutionsOverMapsOfSomeSize) {
    const auto of = [](const Kind& kind) { return made_fast(made(kind)); };
    EXPECT_TRUE(of({16, 16, 1, 1, 0})->ends_units(4, 4));
    EXPECT_FALSE(of({16, 16, 1, 1, 0})->ends_units(3, 5));
    EXPECT_FALSE(of({16, 16, 1, 2, 0})->ends_units(8, 8));
    EXPECT_FALSE(of({16, 16, 1, 1, 1})->ends_units(8, 8));
    EXPECT_FALSE(of({16, 16, 3, 1, 1})->ends_units(8, 8));
}

TEST_P(Gathered, KeepsWhatIsNotANumber) {
    expect_keeps_what_is_no_number(*made_fast(made({32, 16, 1, 1, 0})), 32, 16);
}

// Gates of images that share a block, too.
TEST_P(Gathered, ScalesItsInputsByGates) {
    for (const std::int64_t side : {1, 3, 7, 12}) {
        for (const std::int64_t in : {40, 1008}) {
            const Convolution conv = made({in, 24, 1, 1, 0});
            const auto fast = made_fast(conv);
            ASSERT_TRUE(fast->scales_inputs());
            const at::Tensor x = channels_last({5, in, side, side});
            const at::Tensor identity = channels_last({5, 24, side, side});
            Epilogue end;
            end.input_gates = at::randn({5, in}).sigmoid_();
            end.activation = Activation::none;
            const at::Tensor u = exact(conv, x * end.input_gates.view({5, in, 1, 1}));
            EXPECT_LT(distance(fast->run_with_epilogue(x, end).output, u), rounding_of(in)) << side;
            end.identity = identity;
            EXPECT_LT(distance(fast->run_with_epilogue(x, end).output, u + identity),
                      rounding_of(in))
                << side;
        }
    }
    EXPECT_FALSE(made_fast(made({16, 16, 1, 2, 0}))->scales_inputs());
}

TEST_P(Gathered, KeepsWhatIsNoNumberInActivationsAndGates) {
    const auto fast = made_fast(made({32, 24, 1, 1, 0}));
    at::Tensor x = channels_last({1, 32, 4, 4});
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double value : {std::nan(""), infinity}) {
        at::Tensor some = x.clone();
        some.select(2, 1).select(2, 1).fill_(value);
        for (const Activation activation : kActivations) {
            const at::Tensor y = (*fast)(some, activation);
            EXPECT_TRUE(same_not_finite(y, activated((*fast)(some, Activation::none), activation)))
                << int(activation.kind);
        }
    }
    Epilogue end;
    end.input_gates = at::full({1, 32}, std::nan(""));
    EXPECT_TRUE(at::isnan(fast->run_with_epilogue(x, end).output).all().item<bool>());
}

TEST_P(Gathered, IsForUngroupedConvolutionsOfSomeChannels) {
    EXPECT_FALSE(made_fast(made({32, 15, 1, 1, 0})));
    EXPECT_FALSE(made_fast(made({3, 64, 7, 2, 3})));
    Convolution grouped = made({16, 32, 1, 1, 0});
    grouped.groups = 2;
    EXPECT_FALSE(made_fast(grouped));
    EXPECT_FALSE(made_fast(made({32, 16, 1, 1, 0}).converted(at::kBFloat16)));
}

}  // namespace
}  // namespace sescope::testing
