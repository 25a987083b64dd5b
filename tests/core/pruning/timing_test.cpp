// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/timing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/base/error.h"

namespace sescope::testing {
namespace {

/// Writes down when it runs.
class ListedNetwork : public RunningNetwork {
  public:
    ListedNetwork(char letter, std::string& list) : letter_(letter), list_(list) {}
    std::string device() const override { return "cpu"; }
    Precision precision() const override { return Precision::fp32; }
    std::string precision_reason() const override { return ""; }
    int batch() const override { return 1; }
    ForwardResult forward(const ImageBatch& /*images*/) override { return {}; }
    void accumulate(const ImageBatch& images) override {
        EXPECT_EQ(images.count, 2);
        EXPECT_EQ(images.pixels.size(), 2u * 4 * 4 * 3);
        list_ += letter_;
    }
    FinishedImages finished(Waiting waiting) override {
        EXPECT_EQ(waiting, Waiting::for_all);  // a pass is timed to its end
        list_ += '.';
        return {};
    }
    GateTally tally() const override { return {}; }

  private:
    char letter_;
    std::string& list_;
};

TEST(Timing, SpreadByHand) {
    EXPECT_EQ(spread_of({7}), (Spread{7, 7, 7}));
    EXPECT_EQ(spread_of({4, 1, 3, 2}), (Spread{2.5, 1.75, 3.25}));
    EXPECT_EQ(spread_of({5, 1, 2, 4, 3}), (Spread{3, 2, 4}));
    EXPECT_TRUE(std::isnan(spread_of({}).median));
}

TEST(Timing, NetworksTakeTurnsAfterAPassThatIsNotCounted) {
    std::string list;
    ListedNetwork original('o', list);
    ListedNetwork pruned('p', list);
    TimingSettings settings;
    settings.least_rounds = 3;
    settings.most_rounds = 3;
    const TimedRounds rounds = time_in_turn(original, pruned, 2, {4, 4}, settings, {});
    EXPECT_EQ(list,
              "o.p."
              "o.p."
              "p.o."
              "o.p.");
    EXPECT_EQ(rounds.original.size(), 3u);
    EXPECT_EQ(rounds.pruned.size(), 3u);
}

TEST(Timing, ThereAreNoMoreRoundsThanTimeAllowsBeyondTheLeast) {
    std::string list;
    ListedNetwork original('o', list);
    ListedNetwork pruned('p', list);
    TimingSettings settings;
    settings.least_rounds = 2;
    settings.seconds = -1;
    EXPECT_EQ(time_in_turn(original, pruned, 2, {4, 4}, settings, {}).original.size(), 2u);
}

TEST(Timing, AStopEndsIt) {
    std::string list;
    ListedNetwork network('n', list);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(time_in_turn(network, network, 2, {4, 4}, {}, stop.get_token()), Error);
    EXPECT_EQ(list, "");
}

}  // namespace
}  // namespace sescope::testing
