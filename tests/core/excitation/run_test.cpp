// SPDX-License-Identifier: GPL-3.0-or-later
// The run as a whole on a network that answers at once: counts, skipping, stopping, resuming,
// sharding and failing, each by value.
#include "core/excitation/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <numeric>

#include "core/base/error.h"
#include "fake_run.h"

namespace sescope {
namespace {

using Part = std::shared_ptr<const ExcitationProfile>;

class Run : public testing::RunOfThreeClasses {};

TEST_F(Run, CountsEveryGateOfEveryImageByClass) {
    const auto profile = run();
    EXPECT_FALSE(profile.partial());
    EXPECT_EQ(profile.gates.images, (std::vector<std::uint64_t>{10, 8, 5}));
    EXPECT_NEAR(class_mean(profile.gates, 0, 0)[0], 3.0 / 255, 1e-7);
    EXPECT_NEAR(class_mean(profile.gates, 0, 1)[1], 35.0 / 255, 1e-7);
    EXPECT_NEAR(class_variance(profile.gates, 0, 2)[1], 200.0 / 255 / 255, 1e-7);
    EXPECT_NEAR(class_mean(profile.gates, 1, 2)[0], 253.0 / 255, 1e-7);
    EXPECT_EQ(network_->sizes, (std::vector<int>{4, 4, 4, 4, 4, 3}));
}

TEST_F(Run, CountsPredictionsByRowsOfTheHead) {
    const auto profile = run();
    // Red 3, 21, 43 are rows 0, 2, 4: the classes' own.
    EXPECT_TRUE(profile.predictions.matched);
    EXPECT_EQ(profile.top1(), 1.0);
    EXPECT_EQ(profile.predictions.confusion[0 * 6 + 0], 10u);
    EXPECT_EQ(profile.predictions.confusion[1 * 6 + 2], 8u);
    EXPECT_EQ(profile.predictions.confusion[2 * 6 + 4], 5u);
    EXPECT_EQ(std::accumulate(profile.predictions.confusion.begin(),
                              profile.predictions.confusion.end(), 0u),
              23u);
}

TEST_F(Run, SaysWhereItComesFrom) {
    options_.seed = 7;
    const auto profile = run();
    const ProfileOrigin& origin = profile.origin;
    EXPECT_EQ(origin.engine, "Fake 1.0");
    EXPECT_EQ(origin.network_file, "net.safetensors");
    EXPECT_EQ(origin.network_fingerprint, network_fingerprint(weights_));
    EXPECT_EQ(origin.data_root, "images");
    EXPECT_EQ(origin.data_fingerprint, open().fingerprint);
    EXPECT_EQ(origin.seed, 7u);
    EXPECT_EQ(origin.precision, "fp32");
    EXPECT_EQ(origin.batch, 4);
    EXPECT_THAT(origin.created, ::testing::MatchesRegex("....-..-..T..:..:..Z"));
    EXPECT_EQ(origin.covered, (std::vector<CoveredImages>{{0, 1, 23, 23}}));
}

TEST_F(Run, ImagesWithLogitsThatAreNotFiniteCountAsWrong) {
    testing::write_colour(folder_ / "images" / "c0" / "99.png", 3, 255, 0);
    const auto profile = run();
    EXPECT_EQ(profile.predictions.not_finite, 1u);
    EXPECT_EQ(profile.predictions.images[0], 11u);
    EXPECT_EQ(profile.predictions.top1[0], 10u);
    EXPECT_EQ(profile.predictions.confusion[0], 10u);
}

TEST_F(Run, UnmatchedClassesHaveNoAccuracyButPredictions) {
    put("stranger", 2, 3);
    const auto profile = run();
    EXPECT_FALSE(profile.predictions.matched);
    EXPECT_TRUE(std::isnan(profile.top1()));
    const int stranger = profile.find_class("stranger");
    EXPECT_EQ(profile.predictions.confusion[std::size_t(stranger) * 6], 2u);
    EXPECT_EQ(profile.predictions.top1, (std::vector<std::uint64_t>(4, 0)));
}

TEST_F(Run, SkipsWhatCannotBeReadAndListsIt) {
    std::ofstream(folder_ / "images" / "c2" / "3.png") << "no image";
    const auto profile = run();
    EXPECT_EQ(profile.gates.images, (std::vector<std::uint64_t>{10, 7, 5}));
    ASSERT_EQ(profile.skipped.size(), 1u);
    EXPECT_EQ(profile.skipped[0].id, "c2/3.png");
    EXPECT_FALSE(profile.skipped[0].reason.empty());
    EXPECT_FALSE(profile.partial());
    EXPECT_EQ(network_->sizes, (std::vector<int>{4, 4, 4, 3, 4, 3}));
}

TEST_F(Run, AWholeBatchThatCannotBeReadDoesNotEndTheRun) {
    for (int i = 0; i < 8; ++i) {
        std::ofstream(folder_ / "images" / "c2" / (std::to_string(i) + ".png")) << "no image";
    }
    const auto profile = run();
    EXPECT_EQ(profile.gates.images, (std::vector<std::uint64_t>{10, 0, 5}));
    EXPECT_EQ(profile.skipped.size(), 8u);
    EXPECT_FALSE(profile.partial());
}

TEST_F(Run, NoReadableImageAtAllIsAnErrorNamingTheFolder) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "images")) {
        if (entry.is_regular_file()) std::ofstream(entry.path()) << "no image";
    }
    try {
        run();
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("images: none of the 23 images"));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("c0/0.png"));
    }
}

