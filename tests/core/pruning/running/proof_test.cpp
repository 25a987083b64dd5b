// SPDX-License-Identifier: GPL-3.0-or-later
// Proofs and plans of networks that are run.
#include "core/pruning/proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/excitation/profile.h"
#include "core/network/network.h"
#include "core/pruning/plan.h"
#include "tests/core/dataset/scratch.h"
#include "tests/support/tiny_network.h"

namespace sescope::testing {
namespace {

using ::testing::ElementsAre;

class ProofTest : public ::testing::Test {
  protected:
    ProofTest() {
        weights.config_json = test::tiny_config({"a", "b", "c"});
        model = read_resnet_network(weights);
        for (int cls = 0; cls < 3; ++cls) {
            for (int i = 0; i < 6; ++i) {
                const std::string name = std::string(1, char('a' + cls)) + "/" + std::to_string(i);
                scratch.write_image(name + ".png", std::uint8_t(80 * cls + 7 * i), 32, 32);
            }
        }
        DatasetOptions half;
        half.split = Split::profile;
        const HeadLabels head{model.classes(), model.label_names, {}};
        const Dataset recorded = open_dataset(scratch.root(), half, head);
        AnalyzeSettings settings;
        settings.engine = engine();
        profile = analyze({model, weights, recorded, half}, settings);
        images = choose_evaluation_set(scratch.root(), {}, head, &profile);
    }

    static EngineSettings engine() {
        EngineSettings settings;
        settings.device = "cpu";
        settings.precision = Precision::fp32;
        settings.batch = 4;
        return settings;
    }

    ProofInput input(Replacement replacement) const {
        const std::vector<std::string> blocks{"SE_5_1"};
        return {model, weights, images, choose_blocks(blocks, replacement), mean_gates(profile)};
    }

    ProofSettings settings(bool timed = false) const {
        ProofSettings result;
        result.evaluation.engine = engine();
        result.timed = timed;
        result.timing = {1, 1, 0};
        return result;
    }

    PlanSettings plan_settings() const {
        PlanSettings result;
        result.evaluation.engine = engine();
        result.budget.max_drop = 1;
        result.timed = false;
        result.at_once = 2;
        return result;
    }

