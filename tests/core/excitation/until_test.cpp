// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that stop, class by class, when their means are known: what is taken, what is spared, and
// that neither batches nor interruptions change it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <set>

#include "core/base/error.h"
#include "core/excitation/run.h"
#include "fake_run.h"

namespace sescope {
namespace {

/// Three classes: c0 is steady (150 images), c2 varies widely (200), c4 is small (20).
class Until : public testing::FakeRun {
  protected:
    Until() {
        for (int i = 0; i < 150; ++i) put("c0", i, 100 + i % 3);
        for (int i = 0; i < 200; ++i) put("c2", i, (37 * i) % 256);
        for (int i = 0; i < 20; ++i) put("c4", i, 5 * i);
        settings_.engine.batch = 7;
        settings_.loader.workers = 2;
        options_.shuffled = true;
        settings_.until.emplace().half_width = 0.05;
    }

    void put(const std::string& cls, int i, int red) {
        testing::write_colour(folder_ / "images" / cls / (std::to_string(i) + ".png"), red, 100,
                              50);
    }

    void expect_refused(const std::string& what) {
        try {
            run();
            FAIL() << "accepted";
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), ::testing::HasSubstr(what));
        }
    }
};

TEST_F(Until, AClassThatIsKnownTakesNoMoreImages) {
    const auto profile = run();
    ASSERT_TRUE(profile.origin.until);
    const StoppingRecord& until = *profile.origin.until;
    EXPECT_EQ(until.rule, *settings_.until);
    ASSERT_EQ(until.classes.size(), 3u);
    // The first at its first look; of the last all are taken before it.
    EXPECT_EQ(until.classes[0].taken, 32u);
    EXPECT_EQ(until.classes[0].total, 150u);
    EXPECT_TRUE(until.classes[0].reached);
    EXPECT_LE(until.classes[0].half_width.value(), 0.05);
    EXPECT_GT(until.classes[1].taken, 72u);
    EXPECT_LT(until.classes[1].taken, 200u);
    EXPECT_TRUE(until.classes[1].reached);
    EXPECT_EQ(until.classes[2].taken, 20u);
    EXPECT_EQ(until.classes[2].half_width, 0.0);  // all of them: exact
    EXPECT_TRUE(until.reached());
    EXPECT_EQ(until.spared(), 150u - 32u + 200u - until.classes[1].taken);
    EXPECT_EQ(profile.gates.images, (std::vector<std::uint64_t>{32, until.classes[1].taken, 20}));
    EXPECT_FALSE(profile.partial());
    EXPECT_EQ(profile.origin.covered.front().done, 370u);
}

TEST_F(Until, WhatIsTakenIsTheSampleOfSoManyOfAClass) {
    const auto profile = run();
    settings_.until.reset();
    options_ = {};
    options_.per_class = 32;
    EXPECT_EQ(class_mean(profile.gates, 0, 0), class_mean(run().gates, 0, 0));
    options_.seed = 1;
    EXPECT_NE(class_mean(profile.gates, 0, 0), class_mean(run().gates, 0, 0));
}

TEST_F(Until, BatchesDoNotChangeWhatIsTaken) {
    const auto profile = run();
    for (const int batch : {1, 16, 64}) {
        settings_.engine.batch = batch;
        const auto other = run();
        EXPECT_EQ(other.gates, profile.gates) << batch;
        EXPECT_EQ(other.origin.until, profile.origin.until) << batch;
    }
}

