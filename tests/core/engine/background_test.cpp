// SPDX-License-Identifier: GPL-3.0-or-later
// A network on a device that works in the background gives, in the end, what one gives that does
// things as it is told.
#include <c10/util/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/running_native_network.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/delayed_queue.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kSide = 33;
constexpr std::size_t kImage = image_size(kSide);
constexpr int kClasses = 4;
constexpr int kBatch = 4;

/// Images whose labels tell them apart, in batches of the given sizes.
class Background : public ::testing::Test {
  protected:
    static constexpr std::size_t kImages = 30;

    Background() : pixels_(random_bytes(kImages * kImage, 11)), labels_(kImages) {
        for (std::size_t i = 0; i < kImages; ++i) {
            labels_[i] = static_cast<std::int32_t>(i % (kClasses + 1)) - 1;  // -1: nowhere
        }
        settings_ = cpu_settings(kBatch, kClasses);
        settings_.notice = [this](const Text& notice) { notices_.push_back(notice.str()); };
    }

    ImageBatch images(std::size_t first, std::size_t count) const {
        return batch_of(std::span(pixels_).subspan(first * kImage, count * kImage), kSide,
                        std::span(labels_).subspan(first, count));
    }

    RunningNativeNetwork opened(std::shared_ptr<DelayedQueue> queue = {}) const {
        RunHooks hooks;
        hooks.queue = std::move(queue);
        hooks.before_pass = before_pass_;
        const TinyNetwork network = make_tiny_network();
        return {network.model, network.weights, settings_, at::Device(at::kCPU), hooks};
    }

    struct Outcome {
        std::vector<float> logits;
        std::vector<std::int32_t> labels;
        GateTally tally;
        bool operator==(const Outcome&) const = default;
    };

    static void take(RunningNetwork& network, Waiting waiting, Outcome& to) {
        const FinishedImages finished = network.finished(waiting);
        to.logits.insert(to.logits.end(), finished.logits.begin(), finished.logits.end());
        to.labels.insert(to.labels.end(), finished.labels.begin(), finished.labels.end());
    }

    /// All images, in pieces of so many, as a run hands them over.
    Outcome outcome(RunningNetwork& network, std::size_t piece) const {
        Outcome result;
        for (std::size_t first = 0; first < kImages; first += piece) {
            network.accumulate(images(first, std::min(piece, kImages - first)));
            take(network, Waiting::no, result);
        }
        take(network, Waiting::for_all, result);
        result.tally = network.tally();
        return result;
    }

    Outcome expected(std::size_t piece = kBatch) const {
        RunningNativeNetwork network = opened();
        return outcome(network, piece);
    }

    std::vector<std::uint8_t> pixels_;
    std::vector<std::int32_t> labels_;
    EngineSettings settings_;
    std::function<void(int)> before_pass_;
    std::vector<std::string> notices_;
};

TEST_F(Background, GivesTheBitsOfADeviceThatDoesThingsAtOnceInAnyOrder) {
    const Outcome at_once = expected();
    ASSERT_EQ(at_once.labels, labels_);
    ASSERT_EQ(
        std::accumulate(at_once.tally.images.begin(), at_once.tally.images.end(), std::uint64_t{0}),
        24U);
    const auto lazy = std::make_shared<DelayedQueue>();
    RunningNativeNetwork network = opened(lazy);
    EXPECT_TRUE(outcome(network, kBatch) == at_once);
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        const auto queue = std::make_shared<DelayedQueue>(seed);
        RunningNativeNetwork shuffled = opened(queue);
        EXPECT_TRUE(outcome(shuffled, kBatch) == at_once) << "seed " << seed;
        EXPECT_EQ(queue->recordings, 1);
    }
}

TEST_F(Background, PiecesThatAreNoBatchesGiveTheSameTally) {
    const Outcome at_once = expected();
    for (const std::size_t piece : {1U, 3U, 11U, 30U}) {
        RunningNativeNetwork network = opened(std::make_shared<DelayedQueue>(7));
        const Outcome pieces = outcome(network, piece);
        EXPECT_EQ(pieces.labels, at_once.labels) << piece;
        EXPECT_EQ(pieces.logits, at_once.logits) << piece;
        EXPECT_TRUE(pieces.tally == at_once.tally) << piece;
    }
}