// ---- stopping and resuming ---------------------------------------------------------------------

TEST_F(Run, StoppingReturnsWholeBatchesMarkedPartial) {
    const auto part = run_and_stop_after(2);
    EXPECT_TRUE(part.partial());
    EXPECT_EQ(part.origin.covered, (std::vector<CoveredImages>{{0, 1, 8, 23}}));
    EXPECT_EQ(part.images(), 8u);
}

TEST_F(Run, StoppingBeforeTheFirstBatchReturnsNothingDone) {
    std::stop_source source;
    source.request_stop();
    const auto part = run(source.get_token());
    EXPECT_EQ(part.images(), 0u);
    EXPECT_TRUE(part.partial());
}

TEST_F(Run, ResumingGivesTheProfileOfOneUninterruptedRunFromAnyBatch) {
    std::ofstream(folder_ / "images" / "c0" / "9.png") << "no image";
    std::ofstream(folder_ / "images" / "c2" / "1.png") << "no image";
    const auto whole = run();
    for (int batches = 1; batches <= 5; ++batches) {
        settings_.resume = std::make_shared<const ExcitationProfile>(run_and_stop_after(batches));
        ASSERT_TRUE(settings_.resume->partial());
        const auto resumed = run();
        settings_.resume = nullptr;
        SCOPED_TRACE(batches);
        EXPECT_EQ(network_->batches, 6 - batches);
        EXPECT_FALSE(resumed.partial());
        testing::expect_same_counts(resumed, whole);
    }
}

TEST_F(Run, AStopWithinABatchCountsNothingOfItAndIsResumed) {
    const auto whole = run();
    std::stop_source source;
    before_batch_ = [&source](int batch) {
        if (batch < 3) return;
        source.request_stop();
        throw Error(ErrorKind::interrupted, "stopped");
    };
    settings_.resume = std::make_shared<const ExcitationProfile>(run(source.get_token()));
    EXPECT_EQ(settings_.resume->origin.covered, (std::vector<CoveredImages>{{0, 1, 8, 23}}));
    before_batch_ = nullptr;
    testing::expect_same_counts(run(), whole);
}

TEST_F(Run, ResumingAgainAndAgainThroughTheFileGivesTheSame) {
    const auto whole = run();
    const auto file = folder_ / "part.profile";
    for (int round = 0; round < 20; ++round) {
        const auto part = run_and_stop_after(1);
        save_profile(part, file);
        settings_.resume = load_profile(file);
        if (!part.partial()) break;
    }
    testing::expect_same_counts(*load_profile(file), whole);
}

TEST_F(Run, ResumingACompleteRunRunsNothing) {
    const auto whole = run();
    settings_.resume = std::make_shared<const ExcitationProfile>(whole);
    const auto again = run();
    EXPECT_EQ(network_->batches, 0);
    testing::expect_same_counts(again, whole);
    EXPECT_EQ(again.origin.precision, "fp32");
}

TEST_F(Run, ResumingGoesOnInTheBatchesOfTheFirstPart) {
    const auto whole = run();
    settings_.resume = std::make_shared<const ExcitationProfile>(run_and_stop_after(1));
    settings_.engine.batch = 16;
    const auto resumed = run();
    EXPECT_EQ(network_->sizes, (std::vector<int>{4, 4, 4, 4, 3}));
    testing::expect_same_counts(resumed, whole);
}

TEST_F(Run, ResumingWithOtherOptionsIsRefusedSayingWhich) {
    settings_.resume = std::make_shared<const ExcitationProfile>(run_and_stop_after(1));
    const auto expect_refused = [&](const std::string& what) {
        try {
            run();
            FAIL() << "resumed";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data);
            EXPECT_THAT(error.what(), ::testing::HasSubstr(what));
            EXPECT_THAT(error.what(), ::testing::HasSubstr("--resume"));
        }
    };
    options_.seed = 1;
    expect_refused("seed");
    options_.seed = 0;
    options_.interleaved = true;
    expect_refused("another order");
    options_.interleaved = false;
    settings_.engine.tally.open_above = 0.5f;
    expect_refused("thresholds");
    settings_.engine.tally.open_above = TallySettings{}.open_above;
    options_.shards = 2;
    expect_refused("shard 1/1");
    options_.shards = 1;
    testing::write_colour(folder_ / "images" / "c4" / "new.png", 0, 0, 0);
    expect_refused("images");
    std::filesystem::remove(folder_ / "images" / "c4" / "new.png");
    weights_.add(StateDict::make_tensor("w", {2}, std::vector<float>{1, 3}));
    expect_refused("network");
}

// ---- shards ------------------------------------------------------------------------------------

