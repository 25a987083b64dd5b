// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts of hand-made statistics; those of networks that are run are in running/.
#include "core/pruning/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/core/excitation/made_tally.h"

namespace sescope {
namespace {

using testing::add_energy;
using ::testing::HasSubstr;
using testing::tally_of;
using testing::with_energies;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A block whose gates matter.
BlockSummary lively(const std::string& name = "SE_5_2", int stage = 5) {
    BlockSummary block;
    block.block = name;
    block.stage = stage;
    block.channels = 64;
    block.images = 100;
    block.mean = 0.5;
    block.std_within = 0.2;
    block.std_between = 0.1;
    block.std_total = 0.22;
    block.class_share = 0.2;
    block.open = 0.1;
    block.closed = 0.1;
    block.stuck = 0;
    block.strength = {0.4, 0.8, 0.4};
    return block;
}

Verdict verdict_of(const BlockSummary& block, const VerdictThresholds& thresholds = {}) {
    return judge(block, thresholds);
}

TEST(Verdicts, ALiveBlockIsKept) {
    const Verdict verdict = verdict_of(lively());
    EXPECT_EQ(verdict.kind, VerdictKind::live);
    EXPECT_FALSE(verdict.prunable);
    EXPECT_FALSE(verdict.near);
    EXPECT_EQ(verdict.stage, 5);
    EXPECT_THAT(verdict.sentence.str(), HasSubstr("40 %"));
    EXPECT_THAT(verdict.sentence.str(), HasSubstr("keep it"));
}

TEST(Verdicts, OneMetricDecidesEachKind) {
    BlockSummary block = lively();
    block.stuck = 0.95;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::stuck);
    block = lively();
    block.open = 0.97;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::saturated);
    block = lively();
    block.strength.identity = 0.01;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::saturated);
    block = lively();
    block.strength.mean = 0.01;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::constant);
    EXPECT_EQ(verdict_of(block).replacement, Replacement::mean);
}

TEST(Verdicts, ThresholdsThemselvesCount) {
    BlockSummary block = lively();
    block.stuck = 0.9;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::stuck);
    block = lively();
    block.strength.mean = 0.05;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::constant);
}

TEST(Verdicts, StuckComesBeforeSaturatedBeforeConstant) {
    BlockSummary block = lively();
    block.strength = {0, 0, 0};
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::saturated);
    block.stuck = 1;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::stuck);
}

// Gates of 0.1 that move by 0.018 are no constant, though they move little: strength knows.
TEST(Verdicts, SpreadDecidesOnlyWhereThereIsNoStrength) {
    BlockSummary block = lively();
    block.std_total = 0.018;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::live);
    block.strength = {kNaN, kNaN, kNaN};
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::constant);
    EXPECT_THAT(verdict_of(block).sentence.str(), HasSubstr("spread"));
    block.std_total = 0.3;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::live);
}

TEST(Verdicts, OnlyLateSaturatedBlocksArePrunable) {
    BlockSummary block = lively("SE_3_1", 3);
    block.open = 0.97;
    block.strength = {0.02, 0.03, 0.02};
    EXPECT_FALSE(verdict_of(block).prunable);
    EXPECT_TRUE(verdict_of(block, {.late_stage = 3}).prunable);
    block.block = "SE_5_3";
    block.stage = 5;
    EXPECT_TRUE(verdict_of(block).prunable);
    EXPECT_FALSE(verdict_of(block, {.late_stage = 6}).prunable);
    block = lively("SE_2_1", 2);
    block.stuck = 1;
    block.strength = {0.001, 0.5, 0.001};
    EXPECT_TRUE(verdict_of(block).prunable) << "folding what never moved changes nothing";
}

// A tenth of the channels may carry most of the output.
TEST(Verdicts, AStuckBlockWhoseFoldingWouldChangeMuchStaysStuckButIsNoneToPrune) {
    BlockSummary block = lively("SE_3_4", 3);
    block.stuck = 0.91;
    block.strength = {0.12, 0.5, 0.12};
    const Verdict verdict = verdict_of(block);
    EXPECT_EQ(verdict.kind, VerdictKind::stuck);
    EXPECT_FALSE(verdict.prunable);
    EXPECT_THAT(verdict.sentence.str(),
                HasSubstr("yet mean gates would change 12 % of its output"));
    EXPECT_THAT(verdict.sentence.str(), HasSubstr("measure it first"));
    EXPECT_TRUE(verdict_of(block, {.strength = 0.12}).prunable) << "who allows it gets it";
    block.strength = {kNaN, kNaN, kNaN};
    EXPECT_TRUE(verdict_of(block).prunable) << "nothing is known against it";
}

TEST(Verdicts, ASaturatedBlockWhoseReplacementWouldChangeMuchIsNoneToPrune) {
    BlockSummary block = lively("SE_5_2");
    block.open = 0.97;
    const Verdict verdict = verdict_of(block);
    EXPECT_EQ(verdict.kind, VerdictKind::saturated);
    EXPECT_EQ(verdict.replacement, Replacement::mean);
    EXPECT_FALSE(verdict.prunable);
    EXPECT_THAT(verdict.sentence.str(), HasSubstr("measure it first"));
    block.strength.mean = 0.04;
    EXPECT_TRUE(verdict_of(block).prunable);
}

