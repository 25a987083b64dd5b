// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/network/network.h"
#include "core/pruning/plan_order.h"
#include "made_plan.h"

namespace sescope::testing {
namespace {

using ::testing::ElementsAre;

TEST(PlanChoice, StepsAreOrderedByWhatTheySaveAndTheFrontIsMarked) {
    Plan plan = made_plan();
    settle(plan);
    std::vector<std::string> marks;
    for (const PlanStep& step : plan.steps) {
        marks.push_back(step.blocks.front() + (step.pareto ? " front" : ""));
    }
    EXPECT_THAT(marks, ElementsAre("SE_4_1", "SE_5_2 front", "SE_5_3", "SE_5_2 front"));
    EXPECT_DOUBLE_EQ(plan.saving(plan.steps.back()), 0.02);
}

TEST(PlanChoice, TheLargestSavingWithinTheBudgetIsChosen) {
    Plan plan = made_plan();
    settle(plan);
    EXPECT_THAT(plan.steps.at(std::size_t(plan.chosen)).blocks, ElementsAre("SE_5_2"));
    plan.budget.max_drop = 0.003;  // 3 of 1,000 images: the edge belongs to the budget
    settle(plan);
    EXPECT_THAT(plan.steps.at(std::size_t(plan.chosen)).blocks, ElementsAre("SE_5_2", "SE_5_3"));
}

TEST(PlanChoice, WithASavingAloneTheBestAccuracyIsChosen) {
    Plan plan = made_plan();
    plan.budget.max_drop.reset();
    plan.budget.min_saving = 0.006;
    settle(plan);
    EXPECT_THAT(plan.steps.at(std::size_t(plan.chosen)).blocks, ElementsAre("SE_5_2"));
    plan.budget.min_saving = 0.011;
    settle(plan);
    EXPECT_EQ(plan.steps.at(std::size_t(plan.chosen)).blocks.size(), 2u);
    plan.budget.min_saving = 0.5;
    settle(plan);
    EXPECT_EQ(plan.chosen, -1);
}

TEST(PlanChoice, BothBudgetsMustHold) {
    Plan plan = made_plan();
    plan.budget.min_saving = 0.015;
    settle(plan);
    EXPECT_EQ(plan.chosen, -1) << "what saves so much loses 0.3 points";
}

TEST(PlanChoice, AnotherAccuracyIsAnotherFront) {
    Plan plan = made_plan();
    plan.budget.accuracy = Accuracy::top5;
    settle(plan);
    EXPECT_THAT(plan.steps.at(std::size_t(plan.chosen)).blocks, ElementsAre("SE_5_2", "SE_5_3"));
    EXPECT_TRUE(plan.steps.back().pareto);
    EXPECT_FALSE(plan.steps.front().pareto);
}

TEST(PlanChoice, WhatSavesNothingIsNotOnTheFront) {
    Plan plan = made_plan();
    plan.steps = {made_step({"SE_5_1"}, 0, 0, 5)};
    settle(plan);
    EXPECT_FALSE(plan.steps.front().pareto);
}

TEST(PlanChoice, WithChannelsTheFastestThatKeepsToTheBudgetIsChosen) {
    Plan plan = made_plan();
    plan.thresholds = {0.05};
    const auto timed = [](double ratio) {
        Timing timing = made_timing();
        timing.milliseconds.ratio = {ratio, ratio, ratio};
        return timing;
    };
    PlanStep step = made_step({}, 1'000, 1);
    step.closed = 0.05;
    step.timing = timed(0.7);
    plan.steps.push_back(step);
    for (PlanStep& other : plan.steps) {
        if (!other.timing) other.timing = timed(0.95);
    }
    plan.steps[0].timing = timed(0.5);  // loses more than the budget
    settle(plan);
    EXPECT_TRUE(plan.steps.at(std::size_t(plan.chosen)).takes_channels());
    for (PlanStep& other : plan.steps) other.timing.reset();
    settle(plan);
    EXPECT_THAT(plan.steps.at(std::size_t(plan.chosen)).blocks, ElementsAre("SE_5_2"));
}

TEST(PlanOrder, SubsetsOfTheLastStageThatCanGo) {
    const Network model = build_network({});
    const std::vector<RankedBlock> order{
        {"SE_5_3", 0.1, {}}, {"SE_4_6", 0.2, {}}, {"SE_5_1", 0.3, {}}, {"SE_5_2", 0.4, "no"}};
    EXPECT_THAT(
        subsets_of_last_stage(model, order),
        ElementsAre(ElementsAre("SE_5_1"), ElementsAre("SE_5_3"), ElementsAre("SE_5_1", "SE_5_3")));
    std::vector<RankedBlock> all;
    for (const GateSite& site : model.sites) all.push_back({site.label, 0, {}});
    EXPECT_EQ(subsets_of_last_stage(model, all).size(), 7u);
}

TEST(PlanOrder, TheGreedyPathAddsBlockAfterBlockInNetworkOrder) {
    const Network model = build_network({});
    const std::vector<RankedBlock> order{
        {"SE_5_3", 0.1, {}}, {"SE_5_2", 0.2, "no"}, {"SE_2_1", 0.3, {}}};
    EXPECT_THAT(greedy_path(model, order),
                ElementsAre(ElementsAre("SE_5_3"), ElementsAre("SE_2_1", "SE_5_3")));
}

TEST(Price, AUnitOfTheLastStageIsCountedByHand) {
    const Network model = build_network({});
    const NetworkPrice with = price_of(model, {});
    const std::vector<std::string> last{"SE_5_3"};
    const NetworkPrice without = price_of(without_gates(model, last), {});
    // Two layers of 2048 x 128 and their biases.
    EXPECT_EQ(with.parameters - without.parameters, 2 * 2048 * 128 + 2048 + 128);
    EXPECT_EQ(with.se_parameters - without.se_parameters, 526'464);
    EXPECT_EQ(with.macs - without.macs, 2 * 2048 * 128);
    EXPECT_EQ(with.bytes, 0) << "no tensor, no byte";
}

TEST(Price, BytesAreThoseOfTheStoredTypes) {
    const std::vector<float> values(6, 1.0f);
    StateDict weights;
    weights.add(StateDict::make_tensor("a", {2, 3}, values));
    TensorEntry half = StateDict::make_tensor("b", {3}, std::span(values).first(3));
    half.dtype = DType::f16;
    half.shape = {6};
    half.strides = {1};
    weights.add(half);
    EXPECT_EQ(price_of(build_network({}), weights).bytes, 24 + 12);
}

}  // namespace
}  // namespace sescope::testing
