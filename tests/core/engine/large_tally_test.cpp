// SPDX-License-Identifier: GPL-3.0-or-later
// Tallies that are too large to be kept in memory: counted, copied and merged like small ones.
#include <ATen/core/Tensor.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/engine/tally_rows.h"
#include "core/engine/torch/gate_accumulator.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kFewClasses = 5;
constexpr int kManyClasses = 5'000;  // 0.6 MB of sums of 16 channels
constexpr std::int64_t kChannels = 16;
constexpr int kImages = 60;

/// Image i is of class i % 5, whose row of a larger tally is the class times 1,000.
std::vector<std::int32_t> labels_of(int classes, int first, int end) {
    std::vector<std::int32_t> labels;
    for (int i = first; i < end; ++i) labels.push_back(i % kFewClasses * (classes / kFewClasses));
    return labels;
}

class LargeTally : public ::testing::TestWithParam<CountingMethod> {
  protected:
    GateAccumulator accumulator(int classes) const {
        return {make_tiny_network(TinyOptions{}).model.sites, classes, TallySettings{},
                at::Device(at::kCPU), GetParam()};
    }
    void add(GateAccumulator& to, int classes, int first, int end) const {
        const auto labels = labels_of(classes, first, end);
        const std::vector<float> gates(gates_.begin() + first * kChannels,
                                       gates_.begin() + end * kChannels);
        translate_torch_errors([&] {
            to.begin(labels, end - first);
            const std::vector<std::int64_t> shape{end - first, kChannels};
            const at::Tensor values = to_device(gates, shape, at::Device(at::kCPU));
            to.take(0, values, values);
        });
    }
    static BlockTally tally_of(const GateAccumulator& accumulator) {
        return translate_torch_errors([&] { return accumulator.tally().blocks.front(); });
    }
    BlockTally counted(int classes, int images = kImages) const {
        auto counter = accumulator(classes);
        add(counter, classes, 0, images);
        return tally_of(counter);
    }

    const std::vector<float> gates_ = random_values(kImages * kChannels, 0.0f, 1.0f, 21);
};

BlockTally spread_out(const BlockTally& few) {
    BlockTally spread = few;
    spread.not_finite = 0;
    clear_counts(spread, kManyClasses);
    add_counts(spread, few, std::vector<std::int64_t>{0, 1'000, 2'000, 3'000, 4'000});
    return spread;
}

TEST_P(LargeTally, CountsWhatASmallOneCounts) {
    EXPECT_EQ(counted(kManyClasses), spread_out(counted(kFewClasses)));
}

TEST_P(LargeTally, ASnapshotStaysAsItWasWhileMoreIsCounted) {
    auto counter = accumulator(kManyClasses);
    add(counter, kManyClasses, 0, 20);
    const BlockTally snapshot = tally_of(counter);
    add(counter, kManyClasses, 20, kImages);
    EXPECT_EQ(snapshot, counted(kManyClasses, 20));
    EXPECT_EQ(tally_of(counter), counted(kManyClasses));
}

TEST_P(LargeTally, MergesPartsToTheBitsOfTheWhole) {
    auto first = accumulator(kManyClasses);
    auto second = accumulator(kManyClasses);
    add(first, kManyClasses, 0, 23);
    add(second, kManyClasses, 23, kImages);
    translate_torch_errors([&] {
        GateTally merged = first.tally();
        merge_into(merged, second.tally());
        EXPECT_EQ(merged.blocks.front(), counted(kManyClasses));
    });
}

INSTANTIATE_TEST_SUITE_P(BothWays, LargeTally,
                         ::testing::Values(CountingMethod::operators, CountingMethod::loops));

}  // namespace
}  // namespace sescope::testing
