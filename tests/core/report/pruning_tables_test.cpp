// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/pruning_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/pruning/made_plan.h"
#include "tests/core/report/notes.h"

namespace sescope::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

const std::vector<Cell>& row_of(const Table& table, const std::string& quantity) {
    for (const auto& row : table.rows) {
        if (row[0] == Cell(quantity)) return row;
    }
    throw std::out_of_range(quantity);
}

TEST(ProofTable, BeforeAfterAndChange) {
    const Table table = proof_table(made_proof(), 0.001);
    const auto& top1 = row_of(table, "top-1");
    EXPECT_DOUBLE_EQ(std::get<double>(top1[2]), 90.0);
    EXPECT_DOUBLE_EQ(std::get<double>(top1[3]), 89.7);
    EXPECT_NEAR(std::get<double>(top1[4]), -0.3, 1e-12);
    const auto& parameters = row_of(table, "parameters");
    EXPECT_EQ(std::get<std::int64_t>(parameters[4]), -1'052'928);
    const auto& latency = row_of(table, "latency");
    EXPECT_DOUBLE_EQ(std::get<double>(latency[4]), -2);
    EXPECT_DOUBLE_EQ(std::get<double>(latency[5]), -2.5);
    EXPECT_DOUBLE_EQ(std::get<double>(latency[6]), -1);
    EXPECT_THAT(notes_of(table),
                Contains(HasSubstr("Largest drop of a class: tench, -0.67 points")));
    EXPECT_THAT(notes_of(table), Contains(HasSubstr("99.50 %")));
}

TEST(ProofTable, WithoutAccuracyItSaysSo) {
    Proof proof = made_proof();
    proof.comparison.matched = false;
    proof.comparison.top1 = {};
    proof.timing.reset();
    const Table table = proof_table(proof, 0.001);
    EXPECT_THAT(notes_of(table), Contains(HasSubstr("Accuracy is not known")));
    EXPECT_TRUE(std::isnan(std::get<double>(row_of(table, "top-1")[4])));
    EXPECT_THROW(row_of(table, "latency"), std::out_of_range);
}

TEST(BudgetSentence, SaysWhatTheImagesCanTell) {
    EXPECT_THAT(budget_sentence(made_comparison(4, 1), Accuracy::top1, 0.001).str(),
                HasSubstr("not decided whether it loses less than 0.100 points"));
    EXPECT_THAT(budget_sentence(made_comparison(0, 0), Accuracy::top1, 0.001).str(),
                HasSubstr("needs about 3,8"));
    EXPECT_THAT(budget_sentence(made_comparison(4, 1), Accuracy::top1, 0.05).str(),
                HasSubstr(": loses less than 5.00 points"));
    EXPECT_THAT(budget_sentence(made_comparison(300, 0), Accuracy::top1, 0.05).str(),
                HasSubstr(": loses more than 5.00 points"));
}

TEST(PlanTable, ARowAStepAndTheChosenIsMarked) {
    Plan plan = made_plan();
    settle(plan);
    const Table table = plan_table(plan);
    ASSERT_EQ(table.rows.size(), 4u);
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
    const auto& chosen = table.rows[std::size_t(plan.chosen)];
    EXPECT_EQ(chosen[chosen.size() - 2], Cell(std::string("chosen")));
    EXPECT_EQ(chosen.back(), Cell(std::string("SE_5_2")));
    EXPECT_EQ(std::get<std::int64_t>(chosen[1]), 10'000);
    EXPECT_THAT(notes_of(table), Contains("SE_5_1 stays: no projection."));
    plan.budget.max_drop = 0;
    plan.steps = {made_step({"SE_5_2"}, 10'000, 1)};
    settle(plan);
    EXPECT_THAT(notes_of(plan_table(plan)), Contains(HasSubstr("No set that was measured")));
}

// Of a detector: by its maps, and in the words of a proof where no time was saved.
TEST(PlanTable, ANetworkWithoutAClassifierIsJudgedByItsMaps) {
    Plan plan = made_plan();
    plan.steps = {made_step({"SE_5_2"}, 10'000, 1)};
    PlanStep& step = plan.steps.front();
    step.comparison.matched = false;
    step.comparison.outputs = OutputComparison{.mean_error = 0.01, .low = 0.005, .high = 0.015};
    step.comparison.outputs->map = MapAgreement{.iou = 0.9995, .low = 0.999, .high = 0.9999};
    step.timing = made_timing();
    step.timing->milliseconds.ratio = {1.01, 0.98, 1.03};
    settle(plan);
    ASSERT_EQ(plan.chosen, 0);
    const Table table = plan_table(plan);
    EXPECT_EQ(table.columns[4].name, "the maps' agreement");
    EXPECT_DOUBLE_EQ(std::get<double>(table.rows[0][4]), 0.9995);
    EXPECT_NEAR(std::get<double>(table.rows[0][5]), -0.0005, 1e-12);
    EXPECT_THAT(notes_of(table),
                Contains(HasSubstr("No saving of latency could be measured for the "
                                   "chosen set: the pruned network takes 1.01")));
}

TEST(ClassesTable, AClassWithoutImagesHasNoAccuracy) {
    Comparison comparison = made_comparison(4, 1);
    comparison.classes.push_back({"empty", 0, 0, 0, 0, 0});
    const Table table = classes_table(comparison);
    EXPECT_DOUBLE_EQ(std::get<double>(table.rows[0][4]), -4.0 / 600);
    EXPECT_TRUE(std::isnan(std::get<double>(table.rows[2][2])));
}

}  // namespace
}  // namespace sescope::testing
