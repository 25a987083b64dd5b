// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/gate_tally.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/error.h"

namespace sescope {
namespace {

/// One class, one block of two channels, one image whose gates are 0.25 and `gate`.
GateTally tally_of_one(float gate) {
    const auto units = [](double x) { return static_cast<std::int64_t>(x * 4294967296.0); };
    BlockTally block;
    block.block = "SE_2_1";
    block.channels = 2;
    block.sum = {units(0.25), units(gate)};
    block.sum_of_squares = {units(0.0625), units(double(gate) * gate)};
    block.min = {0.25f, gate};
    block.max = {0.25f, gate};
    block.open = {0, gate > 0.95f ? 1U : 0U};
    block.closed = {0, gate < 0.05f ? 1U : 0U};
    block.histogram.assign(256, 0);
    block.histogram[64] = 1;
    block.not_finite = 1;
    GateTally tally;
    tally.classes = 1;
    tally.images = {1};
    tally.blocks = {block};
    return tally;
}

TEST(GateTally, MergeAddsCountsAndKeepsExtremes) {
    GateTally whole = tally_of_one(1.0f);
    merge_into(whole, tally_of_one(0.0f));
    const BlockTally& block = whole.blocks.front();
    EXPECT_EQ(whole.images, (std::vector<std::uint64_t>{2}));
    EXPECT_EQ(block.sum, (PagedArray<std::int64_t>{1LL << 31, 1LL << 32}));
    EXPECT_EQ(block.sum_of_squares, (PagedArray<std::int64_t>{1LL << 29, 1LL << 32}));
    EXPECT_EQ(block.min, (PagedArray<float>{0.25f, 0.0f}));
    EXPECT_EQ(block.max, (PagedArray<float>{0.25f, 1.0f}));
    EXPECT_EQ(block.open, (PagedArray<std::uint32_t>{0, 1}));
    EXPECT_EQ(block.closed, (PagedArray<std::uint32_t>{0, 1}));
    EXPECT_EQ(block.histogram[64], 2U);
    EXPECT_EQ(block.not_finite, 2U);
}

TEST(GateTally, MergeRefusesPartsThatDoNotFit) {
    const std::vector<std::function<void(GateTally&)>> misfits{
        [](GateTally& tally) { tally.classes = 2; },
        [](GateTally& tally) { tally.blocks.clear(); },
        [](GateTally& tally) { tally.settings.open_above = 0.9f; },
        [](GateTally& tally) { tally.blocks[0].block = "SE_2_2"; },
        [](GateTally& tally) { tally.blocks[0].channels = 1; },
        [](GateTally& tally) { tally.blocks[0].scale_bits = 16; }};
    for (const auto& spoil : misfits) {
        GateTally whole = tally_of_one(1.0f);
        GateTally part = tally_of_one(0.0f);
        spoil(part);
        try {
            merge_into(whole, part);
            FAIL() << "a part that does not fit was merged";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data);
        }
        EXPECT_EQ(whole, tally_of_one(1.0f));  // untouched
    }
}

}  // namespace
}  // namespace sescope