TEST_F(Until, ResumingGivesTheProfileOfOneUninterruptedRunFromAnyBatch) {
    std::ofstream(folder_ / "images" / "c0" / "9.png") << "no image";
    std::ofstream(folder_ / "images" / "c2" / "11.png") << "no image";
    const auto whole = run();
    const int batches = network_->batches;
    ASSERT_GT(batches, 20);
    for (int after = 1; after < batches; ++after) {
        SCOPED_TRACE(after);
        const auto file = folder_ / "part.profile";
        save_profile(run_and_stop_after(after), file);
        settings_.resume = load_profile(file);
        ASSERT_TRUE(settings_.resume->partial());
        const auto resumed = run();
        settings_.resume = nullptr;
        EXPECT_EQ(resumed.gates, whole.gates);
        EXPECT_EQ(resumed.predictions, whole.predictions);
        EXPECT_EQ(resumed.origin.until, whole.origin.until);
        EXPECT_EQ(resumed.origin.covered, whole.origin.covered);
        EXPECT_EQ(resumed.skipped.size(), whole.skipped.size());
    }
}

TEST_F(Until, ImagesThatCannotBeReadAreNoneOfThoseMeant) {
    for (int i = 0; i < 5; ++i) {
        std::ofstream(folder_ / "images" / "c4" / (std::to_string(i) + ".png")) << "no image";
    }
    const auto profile = run();
    EXPECT_EQ(profile.origin.until->classes[2].taken, 20u);
    EXPECT_TRUE(profile.origin.until->classes[2].reached);
    EXPECT_EQ(profile.gates.images[2], 15u);
}

TEST_F(Until, OfAPopulationAllImagesMayBeTooFew) {
    settings_.until->population = true;
    const auto profile = run();
    EXPECT_EQ(profile.origin.until->classes[2].taken, 20u);
    EXPECT_FALSE(profile.origin.until->classes[2].reached);
    EXPECT_TRUE(profile.origin.until->classes[2].finished);
    EXPECT_GT(profile.origin.until->classes[2].half_width.value(), 0.05);
    EXPECT_FALSE(profile.origin.until->reached());
    EXPECT_FALSE(profile.partial());
}

TEST_F(Until, ProgressCountsNeitherWhatIsSparedNorEndsEarly) {
    std::vector<Progress> told;
    settings_.progress = [&](const Progress& progress) { told.push_back(progress); };
    const auto profile = run();
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back().done, std::int64_t(profile.images()));
    EXPECT_EQ(told.back().total, std::int64_t(profile.images()));
}

TEST_F(Until, AnotherRuleIsNotResumed) {
    settings_.resume = std::make_shared<const ExcitationProfile>(run_and_stop_after(3));
    settings_.until->half_width = 0.01;
    expect_refused("when they stop (stops at +-0.01 and stops at +-0.05)");
    settings_.until.reset();
    expect_refused("takes all images");
    settings_.resume = nullptr;
    options_.shuffled = false;
    options_.interleaved = true;
    settings_.resume = std::make_shared<const ExcitationProfile>(run_and_stop_after(3));
    options_.shuffled = true;
    settings_.until.emplace().half_width = 0.05;
    expect_refused("takes all images");
}

TEST_F(Until, AShardCannotTellWhenTheWholeIsKnown) {
    options_.shards = 2;
    expect_refused("a part of the images cannot tell");
}

TEST_F(Until, DoesNotMergeWithARunThatTookAllImages) {
    const auto known = std::make_shared<const ExcitationProfile>(run());
    settings_.until.reset();
    options_.shards = 2;
    const auto part = std::make_shared<const ExcitationProfile>(run());
    EXPECT_THROW(merge_profiles(std::vector{known, part}), Error);
    EXPECT_THROW(merge_profiles(std::vector{known, known}), Error);
    EXPECT_EQ(merge_profiles(std::vector{known}).gates, known->gates);
}

TEST_F(Until, TheFileKeepsTheRecordAndOlderReadersAreToldThatItIsNewer) {
    const auto profile = run();
    save_profile(profile, folder_ / "known.profile");
    EXPECT_EQ(load_profile(folder_ / "known.profile")->origin.until, profile.origin.until);
    std::ifstream file(folder_ / "known.profile", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_NE(bytes.find("\\\"format\\\":5"), std::string::npos);
}

}  // namespace
}  // namespace sescope