    StateDict weights = test::tiny_network();
    Network model;
    Scratch scratch;
    ExcitationProfile profile;
    EvaluationSet images;
};

TEST_F(ProofTest, ComparesOnTheOtherHalfAndPricesBoth) {
    const Proof proof = prove(input(Replacement::mean), settings(true));
    EXPECT_EQ(proof.comparison.images, 9u);
    EXPECT_TRUE(proof.comparison.matched);
    EXPECT_GT(proof.comparison.mean_kl, 0);
    EXPECT_EQ(proof.before.se_parameters - proof.after.se_parameters,
              proof.before.parameters - proof.after.parameters);
    EXPECT_GT(proof.before.bytes, proof.after.bytes);
    ASSERT_TRUE(proof.timing);
    EXPECT_EQ(proof.timing->rounds, 1);
    EXPECT_EQ(proof.timing->batch, 4);
    EXPECT_FALSE(proof.partial);
    EXPECT_EQ(proof.origin.network_fingerprint, profile.origin.network_fingerprint);
    EXPECT_EQ(proof.origin.images, 9u);
    EXPECT_EQ(proof.origin.device, "cpu");
}

TEST_F(ProofTest, FoldedMeanGatesStayNearerThanNone) {
    const double mean = prove(input(Replacement::mean), settings()).comparison.mean_kl;
    const double identity = prove(input(Replacement::identity), settings()).comparison.mean_kl;
    EXPECT_LT(mean, identity);
}

TEST_F(ProofTest, NoBlockIsUsageAndAnotherNetworksProfileIsBadData) {
    ProofInput none = input(Replacement::mean);
    none.choices.clear();
    EXPECT_EQ(error_of([&] { prove(none, settings()); }).kind(), ErrorKind::usage);
    const Error error =
        error_of([&] { require_own_profile(profile, test::tiny_network(3, true, 9)); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
}

TEST_F(ProofTest, MeanGatesThatAreNoNumbersAreBadDataAndStayInAPlan) {
    ProofInput broken = input(Replacement::mean);
    broken.means["SE_5_1"][0] = std::nan("");
    EXPECT_EQ(error_of([&] { prove(broken, settings()); }).kind(), ErrorKind::data);

    // A block of which no finite gate was recorded.
    BlockTally& tally = profile.gates.blocks.back();
    std::ranges::fill(tally.histogram, 0);
    std::ranges::fill(tally.sum, 0);
    std::ranges::fill(tally.sum_of_squares, 0);
    tally.not_finite = 9U * std::uint64_t(tally.channels);
    tally.energies = {};
    const Plan plan = plan_pruning({model, weights, images, profile}, plan_settings());
    EXPECT_EQ(plan.order.back().block, "SE_5_1");
    EXPECT_FALSE(plan.order.back().unprunable.empty());
    for (const PlanStep& step : plan.steps) {
        EXPECT_THAT(step.blocks, ::testing::Not(::testing::Contains("SE_5_1")));
    }
}

TEST_F(ProofTest, StoppedBeforeTheFirstImageIsInterrupted) {
    std::stop_source stop;
    stop.request_stop();
    const auto run = [&] { prove(input(Replacement::mean), settings(), stop.get_token()); };
    EXPECT_EQ(error_of(run).kind(), ErrorKind::interrupted);
}

TEST_F(ProofTest, APlanMeasuresTheLastStageAndTheGreedyPath) {
    int calls = 0;
    PlanSettings settings = plan_settings();
    settings.measured = [&](const Plan&) { ++calls; };
    const Plan plan = plan_pruning({model, weights, images, profile}, settings);
    EXPECT_EQ(plan.score, "strength");
    ASSERT_EQ(plan.order.size(), 4u);
    // One block a stage: the last stage's set, and paths of one to four blocks, one of which may be
    // that very set.
    const std::size_t greedy = std::size_t(
        std::ranges::count_if(plan.steps, [](const PlanStep& step) { return step.greedy; }));
    EXPECT_EQ(greedy, 4u);
    EXPECT_EQ(plan.steps.size(), plan.order.front().block == "SE_5_1" ? 4u : 5u);
    EXPECT_EQ(calls, 3);
    ASSERT_GE(plan.chosen, 0);
    EXPECT_THAT(plan.steps[std::size_t(plan.chosen)].blocks,
                ElementsAre("SE_2_1", "SE_3_1", "SE_4_1", "SE_5_1"))
        << "a budget of 100 points allows everything";
    EXPECT_FALSE(plan.partial);
    for (const PlanStep& step : plan.steps) EXPECT_EQ(step.comparison.images, 9u);
}

TEST_F(ProofTest, AStepOfAPlanIsWhatTheProofOfItsBlocksSays) {
    const Plan plan = plan_pruning({model, weights, images, profile}, plan_settings());
    const auto step =
        std::ranges::find(plan.steps, std::vector<std::string>{"SE_5_1"}, &PlanStep::blocks);
    ASSERT_NE(step, plan.steps.end());
    EXPECT_TRUE(step->last_stage);
    const Proof proof = prove(input(Replacement::mean), settings());
    EXPECT_EQ(step->comparison, proof.comparison);
    EXPECT_EQ(step->price, proof.after);
}

TEST_F(ProofTest, AStoppedPlanHoldsWhatWasMeasured) {
    std::stop_source stop;
    PlanSettings settings = plan_settings();
    settings.measured = [&](const Plan&) { stop.request_stop(); };
    const Plan plan = plan_pruning({model, weights, images, profile}, settings, stop.get_token());
    EXPECT_TRUE(plan.partial);
    ASSERT_EQ(plan.steps.size(), 1u);
    EXPECT_THAT(plan.steps[0].blocks, ElementsAre("SE_5_1"));
    EXPECT_EQ(plan.chosen, 0);
}

TEST_F(ProofTest, PlansThatMakeNoSenseAreRefused) {
    PlanSettings no_budget = plan_settings();
    no_budget.budget.max_drop.reset();
    const PlanInput whole{model, weights, images, profile};
    EXPECT_EQ(error_of([&] { plan_pruning(whole, no_budget); }).kind(), ErrorKind::usage);

    const Network plain = without_gates(model);
    const PlanInput no_se{plain, weights, images, profile};
    EXPECT_EQ(error_of([&] { plan_pruning(no_se, plan_settings()); }).kind(), ErrorKind::model);

    EvaluationSet unmatched = images;
    for (DatasetClass& cls : unmatched.dataset.classes) cls.head_row = -1;
    const PlanInput no_accuracy{model, weights, unmatched, profile};
    EXPECT_EQ(error_of([&] { plan_pruning(no_accuracy, plan_settings()); }).kind(),
              ErrorKind::data);

    ExcitationProfile other = profile;
    other.origin.network_fingerprint = "another";
    const PlanInput not_its_own{model, weights, images, other};
    EXPECT_EQ(error_of([&] { plan_pruning(not_its_own, plan_settings()); }).kind(),
              ErrorKind::data);
}

}  // namespace
}  // namespace sescope::testing