TEST(Verdicts, SaturatedBlocksAreDroppedUnlessTheirFewOtherGatesMatter) {
    BlockSummary block = lively();
    block.open = 0.97;
    block.strength = {0.02, 0.03, 0.02};
    EXPECT_EQ(verdict_of(block).replacement, Replacement::identity);
    block.strength = {0.02, 0.3, 0.02};
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::saturated);
    EXPECT_EQ(verdict_of(block).replacement, Replacement::mean);
    EXPECT_THAT(verdict_of(block).sentence.str(), HasSubstr("fold"));
    block.strength = {kNaN, kNaN, kNaN};
    EXPECT_EQ(verdict_of(block).replacement, Replacement::identity);
}

TEST(Verdicts, SayWhenTheyAreNearAnother) {
    BlockSummary block = lively();
    block.strength.mean = 0.055;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::live);
    EXPECT_EQ(verdict_of(block).near, VerdictKind::constant);
    EXPECT_THAT(verdict_of(block).sentence.str(), HasSubstr("near constant"));
    block.strength.mean = 0.045;
    EXPECT_EQ(verdict_of(block).kind, VerdictKind::constant);
    EXPECT_EQ(verdict_of(block).near, VerdictKind::live);
    block.strength.mean = 0.02;
    EXPECT_FALSE(verdict_of(block).near);
    block = lively();
    block.stuck = 0.89;
    EXPECT_EQ(verdict_of(block).near, VerdictKind::stuck);
    EXPECT_FALSE(verdict_of(block, {.margin = 0}).near);
}

TEST(Verdicts, NumbersThatAreNotThereAreNoReasonToPrune) {
    BlockSummary block = lively();
    block.mean = block.std_total = block.open = block.stuck = block.class_share = kNaN;
    block.strength = {kNaN, kNaN, kNaN};
    const Verdict verdict = verdict_of(block);
    EXPECT_EQ(verdict.kind, VerdictKind::unknown);
    EXPECT_FALSE(verdict.prunable);
    EXPECT_THAT(verdict.sentence.str(), HasSubstr("no image"));
}

TEST(Verdicts, HostileThresholdsAreRefused) {
    const double kInfinity = std::numeric_limits<double>::infinity();
    for (const VerdictRule& rule : verdict_rules()) {
        for (const double bad : {kNaN, -0.1, kInfinity, 1e9}) {
            VerdictThresholds thresholds;
            thresholds.*rule.threshold = bad;
            try {
                verdicts(ExcitationProfile{}, thresholds);
                ADD_FAILURE() << rule.key << " of " << bad;
            } catch (const Error& error) {
                EXPECT_EQ(error.kind(), ErrorKind::usage);
                EXPECT_THAT(error.message(), HasSubstr(std::string(rule.key)));
            }
        }
    }
    EXPECT_THROW(verdicts(ExcitationProfile{}, {.margin = kNaN}), Error);
    EXPECT_THROW(verdicts(ExcitationProfile{}, {.late_stage = 1}), Error);
    EXPECT_NO_THROW(verdicts(ExcitationProfile{}, {.stuck = 0, .open = 1, .identity = 0}));
}

ExcitationProfile profile_of(GateTally gates) {
    ExcitationProfile profile;
    profile.network = record_of(build_network({}));
    profile.gates = std::move(gates);
    return profile;
}

TEST(VerdictsOfAProfile, OfOneWithoutImagesAreUnknown) {
    const auto list = verdicts(profile_of(with_energies(tally_of({}, 2, 3))));
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].kind, VerdictKind::unknown);
    EXPECT_TRUE(recommended_choices(list).empty());
}

TEST(VerdictsOfAProfile, OfANetworkWithoutSeAreNone) {
    ExcitationProfile profile;
    profile.network = record_of(without_gates(build_network({})));
    EXPECT_TRUE(verdicts(profile).empty());
}

TEST(VerdictsOfAProfile, GatesThatAreNoNumbersAreNamedAndKeepABlockFromBeingPruned) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto list = verdicts(profile_of(tally_of({{0, {0.5f, 0.5f}}, {0, {nan, 0.5f}}}, 1, 2)));
    EXPECT_FALSE(list[0].prunable);
    EXPECT_THAT(list[0].sentence.str(), HasSubstr("1 of its gates were NaN"));
    const auto all = verdicts(profile_of(tally_of({{0, {nan}}}, 1, 1)));
    EXPECT_EQ(all[0].kind, VerdictKind::unknown);
}

TEST(VerdictsOfAProfile, RecommendWhatIsPrunableWithItsReplacement) {
    Verdict dropped;
    dropped.block = "SE_5_2";
    dropped.prunable = true;
    dropped.replacement = Replacement::identity;
    Verdict kept;
    kept.block = "SE_5_1";
    const std::vector<Verdict> list{kept, dropped};
    EXPECT_EQ(recommended_choices(list),
              (std::vector<BlockChoice>{{"SE_5_2", Replacement::identity}}));
}

}  // namespace
}  // namespace sescope
