// SPDX-License-Identifier: GPL-3.0-or-later
// On networks of full size, whose convolutions run other code than those of a tiny one: the place
// of an image within a batch must not show in the bits of its gates.
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/network/network.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/fixture_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 64;
constexpr std::size_t kImage = image_size(kSide);
constexpr std::size_t kImages = 20;

class Position : public ::testing::TestWithParam<std::string> {};

TEST_P(Position, OfAnImageInItsBatchDoesNotShowInTheTally) {
    const test::FixtureNetwork fixture = test::fixture_network(GetParam());
    const Network model = read_resnet_network(fixture.weights);
    const auto pixels = random_bytes(kImages * kImage, 5);
    std::vector<std::int32_t> labels(kImages);
    for (std::size_t i = 0; i < kImages; ++i) labels[i] = static_cast<std::int32_t>(i % 2);

    const auto tally_in_pieces = [&](const std::vector<std::size_t>& pieces) {
        const auto running = load_engine().open(model, fixture.weights, cpu_settings(8, 2));
        std::size_t first = 0;
        for (const std::size_t piece : pieces) {
            running->accumulate(batch_of(std::span(pixels).subspan(first * kImage, piece * kImage),
                                         kSide, std::span(labels).subspan(first, piece)));
            first += piece;
        }
        return running->tally();
    };
    const GateTally whole = tally_in_pieces({20});
    EXPECT_EQ(whole.images, (std::vector<std::uint64_t>{10, 10}));
    EXPECT_EQ(tally_in_pieces({3, 8, 5, 4}), whole);
}

INSTANTIATE_TEST_SUITE_P(Each, Position, ::testing::Values("seresnet50_r8", "seresnext50_32x4d"),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace sescope::testing
