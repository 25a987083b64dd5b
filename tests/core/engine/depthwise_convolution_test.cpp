// SPDX-License-Identifier: GPL-3.0-or-later
// The depthwise kernel, alone and behind a pointwise convolution, against ATen's, and what it
// promises about bits.
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/depthwise_convolution.h"
#include "tests/core/engine/made_convolution.h"
#include "tests/core/engine/rounding.h"
#include "tests/core/engine/with_instructions.h"

namespace sescope::testing {
namespace {

class Depthwise : public WithInstructions {
  protected:
    static std::shared_ptr<const DepthwiseConvolution> made_fast(const Convolution& conv) {
        return DepthwiseConvolution::make(conv, GetParam());
    }
    static std::shared_ptr<const DepthwiseConvolution> made_fast(const Convolution& conv,
                                                                 const Convolution& expansion,
                                                                 Activation expanded) {
        return DepthwiseConvolution::make(conv, expansion, expanded, GetParam());
    }
};

INSTANTIATE_TEST_SUITE_P(With, Depthwise, each_set_of_instructions(), name_of_set);

Convolution depthwise(std::int64_t channels, std::int64_t kernel, std::int64_t stride,
                      bool bias = true) {
    Convolution conv = made({1, channels, kernel, stride, kernel / 2}, bias);
    conv.groups = channels;
    return conv;
}

struct Form {
    std::int64_t kernel, stride;
};
const std::vector<Form> kForms{{3, 1}, {3, 2}, {5, 1}, {5, 2}};

// Whole slabs and parts of one; maps that are computed together, and row by row; rows of 1 to 8
// outputs and more; bands of rows.
TEST_P(Depthwise, GivesWhatThePlainOneGives) {
    for (const auto& [kernel, stride] : kForms) {
        for (const std::int64_t channels : {16, 24, 5}) {
            for (const std::int64_t side : {3, 7, 10, 17, 33}) {
                const Convolution conv = depthwise(channels, kernel, stride, side != 7);
                const auto fast = made_fast(conv);
                ASSERT_TRUE(fast);
                const at::Tensor x = channels_last({2, channels, side, side + 2});
                const at::Tensor expected = exact(conv, x);
                for (const Activation activation : kActivations) {
                    const at::Tensor y = (*fast)(x, activation);
                    ASSERT_EQ(y.sizes(), expected.sizes());
                    EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                    EXPECT_LT(distance(y, activated(expected, activation)),
                              rounding_of(kernel * kernel))
                        << kernel << ' ' << stride << ' ' << channels << ' ' << side;
                }
            }
        }
    }
}

TEST_P(Depthwise, ComputesThePointwiseConvolutionBeforeIt) {
    for (const auto& [kernel, stride] : kForms) {
        for (const std::int64_t side : {5, 7, 12, 28}) {
            const Convolution conv = depthwise(40, kernel, stride);
            const Convolution expansion = made({24, 40, 1, 1, 0}, side != 7);
            const auto fast = made_fast(conv, expansion, Activation::silu);
            ASSERT_TRUE(fast);
            const at::Tensor x = channels_last({3, 24, side, side});
            const at::Tensor expected = activated(
                exact(conv, activated(exact(expansion, x), Activation::silu)), Activation::relu6);
            EXPECT_LT(distance((*fast)(x, Activation::relu6), expected),
                      rounding_of(24 * kernel * kernel))
                << kernel << ' ' << stride << ' ' << side;
        }
    }
}

// By a kernel that leaves values as they are: SiLU's exponential from end to end.
TEST_P(Depthwise, ComputesSiluOfAnyNumber) {
    Convolution conv = depthwise(16, 3, 1, false);
    conv.weight.zero_().select(2, 1).select(2, 1).fill_(1);
    const auto fast = made_fast(conv);
    const at::Tensor x = at::linspace(-120, 120, 16 * 64 * 64)
                             .view({1, 16, 64, 64})
                             .contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor exact = x.to(at::kDouble).mul(x.to(at::kDouble).sigmoid());
    const at::Tensor error = ((*fast)(x, Activation::silu) - exact).abs() - 3e-7 * x.abs();
    EXPECT_LT(error.max().item<double>(), 1e-30);
}

TEST_P(Depthwise, ReadsMeansAndEnergiesOffItsOutputs) {
    for (const std::int64_t side : {7, 31}) {
        const Convolution conv = depthwise(24, 3, 1);
        const auto fast = made_fast(conv);
        const at::Tensor x = channels_last({2, 24, side, side});
        const at::Tensor u = activated(exact(conv, x), Activation::hard_swish);
        const ReadMap all = fast->read(x, Activation::hard_swish, {true, true});
        EXPECT_LT(distance(all.means, u.mean({2, 3})), 1e-6);
        EXPECT_LT(distance(all.energies, u.square().mean({2, 3})), 1e-5);
        const ReadMap means = fast->read(x, Activation::hard_swish, {true, false});
        EXPECT_TRUE(at::equal(means.means, all.means));
        EXPECT_FALSE(means.energies.defined());
        EXPECT_FALSE(fast->read(x, Activation::none, {}).means.defined());
    }
}

TEST_P(Depthwise, GivesAnImageTheSameBitsWhereverItStandsAndForAnyThreads) {
    const int threads = at::get_num_threads();
    for (const std::int64_t side : {7, 28}) {
        const auto fast =
            made_fast(depthwise(40, 5, 1), made({16, 40, 1, 1, 0}), Activation::hard_swish);
        const at::Tensor image = channels_last({1, 16, side, side});
        at::set_num_threads(1);
        const ReadMap alone = fast->read(image, Activation::silu, {true, true});
        at::set_num_threads(threads);
        for (const std::int64_t before : {0, 1, 6}) {
            const at::Tensor others = channels_last({before, 16, side, side});
            const ReadMap all =
                fast->read(at::cat({others, image}).contiguous(at::MemoryFormat::ChannelsLast),
                           Activation::silu, {true, true});
            EXPECT_TRUE(at::equal(all.output.narrow(0, before, 1), alone.output));
            EXPECT_TRUE(at::equal(all.means.narrow(0, before, 1), alone.means));
            EXPECT_TRUE(at::equal(all.energies.narrow(0, before, 1), alone.energies));
        }
    }
}

// Those of the border too: what is outside of the map is zero, and not what stands there.
TEST_P(Depthwise, KeepsWhatIsNoNumber) {
    const double infinity = std::numeric_limits<double>::infinity();
    const Convolution conv = depthwise(24, 3, 1);
    const Convolution expansion = made({16, 24, 1, 1, 0});
    for (const double value : {std::nan(""), infinity, -infinity}) {
        at::Tensor x = channels_last({1, 16, 9, 9});
        x.select(2, 0).select(2, 8).fill_(value);
        for (const Activation activation : kActivations) {
            Convolution plain = conv;
            at::Tensor expected = plain(expansion(x, activation), activation);
            const auto fast = made_fast(conv, expansion, activation);
            const ReadMap read = fast->read(x, activation, {true, true});
            EXPECT_TRUE(same_not_finite(read.output, expected)) << value << int(activation.kind);
            EXPECT_TRUE(same_not_finite(read.means, expected.mean({2, 3})))
                << value << int(activation.kind);
        }
    }
}

TEST_P(Depthwise, IsForDepthwiseConvolutionsThatItHasAKernelFor) {
    EXPECT_FALSE(made_fast(made({16, 16, 3, 1, 1})));
    EXPECT_FALSE(made_fast(depthwise(16, 7, 1)));
    EXPECT_FALSE(made_fast(depthwise(16, 3, 3)));
    EXPECT_FALSE(made_fast(depthwise(16, 3, 1).converted(at::kBFloat16)));
    Convolution uneven = depthwise(16, 3, 1);
    uneven.stride = {1, 2};
    EXPECT_FALSE(made_fast(uneven));
    const Convolution conv = depthwise(16, 3, 1);
    EXPECT_FALSE(made_fast(conv, made({16, 16, 3, 1, 1}), Activation::none));
    EXPECT_FALSE(made_fast(conv, made({16, 32, 1, 1, 0}), Activation::none));
}

}  // namespace
}  // namespace sescope::testing
