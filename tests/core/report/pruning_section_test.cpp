// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says of verdicts, proof and plan.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/report/report.h"
#include "tests/core/excitation/made_profile.h"

namespace sescope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string text_of(const ReportSection& section, ParagraphKind kind) {
    std::string text;
    for (const auto& part : section.parts) {
        const auto* paragraph = std::get_if<Paragraph>(&part);
        if (paragraph != nullptr && paragraph->kind == kind) text += paragraph->text + "\n";
    }
    return text;
}

std::vector<std::string> headings_of(const ReportDocument& report) {
    std::vector<std::string> headings;
    for (const auto& section : report.sections) headings.push_back(section.heading);
    return headings;
}

Comparison made_comparison() {
    Comparison comparison;
    comparison.matched = true;
    comparison.images = 1000;
    comparison.top1 = {790, 5, 3, 202};
    comparison.top5 = {980, 0, 0, 20};
    comparison.agree = 985;
    comparison.classes = {{"tench", 1000, 795, 793, 980, 980}};
    return comparison;
}

Proof made_proof() {
    Proof proof;
    proof.origin.network_fingerprint = std::string(64, 'a');
    proof.origin.images = 1000;
    proof.origin.data_root = "val";
    proof.choices = {{"SE_5_2", Replacement::mean}, {"SE_5_3", Replacement::identity}};
    proof.comparison = made_comparison();
    proof.before = {28'088'024, 2'530'992, 4'091'699'200, 112'800'000};
    proof.after = {27'035'096, 1'478'064, 4'090'650'624, 108'600'000};
    return proof;
}

Plan made_plan() {
    Plan plan;
    plan.origin = made_proof().origin;
    plan.budget.max_drop = 0.01;
    plan.original = made_proof().before;
    PlanStep step;
    step.blocks = {"SE_5_2", "SE_5_3"};
    step.comparison = made_comparison();
    step.price = made_proof().after;
    plan.steps = {step};
    settle(plan);
    return plan;
}

TEST(PruningReport, HasASectionForWhatItIsGiven) {
    const auto profile = testing::made_profile();
    const Proof proof = made_proof();
    const Plan plan = made_plan();
    EXPECT_THAT(headings_of(make_report({profile})),
                ElementsAre("Network", "Data", "Gates", "Verdicts", "Cost"));
    EXPECT_THAT(headings_of(make_report({profile, nullptr, &proof, &plan})),
                ElementsAre("Network", "Data", "Gates", "Verdicts", "Proof", "Plan", "Cost"));
}

TEST(PruningReport, GivesEachVerdictWithItsSentence) {
    const auto section = verdicts_section(testing::made_profile(), {});
    const auto& table = std::get<Table>(section.parts.at(0));
    std::vector<std::string> keys;
    for (const auto& column : table.columns) keys.push_back(column.key);
    EXPECT_THAT(keys, ElementsAre("block", "verdict", "near", "closed_channels", "prunable",
                                  "replacement", "why"));
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[0][0], Cell("SE_2_1"));
    EXPECT_FALSE(std::get<Text>(table.rows[0][6]).empty());
}

TEST(PruningReport, TellsWhatTheProofFoundInSentences) {
    const auto section = proof_section(made_proof(), 0.001);
    const std::string text = text_of(section, ParagraphKind::text);
    EXPECT_THAT(text, HasSubstr("SE_5_2 (mean gate folded); SE_5_3 (dropped)."));
    EXPECT_THAT(text, HasSubstr("top-1 -0.20 points (95 % interval "));
    EXPECT_THAT(text, HasSubstr("It saves 1,052,928 of 28,088,024 parameters (3.75 %), 1,048,576 "
                                "MACs (0.0256 %) and 4.20 MB."));
    EXPECT_EQ(text_of(section, ParagraphKind::warning), "");
}

TEST(PruningReport, WarnsOfWhatMakesAProofWeak) {
    Proof proof = made_proof();
    proof.partial = true;
    proof.origin.images = 3000;
    proof.origin.same_images = true;
    EXPECT_EQ(text_of(proof_section(proof, 0.001), ParagraphKind::warning),
              "Partial: stopped after 1,000 of 3,000 images.\n"
              "Measured on the profile's own images too, which flatters the pruning.\n");
}

TEST(PruningReport, DrawsTheTradeOffOfAPlan) {
    const auto section = plan_section(made_plan());
    EXPECT_THAT(text_of(section, ParagraphKind::text),
                HasSubstr("Best of 1 measured sets: without SE_5_2, SE_5_3.\n"));
    int figures = 0;
    for (const auto& part : section.parts) figures += std::holds_alternative<Figure>(part);
    EXPECT_EQ(figures, 1);
}

std::vector<std::string> columns_of(const ReportSection& section) {
    std::vector<std::string> keys;
    for (const auto& part : section.parts) {
        if (const auto* table = std::get_if<Table>(&part)) {
            for (const Column& column : table->columns) keys.push_back(column.key);
        }
    }
    return keys;
}

TEST(PruningReport, LeavesOutWhatAPlanHasNotMeasured) {
    Plan plan = made_plan();
    plan.steps.front().timing.reset();
    plan.budget.max_drop.reset();
    plan.budget.min_saving = 0.01;
    const auto bare = columns_of(plan_section(plan));
    for (const auto* key : {"latency_ratio", "throughput_ratio", "verdict", "images_needed"}) {
        EXPECT_EQ(std::ranges::count(bare, key), 0) << key;
    }
    plan.steps.front().timing.emplace();
    plan.budget.max_drop = 0.01;
    const auto whole = columns_of(plan_section(plan));
    EXPECT_EQ(whole.size(), bare.size() + 4);
}

TEST(PruningReport, OfAPlanWithoutStepsHasNoFigure) {
    Plan plan = made_plan();
    plan.steps.clear();
    plan.chosen = -1;
    const auto section = plan_section(plan);
    for (const auto& part : section.parts) EXPECT_FALSE(std::holds_alternative<Figure>(part));
}

TEST(PruningReport, RefusesAProofOfAnotherNetwork) {
    Proof proof = made_proof();
    proof.origin.network_fingerprint = std::string(64, 'c');
    const auto profile = testing::made_profile();
    try {
        make_report({profile, nullptr, &proof});
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.what(), HasSubstr("the proof"));
    }
}

}  // namespace
}  // namespace sescope
