// SPDX-License-Identifier: GPL-3.0-or-later
// What the CPU's fused operators compute, against the plain ones.
#include <ATen/TensorOperators.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/full.h>
#include <ATen/ops/isinf.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/engine/torch/block_tail.h"
#include "core/engine/torch/chunking.h"
#include "core/engine/torch/convolution.h"
#include "core/engine/torch/gate_collector.h"
#include "tests/core/engine/rounding.h"

namespace sescope::testing {
namespace {

at::Tensor channels_last(const Shape& shape) {
    return at::randn(shape).contiguous(at::MemoryFormat::ChannelsLast);
}

double largest_difference(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

struct ConvCase {
    Shape input;
    std::int64_t out;
    std::int64_t kernel;
    std::int64_t stride;
    std::int64_t groups;
    bool bias;
};

Convolution made(const ConvCase& c) {
    Convolution conv;
    conv.weight = channels_last({c.out, c.input[1] / c.groups, c.kernel, c.kernel}).mul_(0.1);
    if (c.bias) conv.bias = at::randn({c.out});
    conv.stride = {c.stride, c.stride};
    conv.padding = {c.kernel / 2, c.kernel / 2};
    conv.groups = c.groups;
    return conv;
}

TEST(PackedConvolution, GivesWhatThePlainOneGives) {
    const std::vector<ConvCase> cases{
        {{2, 16, 9, 9}, 32, 1, 1, 1, true},  {{2, 32, 14, 14}, 48, 3, 2, 1, true},
        {{1, 3, 32, 32}, 64, 7, 2, 1, true}, {{2, 32, 7, 7}, 32, 3, 1, 8, true},
        {{2, 10, 6, 5}, 6, 3, 1, 1, false},
    };
    for (const ConvCase& c : cases) {
        const Convolution plain = made(c);
        const Convolution packed = plain.packed_for(c.input);
        const at::Tensor x = channels_last(c.input);
        const std::int64_t products = c.input[1] / c.groups * c.kernel * c.kernel;
        // Weights of 0.1 make sums of that times the square root of their number.
        const double rounding =
            2 * rounding_of(products) * std::max(1.0, 0.1 * std::sqrt(double(products)));
        EXPECT_LT(largest_difference(packed(x), plain(x)), rounding);
        const at::Tensor rectified = packed(x, Activation::relu);
        EXPECT_LT(largest_difference(rectified, plain(x, Activation::relu)), rounding);
        EXPECT_GE(rectified.min().item<float>(), 0.0f);
        EXPECT_EQ(rectified.sizes().vec(), plain.output_shape(c.input));
    }
}

TEST(PackedConvolution, TakesOtherSizesThanItWasMadeFor) {
    const ConvCase c{{4, 16, 20, 20}, 32, 3, 2, 1, true};
    const Convolution plain = made(c);
    const at::Tensor x = channels_last({3, 16, 11, 8});
    EXPECT_LT(largest_difference(plain.packed_for(c.input)(x), plain(x)), 4 * rounding_of(16 * 9));
}

// The library's own ReLU makes zero of a NaN.
TEST(PackedConvolution, KeepsWhatIsNotANumber) {
    for (const ConvCase& c : std::vector<ConvCase>{{{1, 3, 16, 16}, 8, 7, 2, 1, true},
                                                   {{1, 32, 7, 7}, 32, 3, 1, 8, true},
                                                   {{1, 10, 6, 5}, 6, 1, 1, 1, false}}) {
        Convolution conv = made(c);
        conv.weight.select(0, 1).fill_(std::numeric_limits<float>::quiet_NaN());
        conv.weight.select(0, 2).fill_(std::numeric_limits<float>::infinity());
        const at::Tensor x = channels_last(c.input).abs_();
        const at::Tensor plain = conv(x, Activation::relu);
        const at::Tensor packed = conv.packed_for(c.input)(x, Activation::relu);
        EXPECT_TRUE(packed.select(1, 1).isnan().all().item<bool>());
        EXPECT_TRUE(packed.isnan().equal(plain.isnan()));
        EXPECT_TRUE(packed.isinf().equal(plain.isinf()));
        EXPECT_GT(packed.isinf().sum().item<std::int64_t>(), 0);
    }
}

TEST(BlockTail, IsSumOfIdentityAndScaledUThenReLU) {
    for (const std::int64_t channels : {1, 7, 64}) {
        const at::Tensor identity = channels_last({3, channels, 5, 4});
        const at::Tensor u = channels_last({3, channels, 5, 4});
        const at::Tensor gates = at::randn({3, channels, 1, 1});
        const at::Tensor expected = at::addcmul(identity, u, gates).relu_();
        const at::Tensor result = scaled_sum_relu(identity, u.clone(), gates);
        EXPECT_LT(largest_difference(result, expected), 1e-6) << channels;
    }
}

TEST(BlockTail, TakesMapsThatAreNotChannelsLastAndOtherTypes) {
    const at::Tensor identity = at::randn({2, 3, 4, 4});
    const at::Tensor u = at::randn({2, 3, 4, 4});
    const at::Tensor gates = at::randn({2, 3, 1, 1});
    const at::Tensor expected = at::addcmul(identity, u, gates).relu_();
    EXPECT_LT(largest_difference(scaled_sum_relu(identity, u.clone(), gates), expected), 1e-6);
    const auto half = at::kBFloat16;
    const at::Tensor rounded =
        scaled_sum_relu(identity.to(half), u.to(half), gates.to(half)).to(at::kFloat);
    EXPECT_LT(largest_difference(rounded, expected), 0.1);
}

TEST(BlockTail, KeepsNaN) {
    const at::Tensor identity = channels_last({1, 4, 2, 2});
    const at::Tensor u = at::full({1, 4, 2, 2}, std::numeric_limits<float>::quiet_NaN())
                             .contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor result = scaled_sum_relu(identity, u, at::full({1, 4, 1, 1}, 0.5));
    EXPECT_TRUE(result.isnan().all().item<bool>());
}

TEST(Chunks, DivideTheBatchAndFitTheLargestPart) {
    const std::array<std::int64_t, 3> bytes{1 << 20, 8 << 20, 2 << 20};
    EXPECT_EQ(images_a_chunk(bytes, 16), 4);  // 5 would fit
    EXPECT_EQ(images_a_chunk(bytes, 15), 5);
    EXPECT_EQ(images_a_chunk(bytes, 7), 1);
    EXPECT_EQ(images_a_chunk(bytes, 2), 2);
    const std::array<std::int64_t, 1> huge{std::int64_t{1} << 40};
    EXPECT_EQ(images_a_chunk(huge, 16), 1);
}

TEST(Chunking, LegsTakeMoreImagesAsMapsShrink) {
    constexpr std::int64_t mib = 1 << 20;
    const std::vector<std::int64_t> bytes{6 * mib, 10 * mib, 8 * mib, 5 * mib, 9 * mib, mib};
    const std::vector<MicroBatchSegment> segments = segments_of(bytes, 16);
    ASSERT_EQ(segments.size(), 3U);
    EXPECT_EQ(segments[0].end, 3U);
    EXPECT_EQ(segments[0].chunk, 4);
    EXPECT_EQ(segments[1].end, 5U);  // the fifth step is larger, but chunks only grow
    EXPECT_EQ(segments[1].chunk, 8);
    EXPECT_EQ(segments[2].end, 6U);
    EXPECT_EQ(segments[2].chunk, 16);
    // 3 does not go into 5: the second segment is not cut anew.
    const std::vector<MicroBatchSegment> odd =
        segments_of(std::vector<std::int64_t>{13 * mib, mib, 8 * mib}, 15);
    ASSERT_EQ(odd.size(), 1U);
    EXPECT_EQ(odd[0].chunk, 3);
    const std::vector<MicroBatchSegment> single = segments_of(std::vector<std::int64_t>{mib}, 16);
    ASSERT_EQ(single.size(), 1U);
    EXPECT_EQ(single[0].end, 1U);
    EXPECT_EQ(single[0].chunk, 16);
    EXPECT_TRUE(segments_of({}, 16).empty());
}

TEST(Chunks, TellTheSinkTheWholeBatch) {
    const at::Tensor input = at::randn({6, 3});
    GateCollector sink(true);
    const std::vector<at::Tensor> outputs = run_in_chunks(
        input, 2, sink, [](const at::Tensor& images, GateSink& gates) -> std::vector<at::Tensor> {
            gates.take(0, images + 1, images + 2);
            gates.take(1, images + 3, images + 4);
            return {images * 2, images - 1};
        });
    ASSERT_EQ(outputs.size(), 2U);
    EXPECT_TRUE(outputs[0].equal(input * 2));
    EXPECT_TRUE(outputs[1].equal(input - 1));
    EXPECT_TRUE(sink.gates()[0].equal(input + 1));
    EXPECT_TRUE(sink.energies()[0].equal(input + 2));
    EXPECT_TRUE(sink.gates()[1].equal(input + 3));
    EXPECT_TRUE(sink.energies()[1].equal(input + 4));
}

}  // namespace
}  // namespace sescope::testing