TEST_F(Background, TheHostGoesOnUntilBuffersAreUsedUp) {
    const auto queue = std::make_shared<DelayedQueue>();
    RunningNativeNetwork network = opened(queue);
    network.accumulate(images(0, kBatch));
    const int waits = queue->waits;
    network.accumulate(images(4, kBatch));
    EXPECT_TRUE(network.finished(Waiting::no).labels.empty());
    EXPECT_EQ(queue->waits, waits) << "waited within the loop";
    EXPECT_GT(queue->waiting(Lane::computation), 0U);
    // The third batch takes the first one's buffer, and waits for its copy, not for its pass.
    network.accumulate(images(8, kBatch));
    EXPECT_EQ(queue->waits, waits + 1);
    EXPECT_TRUE(network.finished(Waiting::no).labels.empty());
    translate_torch_errors([&] { queue->catch_up(); });
    EXPECT_EQ(network.finished(Waiting::no).labels.size(), 12U);
    EXPECT_EQ(queue->waits, waits + 4) << "waits for what is past do not wait";
}

TEST_F(Background, TheTallyIsOfTheImagesHandedOverAfterWaiting) {
    RunningNativeNetwork network = opened(std::make_shared<DelayedQueue>());
    Outcome so_far;
    for (std::size_t first = 0; first < kImages; first += kBatch) {
        network.accumulate(images(first, std::min<std::size_t>(kBatch, kImages - first)));
        take(network, Waiting::for_all, so_far);
        std::vector<std::uint64_t> by_class(kClasses, 0);
        for (const std::int32_t label : so_far.labels) {
            if (label >= 0) ++by_class[std::size_t(label)];
        }
        EXPECT_EQ(network.tally().images, by_class);
    }
    EXPECT_EQ(so_far.logits, expected().logits);
}

TEST_F(Background, ForwardAndMapsAreWhatTheyAreAtOnce) {
    RunningNativeNetwork at_once = opened();
    const auto queue = std::make_shared<DelayedQueue>();
    RunningNativeNetwork network = opened(queue);
    network.accumulate(images(0, 5));
    const std::string block = "SE_3_1";
    const ForwardResult result = network.forward_with_maps(images(3, 6), block);
    const ForwardResult same = at_once.forward_with_maps(images(3, 6), block);
    EXPECT_EQ(result.logits, same.logits);
    EXPECT_EQ(result.blocks.at(2).gates, same.blocks.at(2).gates);
    EXPECT_EQ(result.maps.value().after, same.maps.value().after);
    EXPECT_EQ(network.finished(Waiting::for_all).labels.size(), 5U);
}

TEST_F(Background, NormalisedValuesAndPixelsMayTakeTurns) {
    const auto values = random_values(3 * kImage, -2, 2, 5);
    const auto of_values = batch_of(values, kSide, std::span(labels_).first(3));
    const auto run = [&](RunningNativeNetwork network) {
        Outcome result;
        network.accumulate(of_values);
        network.accumulate(images(0, 6));
        network.accumulate(of_values);
        take(network, Waiting::for_all, result);
        result.tally = network.tally();
        return result;
    };
    EXPECT_TRUE(run(opened(std::make_shared<DelayedQueue>())) == run(opened()));
}

// ---- recording ---------------------------------------------------------------------------------

TEST_F(Background, APassIsRecordedOnceAndReplayedFromThenOn) {
    const auto queue = std::make_shared<DelayedQueue>(1);
    RunningNativeNetwork network = opened(queue);
    EXPECT_TRUE(outcome(network, kBatch) == expected());
    EXPECT_EQ(queue->recordings, 1);
    EXPECT_EQ(queue->replays, 5);  // of eight batches, the last one padded
    EXPECT_TRUE(notices_.empty());
}

TEST_F(Background, WhatCannotBeRecordedGoesOnAsItBeganAndIsToldOnce) {
    const auto queue = std::make_shared<DelayedQueue>(2);
    queue->before_recording = [] {
        throw std::runtime_error(
            "CUDA error: operation not permitted when stream is capturing\n..");
    };
    RunningNativeNetwork network = opened(queue);
    EXPECT_TRUE(outcome(network, kBatch) == expected());
    EXPECT_EQ(queue->recordings, 1);
    EXPECT_EQ(queue->replays, 0);
    EXPECT_THAT(notices_, ElementsAre("a pass could not be recorded as a CUDA graph, going on "
                                      "without: CUDA error: operation not permitted when stream is "
                                      "capturing"));
}

TEST_F(Background, ADeviceWithoutRecordingIsNotAskedAgain) {
    const auto queue = std::make_shared<DelayedQueue>(3);
    queue->can_record = false;
    RunningNativeNetwork network = opened(queue);
    EXPECT_TRUE(outcome(network, kBatch) == expected());
    EXPECT_EQ(queue->replays, 0);
    EXPECT_TRUE(notices_.empty());
}

