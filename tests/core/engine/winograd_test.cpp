// SPDX-License-Identifier: GPL-3.0-or-later
// Winograd's convolution against ATen's, and what it promises about bits.
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/winograd_tiles.h"
#include "tests/core/engine/made_convolution.h"
#include "tests/core/engine/rounding.h"
#include "tests/core/engine/with_instructions.h"

namespace sescope::testing {
namespace {

Convolution made(std::int64_t in, std::int64_t out, bool bias = true) {
    Convolution conv;
    conv.weight = channels_last({out, in, 3, 3}).div_(3.0 * std::sqrt(double(in)));
    if (bias) conv.bias = at::randn({out});
    conv.padding = {1, 1};
    return conv;
}

class Winograd : public WithInstructions {
  protected:
    static std::shared_ptr<const WinogradConvolution> made_fast(const Convolution& conv) {
        return WinogradConvolution::make(conv, GetParam());
    }
};

INSTANTIATE_TEST_SUITE_P(With, Winograd, each_set_of_instructions(), name_of_set);

TEST_P(Winograd, GivesWhatThePlainOneGives) {
    const std::vector<Shape> inputs{{1, 32, 8, 8}, {3, 40, 7, 7}, {2, 64, 14, 9},
                                    {1, 32, 1, 1}, {5, 32, 4, 2}, {2, 520, 3, 5}};
    for (const Shape& shape : inputs) {
        for (const bool bias : {true, false}) {
            const Convolution conv = made(shape[1], 48, bias);
            const auto fast = made_fast(conv);
            ASSERT_TRUE(fast);
            const at::Tensor x = channels_last(shape);
            const at::Tensor expected =
                at::conv2d(x.to(at::kDouble), conv.weight.to(at::kDouble),
                           bias ? conv.bias.to(at::kDouble) : at::Tensor(), {1, 1}, {1, 1});
            for (const Activation activation : kActivations) {
                const at::Tensor y = (*fast)(x, activation);
                EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                const at::Tensor wanted = activated(expected, activation);
                // The transforms' sums are of larger numbers, and activations are steep.
                EXPECT_LT((y - wanted).abs().max().item<double>(), 3 * rounding_of(9 * shape[1]))
                    << shape;
            }
        }
    }
}

// Points 1 and 2 instead of 5/8 and 3/2 gave 3.3e-6 here; a plain sum in fp32 gives about 0.9e-6.
TEST_P(Winograd, RoundsLittleMoreThanAPlainSum) {
    Convolution conv;
    conv.weight = channels_last({64, 256, 3, 3}).div_(48.0);
    conv.padding = {1, 1};
    const at::Tensor x = channels_last({2, 256, 16, 16});
    const at::Tensor wanted = at::conv2d(x.to(at::kDouble), conv.weight.to(at::kDouble), {},
                                         at::IntArrayRef{1, 1}, at::IntArrayRef{1, 1});
    const at::Tensor error = (*made_fast(conv))(x, Activation::none) - wanted;
    const double rms = std::sqrt(error.square().mean().item<double>());
    EXPECT_LT(rms, 2e-6);
}

TEST_P(Winograd, GivesAnImageTheSameBitsWhereverItStands) {
    const auto fast = made_fast(made(64, 32));
    const at::Tensor image = channels_last({1, 64, 14, 14});
    const at::Tensor alone = (*fast)(image, Activation::relu);
    for (const std::int64_t before : {1, 2, 6}) {
        const at::Tensor others = channels_last({before, 64, 14, 14});
        const at::Tensor batch =
            at::cat({others, image}).contiguous(at::MemoryFormat::ChannelsLast);
        EXPECT_TRUE(at::equal((*fast)(batch, Activation::relu).narrow(0, before, 1), alone))
            << before;
    }
}

// Groups that fill vectors and such that do not; the last task has fewer than the others.
TEST_P(Winograd, ComputesGroups) {
    for (const auto& [width, outputs, groups] :
         {std::array<std::int64_t, 3>{24, 24, 3}, {16, 16, 5}, {24, 48, 2}, {64, 8, 2}}) {
        Convolution conv = made(width, outputs * groups);
        conv.groups = groups;
        const auto fast = made_fast(conv);
        ASSERT_TRUE(fast);
        for (const std::int64_t side : {7, 18}) {
            const at::Tensor x = channels_last({3, width * groups, side, side});
            const at::Tensor expected = exact(conv, x);
            for (const Activation activation : {Activation::none, Activation::relu}) {
                EXPECT_LT(distance((*fast)(x, activation), activated(expected, activation)),
                          4 * rounding_of(9 * width))
                    << width << ' ' << side;
            }
        }
    }
}

TEST_P(Winograd, KeepsWhatIsNotANumber) {
    const auto fast = made_fast(made(32, 16));
    at::Tensor x = channels_last({1, 32, 8, 8});
    x.index_put_({at::tensor(0), at::tensor(3), at::tensor(2), at::tensor(2)},
                 at::tensor(std::numeric_limits<float>::quiet_NaN()));
    EXPECT_TRUE(
        at::isnan((*fast)(x, Activation::relu).narrow(2, 2, 1).narrow(3, 2, 1)).all().item<bool>());
}

TEST_P(Winograd, IsForPlain3x3ConvolutionsOnly) {
    EXPECT_TRUE(made_fast(made(32, 16)));
    Convolution strided = made(32, 32);
    strided.stride = {2, 2};
    EXPECT_FALSE(made_fast(strided));
    Convolution unpadded = made(32, 32);
    unpadded.padding = {0, 0};
    EXPECT_FALSE(made_fast(unpadded));
    Convolution narrow = made(8, 32);  // 4 groups of 8
    narrow.groups = 4;
    EXPECT_FALSE(made_fast(narrow));
    EXPECT_FALSE(made_fast(made(32, 17)));
    EXPECT_FALSE(made_fast(made(36, 16)));
    EXPECT_FALSE(made_fast(made(32, 16).converted(at::kBFloat16)));
}

// The second column of G: a tap p of the polynomial over 2 p^2 (p^2 - q^2), at 5/8 and at 3/2.
TEST(WinogradKernel, OfOneTapIsTheOuterProductOfGsColumns) {
    const auto points = winograd::transformed_kernel({0, 0, 0, 0, 1, 0, 0, 0, 0});
    const double near = 1 / (2 * 0.625 * (0.390625 - 2.25));
    const double far = 1 / (2 * 1.5 * (2.25 - 0.390625));
    const std::array<double, 6> column{0, near, -near, far, -far, 0};
    for (std::size_t y = 0; y < 6; ++y) {
        for (std::size_t x = 0; x < 6; ++x) {
            EXPECT_DOUBLE_EQ(points[6 * y + x], column[y] * column[x]) << y << ' ' << x;
        }
    }
}

}  // namespace
}  // namespace sescope::testing