TEST_F(Run, ShardsMergeToTheUnshardedRun) {
    std::ofstream(folder_ / "images" / "c0" / "5.png") << "no image";
    std::ofstream(folder_ / "images" / "c0" / "6.png") << "no image";
    const auto whole = run();
    for (const int shards : {2, 3, 7, 30}) {  // 30: some shards have no image
        SCOPED_TRACE(shards);
        options_.shards = shards;
        std::vector<Part> parts;
        for (options_.shard = shards - 1; options_.shard >= 0; --options_.shard) {
            parts.push_back(std::make_shared<const ExcitationProfile>(run()));
        }
        options_ = {};
        testing::expect_same_counts(merge_profiles(parts), whole);
    }
}

TEST_F(Run, AnInterruptedShardIsResumedAndMerged) {
    const auto whole = run();
    options_.shards = 2;
    const auto first = std::make_shared<const ExcitationProfile>(run());
    options_.shard = 1;
    settings_.resume = std::make_shared<const ExcitationProfile>(run_and_stop_after(2));
    const auto second = std::make_shared<const ExcitationProfile>(run());
    testing::expect_same_counts(merge_profiles(std::vector<Part>{first, second}), whole);
}

TEST_F(Run, AShardThatWasCutInAnotherWayIsNotGoneOnFrom) {
    options_.shards = 2;
    ExcitationProfile older = run_and_stop_after(1);
    older.origin.covered.front().sliced = false;
    settings_.resume = std::make_shared<const ExcitationProfile>(older);
    try {
        run();
        FAIL() << "resumed";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("in another way"));
    }
}

// ---- checkpoints and failures ------------------------------------------------------------------

TEST_F(Run, KeepsWhatThereIsWhenTheDeviceFails) {
    const auto whole = run();
    settings_.checkpoint_file = folder_ / "part.profile";
    before_batch_ = [](int batch) {
        if (batch == 4) throw Error(ErrorKind::device, "the device is lost");
    };
    try {
        run();
        FAIL() << "went on";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::device);
        EXPECT_THAT(error.what(), ::testing::HasSubstr("the device is lost"));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("part.profile: go on with --resume"));
    }
    before_batch_ = nullptr;
    settings_.resume = load_profile(settings_.checkpoint_file);
    EXPECT_EQ(settings_.resume->origin.covered, (std::vector<CoveredImages>{{0, 1, 12, 23}}));
    testing::expect_same_counts(run(), whole);
}

TEST_F(Run, ATallyWithHalfABatchIsNotKept) {
    settings_.checkpoint_file = folder_ / "part.profile";
    before_batch_ = [this](int batch) {
        if (batch != 4) return;
        ++network_->tally_.images[0];
        throw Error(ErrorKind::device, "the device is lost");
    };
    EXPECT_THROW(run(), Error);
    EXPECT_FALSE(std::filesystem::exists(settings_.checkpoint_file));
}

TEST_F(Run, WritesThePartialProfileWhileItRuns) {
    settings_.checkpoint_file = folder_ / "part.profile";
    settings_.checkpoint_seconds = 0;
    int checked = 0;
    before_batch_ = [&](int batch) {
        if (batch == 3) std::this_thread::sleep_for(std::chrono::milliseconds(250));
        if (batch == 4) {
            EXPECT_EQ(load_profile(folder_ / "part.profile")->origin.covered.front().done, 12u);
            ++checked;
        }
    };
    run();
    EXPECT_EQ(checked, 1);
}

TEST_F(Run, APartialProfileThatCannotBeWrittenIsToldAndTheRunGoesOn) {
    settings_.checkpoint_file = folder_ / "none" / "part.profile";
    settings_.checkpoint_seconds = 0;
    std::vector<std::string> notices;
    settings_.notice = [&](const Text& text) { notices.push_back(text.str()); };
    before_batch_ = [](int batch) {
        if (batch == 3) std::this_thread::sleep_for(std::chrono::milliseconds(250));
    };
    EXPECT_EQ(run().images(), 23u);
    EXPECT_THAT(notices, ::testing::Contains(::testing::HasSubstr("part.profile")));
}

TEST_F(Run, TellsProgressAndGivesSnapshots) {
    std::vector<Progress> told;
    std::vector<Part> snapshots;
    settings_.progress = [&](const Progress& progress) { told.push_back(progress); };
    settings_.snapshot = [&](Part snapshot) { snapshots.push_back(std::move(snapshot)); };
    settings_.snapshot_seconds = 0;
    before_batch_ = [](int batch) {
        if (batch == 2) std::this_thread::sleep_for(std::chrono::milliseconds(250));
    };
    run();
    ASSERT_GE(told.size(), 2u);
    EXPECT_EQ(told.front().total, 23);
    EXPECT_EQ(told.back().done, 23);
    ASSERT_FALSE(snapshots.empty());
    EXPECT_EQ(snapshots.front()->images(), snapshots.front()->origin.covered.front().done);
    EXPECT_TRUE(snapshots.front()->partial());
}

}  // namespace
}  // namespace sescope
