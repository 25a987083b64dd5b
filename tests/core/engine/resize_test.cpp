// SPDX-License-Identifier: GPL-3.0-or-later
// Channels-last maps are resized a pixel at a time, others a dimension at a time: to the same bits.
#include "core/engine/torch/compile/resize.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/repeat_interleave.h>
#include <gtest/gtest.h>

#include <vector>

namespace sescope::testing {
namespace {

using graph::ResizeCoordinates;
using graph::ResizeRounding;

TEST(Resize, CopiesThePixelsOfChannelsLastMapsAsThoseOfOthers) {
    const std::vector<std::vector<double>> scales{{2, 2}, {4, 1}, {1.7, 0.6}};
    for (const auto coordinates : {ResizeCoordinates::half_pixel, ResizeCoordinates::asymmetric,
                                   ResizeCoordinates::align_corners}) {
        for (const auto rounding : {ResizeRounding::prefer_floor, ResizeRounding::prefer_ceil,
                                    ResizeRounding::floor, ResizeRounding::ceil}) {
            for (const auto& each : scales) {
                graph::Resize how;
                how.mode = graph::ResizeMode::nearest;
                how.coordinates = coordinates;
                how.rounding = rounding;
                how.scales = each;
                for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
                    const at::Tensor x = at::randn({2, 5, 6, 9}).to(type);
                    const at::Tensor last = x.contiguous(at::MemoryFormat::ChannelsLast);
                    const at::Tensor y = resized(how, last);
                    EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
                    EXPECT_TRUE(at::equal(y, resized(how, x)));
                }
            }
        }
    }
}

TEST(Resize, RepeatsPixels) {
    graph::Resize how;
    how.mode = graph::ResizeMode::nearest;
    how.coordinates = ResizeCoordinates::asymmetric;
    how.rounding = ResizeRounding::floor;
    how.scales = {2, 3};
    const at::Tensor x = at::randn({1, 4, 2, 2}).contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT_TRUE(at::equal(resized(how, x), x.repeat_interleave(2, 2).repeat_interleave(3, 3)));
}

}  // namespace
}  // namespace sescope::testing
