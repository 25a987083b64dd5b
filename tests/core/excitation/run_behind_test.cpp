// SPDX-License-Identifier: GPL-3.0-or-later
// Runs on a device that works in the background: logits come some batches after their images, and
// every profile that is made must be of the same images in all its parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <thread>

#include "core/base/error.h"
#include "core/excitation/run.h"
#include "fake_run.h"

namespace sescope {
namespace {

/// On a device that is so many batches behind.
class Behind : public testing::RunOfThreeClasses, public ::testing::WithParamInterface<int> {
  protected:
    /// What a device gives that does things as it is told.
    ExcitationProfile at_once() {
        behind_ = 0;
        ExcitationProfile profile = run();
        behind_ = GetParam();
        return profile;
    }
};

/// Everything in it is of the same images.
void expect_agrees(const ExcitationProfile& profile) {
    EXPECT_EQ(profile.predictions.images, profile.gates.images);
    EXPECT_EQ(
        std::accumulate(profile.gates.images.begin(), profile.gates.images.end(), std::uint64_t{0}),
        profile.origin.covered.front().done);
}

TEST_P(Behind, GivesTheSameProfileAndWaitsOnlyAtItsEnd) {
    const auto whole = at_once();
    int waits = 0;
    before_finished_ = [&](Waiting waiting) { waits += waiting == Waiting::for_all ? 1 : 0; };
    testing::expect_same_counts(run(), whole);
    EXPECT_EQ(waits, 1);
}

TEST_P(Behind, StoppingAndResumingFromAnyBatchGivesTheSame) {
    const auto whole = at_once();
    for (int batches = 1; batches <= 5; ++batches) {
        const auto part = run_and_stop_after(batches);
        expect_agrees(part);
        EXPECT_EQ(part.images(), 4U * batches);
        settings_.resume = std::make_shared<const ExcitationProfile>(part);
        testing::expect_same_counts(run(), whole);
        settings_.resume = nullptr;
    }
}

TEST_P(Behind, SnapshotsAndCheckpointsAreOfTheSameImagesInAllTheirParts) {
    settings_.checkpoint_file = folder_ / "part.profile";
    settings_.checkpoint_seconds = 0;
    settings_.snapshot_seconds = 0;
    std::vector<std::uint64_t> snapshots;
    settings_.snapshot = [&](const std::shared_ptr<const ExcitationProfile>& snapshot) {
        expect_agrees(*snapshot);
        snapshots.push_back(snapshot->images());
    };
    int checked = 0;
    before_batch_ = [&](int batch) {
        if (batch == 3) std::this_thread::sleep_for(std::chrono::milliseconds(250));
        if (batch != 4) return;
        const auto part = load_profile(settings_.checkpoint_file);
        expect_agrees(*part);
        EXPECT_EQ(part->images(), 12U);
        ++checked;
    };
    run();
    EXPECT_EQ(checked, 1);
    EXPECT_THAT(snapshots, ::testing::Contains(12U));
}

TEST_P(Behind, WhatWasDoneBeforeAFailureIsKept) {
    const auto whole = at_once();
    settings_.checkpoint_file = folder_ / "part.profile";
    before_batch_ = [](int batch) {
        if (batch == 4) throw Error(ErrorKind::device, "the device has not enough memory");
    };
    EXPECT_THROW(run(), Error);
    before_batch_ = nullptr;
    settings_.resume = load_profile(settings_.checkpoint_file);
    expect_agrees(*settings_.resume);
    EXPECT_EQ(settings_.resume->images(), 12U);
    testing::expect_same_counts(run(), whole);
}

TEST_P(Behind, NothingIsKeptWhenTheDeviceFailsInTheBackground) {
    settings_.checkpoint_file = folder_ / "part.profile";
    int asked = 0;
    before_finished_ = [&](Waiting /*waiting*/) {
        if (++asked >= 4) throw Error(ErrorKind::device, "CUDA failed: the device is lost");
    };
    try {
        run();
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::device);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("the device is lost"));
        EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("--resume")));
    }
    EXPECT_EQ(asked, 5);  // again for what there is to keep
    EXPECT_FALSE(std::filesystem::exists(settings_.checkpoint_file));
}

/// A device that gives up what was under way and then answers again.
TEST_P(Behind, ImagesThatWereLostInTheBackgroundAreNotKeptAsDone) {
    settings_.checkpoint_file = folder_ / "part.profile";
    int asked = 0;
    before_finished_ = [&](Waiting /*waiting*/) {
        if (++asked != 4) return;
        network_->lose_what_is_under_way();
        throw Error(ErrorKind::device, "CUDA failed");
    };
    EXPECT_THROW(run(), Error);
    EXPECT_FALSE(std::filesystem::exists(settings_.checkpoint_file));
}

TEST_P(Behind, ARunThatStopsWhenItsMeansAreKnownLooksAtTheSameImages) {
    for (int i = 0; i < 80; ++i) {
        testing::write_colour(folder_ / "images" / "c2" / ("more" + std::to_string(i) + ".png"),
                              37 * i % 250, 10, 20);
    }
    options_.shuffled = true;
    settings_.until.emplace().half_width = 0.05;
    const auto whole = at_once();
    const auto profile = run();
    testing::expect_same_counts(profile, whole);
    EXPECT_EQ(profile.origin.until, whole.origin.until);
    EXPECT_EQ(profile.predictions.images, profile.gates.images);
}

INSTANTIATE_TEST_SUITE_P(Batches, Behind, ::testing::Values(1, 3, 100));

}  // namespace
}  // namespace sescope
