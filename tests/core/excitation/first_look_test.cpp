// SPDX-License-Identifier: GPL-3.0-or-later
// Runs whose precision is left open: they show their first curves in fp32, and end as a profile of
// one precision.
#include "core/excitation/first_look.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "fake_run.h"

namespace sescope {
namespace {

/// What a trial chooses.
class InBf16 : public testing::FakeNetwork {
  public:
    using FakeNetwork::FakeNetwork;
    Precision precision() const override { return Precision::bf16; }
};

class FirstLook : public testing::RunOfThreeClasses {
  protected:
    FirstLook() {
        settings_.engine.precision = Precision::automatic;
        settings_.snapshot_seconds = 0;
        settings_.snapshot = [this](const std::shared_ptr<const ExcitationProfile>& profile) {
            snapshots_.push_back(profile);
        };
    }

    ExcitationProfile run_open(const std::stop_token& stop = {}) {
        const Dataset dataset = open();
        const int classes = int(dataset.classes.size());
        const auto open_in = [&](Precision precision) -> std::unique_ptr<RunningNetwork> {
            opened_.push_back(precision);
            shown_at_opening_.push_back(snapshots_.size());
            std::unique_ptr<testing::FakeNetwork> network;
            if (precision == Precision::automatic) {
                if (before_trial_) before_trial_();
                network = std::make_unique<InBf16>(classes);
            } else {
                network = std::make_unique<testing::FakeNetwork>(classes);
            }
            network->before_batch = before_batch_;
            return network;
        };
        return analyze_behind_a_first_look(open_in, {spec_, weights_, dataset, options_}, settings_,
                                           "Fake 1.0", stop);
    }

    std::function<void()> before_trial_;
    std::vector<std::shared_ptr<const ExcitationProfile>> snapshots_;
    std::vector<Precision> opened_;
    std::vector<std::size_t> shown_at_opening_;
};

// Progress ticks five times a second: the second batch is behind one.
void wait_for_a_tick(int batch) {
    if (batch == 2) std::this_thread::sleep_for(std::chrono::milliseconds(250));
}

TEST_F(FirstLook, CurvesAreShownBeforeAnythingIsTriedAndTheProfileIsOfOnePrecision) {
    before_batch_ = wait_for_a_tick;
    const auto open = run_open();
    EXPECT_EQ(opened_, (std::vector{Precision::fp32, Precision::automatic}));
    EXPECT_EQ(shown_at_opening_, (std::vector<std::size_t>{0, 1}));
    ASSERT_GE(snapshots_.size(), 2u);
    EXPECT_EQ(snapshots_[0]->origin.precision, "fp32");
    EXPECT_GT(snapshots_[0]->images(), 0u);
    for (std::size_t i = 1; i < snapshots_.size(); ++i) {
        EXPECT_EQ(snapshots_[i]->origin.precision, "bf16");
        EXPECT_GE(snapshots_[i]->images(), snapshots_[i - 1]->images());  // no curve goes back
    }
    EXPECT_EQ(open.origin.precision, "bf16");
    before_batch_ = nullptr;
    testing::expect_same_counts(open, run());  // every image once
}

TEST_F(FirstLook, WhoWaitsForNoCurvesGetsTheTrialAtOnce) {
    settings_.snapshot = nullptr;
    EXPECT_EQ(run_open().images(), 23u);
    EXPECT_EQ(opened_, std::vector{Precision::automatic});
}

TEST_F(FirstLook, ALookThatComesToTheEndIsTheRun) {
    settings_.engine.batch = 32;
    const auto whole = run_open();
    EXPECT_EQ(opened_, std::vector{Precision::fp32});
    EXPECT_EQ(whole.origin.precision, "fp32");
    EXPECT_FALSE(whole.partial());
    EXPECT_EQ(whole.images(), 23u);
}

TEST_F(FirstLook, AStopDuringItKeepsWhatThereIs) {
    std::stop_source person;
    before_batch_ = [&](int batch) {
        if (batch == 1) person.request_stop();
    };
    const auto part = run_open(person.get_token());
    EXPECT_EQ(opened_, std::vector{Precision::fp32});
    EXPECT_TRUE(part.partial());
    EXPECT_GT(part.images(), 0u);
}

TEST_F(FirstLook, AStopWithinTheTrialKeepsWhatWasSeen) {
    std::stop_source person;
    before_batch_ = wait_for_a_tick;
    before_trial_ = [&] { person.request_stop(); };
    const auto part = run_open(person.get_token());
    EXPECT_EQ(opened_, (std::vector{Precision::fp32, Precision::automatic}));
    ASSERT_FALSE(snapshots_.empty());
    EXPECT_TRUE(part.partial());
    EXPECT_EQ(part.origin.precision, "fp32");
    EXPECT_GE(part.images(), snapshots_.front()->images());
}

TEST_F(FirstLook, RoundsBeginAnew) {
    options_.shuffled = true;
    settings_.until.emplace().half_width = 0.2;
    before_batch_ = wait_for_a_tick;
    const auto open = run_open();
    before_batch_ = nullptr;
    const auto whole = run();
    testing::expect_same_counts(open, whole);
    EXPECT_EQ(open.origin.until, whole.origin.until);
}

}  // namespace
}  // namespace sescope