// ---- failing -----------------------------------------------------------------------------------

TEST_F(Background, OutOfMemoryHalvesTheBatchAndRecordsAnew) {
    int passes = 0;
    before_pass_ = [&passes](int batch) {
        if (++passes > 5 && batch > 2) {
            TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory. Tried ..");
        }
    };
    const Outcome at_once = expected();
    passes = 0;
    notices_.clear();
    const auto queue = std::make_shared<DelayedQueue>(4);
    RunningNativeNetwork network = opened(queue);
    EXPECT_TRUE(outcome(network, kBatch) == at_once);
    EXPECT_EQ(network.batch(), 2);
    EXPECT_EQ(queue->recordings, 2);  // in batches of four, and of two
    EXPECT_EQ(queue->replays, 2 + 2);
    EXPECT_THAT(notices_, ElementsAre("out of memory on cpu: going on in batches of 2"));
}

TEST_F(Background, AfterOutOfMemoryWhatCouldNotBeRecordedIsNotTriedAgain) {
    int passes = 0;
    before_pass_ = [&passes](int batch) {
        if (++passes > 5 && batch > 2) throw std::bad_alloc();
    };
    const auto queue = std::make_shared<DelayedQueue>();
    queue->before_recording = [] { throw std::runtime_error("no"); };
    RunningNativeNetwork network = opened(queue);
    outcome(network, kBatch);
    EXPECT_EQ(queue->recordings, 1);
}

class FailingDevice : public Background, public ::testing::WithParamInterface<Waiting> {};

TEST_P(FailingDevice, IsAnErrorWhenItIsFoundOut) {
    const auto queue = std::make_shared<DelayedQueue>();
    RunningNativeNetwork network = opened(queue);
    network.accumulate(images(0, kBatch));
    queue->failing = true;
    try {
        network.finished(GetParam());
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::device);
        EXPECT_THAT(error.message(), HasSubstr("illegal memory access"));
    }
    EXPECT_THROW(network.accumulate(images(4, kBatch)), Error);
    EXPECT_THROW(network.tally(), Error);
    queue->failing = false;
    // What was under way is lost, and never handed over.
    EXPECT_TRUE(network.finished(Waiting::for_all).labels.empty());
}

INSTANTIATE_TEST_SUITE_P(Asked, FailingDevice, ::testing::Values(Waiting::no, Waiting::for_all));

TEST_F(Background, ABatchThatFailsInItsSecondPassIsNotHandedOverInPart) {
    for (const bool in_background : {false, true}) {
        int passes = 0;
        before_pass_ = [&passes](int) {
            if (++passes == 3) throw std::runtime_error("CUDA error: unspecified launch failure");
        };
        RunningNativeNetwork network =
            opened(in_background ? std::make_shared<DelayedQueue>() : nullptr);
        network.accumulate(images(0, kBatch));
        EXPECT_THROW(network.accumulate(images(4, 8)), Error);
        EXPECT_EQ(network.finished(Waiting::for_all).labels,
                  (std::vector<std::int32_t>(labels_.begin(), labels_.begin() + 4)));
        // The tally tells it: it has images that were not handed over.
        EXPECT_EQ(network.tally().images, (std::vector<std::uint64_t>{2, 2, 1, 1}));
    }
}

TEST_F(Background, AStopCountsNothingOfItsBatchAndAllOfThoseBefore) {
    std::stop_source stop;
    settings_.stop = stop.get_token();
    for (const std::size_t batches : {1U, 5U}) {  // before and after it is recorded
        stop = std::stop_source();
        settings_.stop = stop.get_token();
        const auto queue = std::make_shared<DelayedQueue>();
        queue->at_once = true;  // as a device is told: what stops is the telling
        RunningNativeNetwork network = opened(queue);
        for (std::size_t i = 0; i < batches; ++i) network.accumulate(images(4 * i, kBatch));
        stop.request_stop();
        try {
            network.accumulate(images(4 * batches, kBatch));
            FAIL() << "went on after the stop";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::interrupted);
        }
        EXPECT_EQ(network.finished(Waiting::for_all).labels.size(), 4 * batches);
        const GateTally tally = network.tally();
        std::uint64_t counted = 0;
        for (std::size_t i = 0; i < 4 * batches; ++i) counted += labels_[i] >= 0 ? 1 : 0;
        EXPECT_EQ(std::accumulate(tally.images.begin(), tally.images.end(), std::uint64_t{0}),
                  counted);
    }
}

}  // namespace
}  // namespace sescope::testing
