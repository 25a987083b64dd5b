// SPDX-License-Identifier: GPL-3.0-or-later
// How images fall into batches must not show in the results; nor must running out of memory.
#include <c10/util/Exception.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/running_native_network.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 33;
constexpr std::size_t kImage = image_size(kSide);
constexpr int kClasses = 4;

std::vector<std::int32_t> labels_of(std::size_t count) {
    std::vector<std::int32_t> labels(count);
    for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<std::int32_t>(i % kClasses);
    return labels;
}

/// Tally of `pixels` handed over in pieces of the given sizes.
GateTally tally_in_pieces(const std::vector<std::size_t>& pieces,
                          const std::vector<std::uint8_t>& pixels, int batch = 16) {
    const TinyNetwork network = make_tiny_network();
    const auto running =
        load_engine().open(network.model, network.weights, cpu_settings(batch, kClasses));
    const auto labels = labels_of(pixels.size() / kImage);
    std::size_t first = 0;
    for (const std::size_t piece : pieces) {
        running->accumulate(batch_of(std::span(pixels).subspan(first * kImage, piece * kImage),
                                     kSide, std::span(labels).subspan(first, piece)));
        first += piece;
    }
    EXPECT_EQ(first, labels.size());
    return running->tally();
}

TEST(Batching, TalliesDoNotDependOnHowImagesFallIntoBatches) {
    const auto pixels = random_bytes(40 * kImage, 3);
    const GateTally whole = tally_in_pieces({40}, pixels);
    EXPECT_EQ(std::accumulate(whole.images.begin(), whole.images.end(), 0ULL), 40U);
    EXPECT_EQ(tally_in_pieces({1, 16, 16, 7}, pixels), whole);
    EXPECT_EQ(tally_in_pieces({3, 20, 5, 12}, pixels), whole);
    EXPECT_EQ(tally_in_pieces(std::vector<std::size_t>(40, 1), pixels), whole);
}

TEST(Batching, LogitsComeInTheOrderOfImages) {
    const TinyNetwork network = make_tiny_network();
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(4));
    const auto pixels = random_bytes(6 * kImage, 4);
    const auto all = running->forward(batch_of(std::span<const std::uint8_t>(pixels), kSide));
    ASSERT_EQ(all.logits.size(), 30U);
    for (std::size_t i = 0; i < 6; ++i) {
        const auto one = running->forward(
            batch_of(std::span<const std::uint8_t>(pixels).subspan(i * kImage, kImage), kSide));
        EXPECT_TRUE(std::equal(one.logits.begin(), one.logits.end(),
                               all.logits.begin() + static_cast<std::ptrdiff_t>(i * 5)))
            << "image " << i;
    }
}

TEST(Batching, AccumulateGivesTheLogitsOfForward) {
    const TinyNetwork network = make_tiny_network();
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(4, 2));
    const auto pixels = random_bytes(5 * kImage, 5);
    const std::vector<std::int32_t> labels{0, 1, 0, -1, 1};
    const auto batch = batch_of(std::span<const std::uint8_t>(pixels), kSide, labels);
    running->accumulate(batch);
    const FinishedImages finished = running->finished(Waiting::no);
    EXPECT_EQ(finished.logits, running->forward(batch).logits);
    EXPECT_EQ(finished.labels, labels);
    EXPECT_TRUE(running->finished(Waiting::for_all).logits.empty()) << "handed over twice";
    EXPECT_EQ(running->tally().images, (std::vector<std::uint64_t>{2, 2}));
}

/// A network on a device whose memory holds `fits` images; `kind` is how it says so.
RunningNativeNetwork network_with_memory_for(int fits, bool torch_error,
                                             std::vector<std::string>& notices) {
    const TinyNetwork network = make_tiny_network();
    EngineSettings settings = cpu_settings(16, kClasses);
    settings.notice = [&](const Text& notice) { notices.push_back(notice.str()); };
    RunHooks hooks;
    hooks.before_pass = [fits, torch_error](int batch) {
        if (batch <= fits) return;
        if (torch_error) TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory. Tried ..");
        throw std::bad_alloc();
    };
    return {network.model, network.weights, settings, at::Device(at::kCPU), hooks};
}

TEST(OutOfMemory, HalvesTheBatchSaysSoAndCountsEveryImageOnce) {
    const auto pixels = random_bytes(20 * kImage, 6);
    const auto labels = labels_of(20);
    const GateTally expected = tally_in_pieces({20}, pixels, 4);
    for (const bool torch_error : {false, true}) {
        std::vector<std::string> notices;
        auto running = network_with_memory_for(5, torch_error, notices);
        running.accumulate(batch_of(std::span<const std::uint8_t>(pixels), kSide, labels));
        EXPECT_EQ(running.batch(), 4);
        EXPECT_EQ(notices,
                  (std::vector<std::string>{"out of memory on cpu: going on in batches of 8",
                                            "out of memory on cpu: going on in batches of 4"}));
        EXPECT_EQ(running.finished(Waiting::for_all).logits.size(), 100U);
        EXPECT_EQ(running.tally(), expected);
    }
}

TEST(OutOfMemory, IsAnErrorOfTheDeviceWhenOneImageDoesNotFit) {
    std::vector<std::string> notices;
    auto running = network_with_memory_for(0, true, notices);
    const auto pixels = random_bytes(kImage, 7);
    try {
        running.forward(batch_of(std::span<const std::uint8_t>(pixels), kSide));
        FAIL() << "ran without memory";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::device);
        EXPECT_EQ(error.message().find('\n'), std::string::npos);
        EXPECT_FALSE(error.hint().empty());
    }
    EXPECT_EQ(running.batch(), 1);
    EXPECT_EQ(notices.size(), 4U);
}

}  // namespace
}  // namespace sescope::testing
