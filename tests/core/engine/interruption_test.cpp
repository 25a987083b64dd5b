// SPDX-License-Identifier: GPL-3.0-or-later
// A stop is seen within a batch, and what was under way is counted nowhere.
#include <gtest/gtest.h>

#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/running_native_network.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 33;

TEST(Interruption, GivesUpThePassAndCountsNoneOfItsImages) {
    const TinyNetwork network = make_tiny_network();
    std::stop_source stop;
    EngineSettings settings = cpu_settings(4, 2);
    settings.stop = stop.get_token();
    const auto running = load_engine().open(network.model, network.weights, settings);
    const auto pixels = random_bytes(4 * image_size(kSide), 3);
    const std::vector<std::int32_t> labels{0, 1, 0, 1};
    const auto images = batch_of(std::span<const std::uint8_t>(pixels), kSide, labels);
    running->accumulate(images);
    const GateTally before = running->tally();
    ASSERT_EQ(before.images, (std::vector<std::uint64_t>{2, 2}));

    stop.request_stop();
    try {
        running->accumulate(images);
        FAIL() << "went on after the stop";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
    EXPECT_EQ(running->tally(), before);
}

}  // namespace
}  // namespace sescope::testing
