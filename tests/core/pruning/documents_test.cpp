// SPDX-License-Identifier: GPL-3.0-or-later
// Proofs and plans as JSON, there and back, and what claims to be one.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "made_plan.h"

namespace sescope::testing {
namespace {

using nlohmann::json;

void expect_equal(const Proof& a, const Proof& b) {
    EXPECT_EQ(a.origin, b.origin);
    EXPECT_EQ(a.choices, b.choices);
    EXPECT_EQ(a.comparison, b.comparison);
    EXPECT_EQ(a.before, b.before);
    EXPECT_EQ(a.after, b.after);
    EXPECT_EQ(a.timing, b.timing);
    EXPECT_EQ(a.partial, b.partial);
    ASSERT_EQ(a.skipped.size(), b.skipped.size());
    for (std::size_t i = 0; i < a.skipped.size(); ++i) {
        EXPECT_EQ(a.skipped[i].id, b.skipped[i].id);
        EXPECT_EQ(a.skipped[i].reason, b.skipped[i].reason);
    }
}

TEST(ProofDocument, ThereAndBack) {
    Proof proof = made_proof();
    expect_equal(proof_from_json(proof_to_json(proof)), proof);
    proof.runtime = RuntimeTiming{"onnxruntime 1.2.3", made_timing()};
    EXPECT_EQ(proof_from_json(proof_to_json(proof)).runtime, proof.runtime);
    proof.runtime.reset();
    proof.timing.reset();
    proof.partial = true;
    proof.comparison.matched = false;
    expect_equal(proof_from_json(proof_to_json(proof)), proof);
}

TEST(ProofDocument, SaysWhatFollowsFromTheCounts) {
    const json written = json::parse(proof_to_json(made_proof()));
    EXPECT_DOUBLE_EQ(written["comparison"]["top1"]["original"], 0.9);
    EXPECT_DOUBLE_EQ(written["comparison"]["top1"]["change"], -0.003);
    EXPECT_DOUBLE_EQ(written["comparison"]["top1"]["p_value"], 0.375);
    EXPECT_EQ(written["comparison"]["largest_drop"], "tench");
    EXPECT_EQ(written["choices"][0]["replacement"], "mean");
}

TEST(ProofDocument, WhatIsNotKnownIsNull) {
    Proof proof = made_proof();
    proof.comparison.mean_kl = std::numeric_limits<double>::quiet_NaN();
    const std::string text = proof_to_json(proof);
    EXPECT_TRUE(json::parse(text)["comparison"]["mean_kl"].is_null());
    EXPECT_TRUE(std::isnan(proof_from_json(text).comparison.mean_kl));
}

TEST(ProofDocument, OutputsOfANetworkWithoutAClassifierComeBack) {
    Proof proof = made_proof();
    proof.comparison.matched = false;
    proof.comparison.outputs = {0.25, 0.125, 0.375, 0.5, 0.75};
    const std::string text = proof_to_json(proof);
    EXPECT_EQ(json::parse(text)["comparison"]["outputs"]["mean_error"], 0.25);
    EXPECT_EQ(proof_from_json(text).comparison.outputs, proof.comparison.outputs);
    proof.comparison.outputs->map = {0.875, 0.75, 0.9375, 1234, 17};
    EXPECT_EQ(proof_from_json(proof_to_json(proof)).comparison.outputs, proof.comparison.outputs);
}

TEST(ProofDocument, ChannelsThatWentComeBack) {
    Proof proof = made_proof();
    proof.channels = {
        {"SE_4_1", 0.05, 16, {0, 7}, {{2, "convolution 'c' reads it"}, {1, "other"}}, 0.25, 0.5}};
    EXPECT_EQ(proof_from_json(proof_to_json(proof)).channels, proof.channels);
}

TEST(ProofDocument, NamesThatAreNoUtf8AreWrittenAllTheSame) {
    Proof proof = made_proof();
    proof.skipped.front().id = "caf\xe9.jpg";
    EXPECT_EQ(proof_from_json(proof_to_json(proof)).skipped.front().id, "caf\xef\xbf\xbd.jpg");
}

std::string damaged(const char* where, const json& value) {
    json proof = json::parse(proof_to_json(made_proof()));
    proof[json::json_pointer(where)] = value;
    return proof.dump();
}

TEST(ProofDocument, WhatIsNoneIsRefused) {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
          std::string(100000, '['), plan_to_json(made_plan()), damaged("/format", 2),
          damaged("/format", "1"), damaged("/comparison", 3), damaged("/comparison/images", -1),
          damaged("/comparison/images", 1e300), damaged("/comparison/top1/both", "many"),
          damaged("/choices/0/replacement", "zero"), damaged("/choices", "all"),
          damaged("/before/bytes", 18446744073709551615U), damaged("/timing/batch", 1 << 31U),
          damaged("/origin/per_class", -5), damaged("/skipped/0", nullptr)}) {
        try {
            proof_from_json(text);
            ADD_FAILURE() << "was read: " << text.substr(0, 200);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data) << error.what();
        }
    }
}

TEST(PlanDocument, ThereAndBack) {
    Plan plan = made_plan();
    plan.steps[0].timing = made_timing();
    plan.replacement = Replacement::identity;
    plan.budget.accuracy = Accuracy::top5;
    plan.partial = true;
    plan.thresholds = {0.01, 0.05};
    plan.steps[1].closed = 0.05;
    plan.steps[1].channels = {{"SE_4_1", 0.05, 16, {0, 7}, {{2, "why"}}, 0.25, 0.5}};
    settle(plan);
    const Plan back = plan_from_json(plan_to_json(plan));
    EXPECT_EQ(back.origin, plan.origin);
    EXPECT_EQ(back.budget, plan.budget);
    EXPECT_EQ(back.replacement, plan.replacement);
    EXPECT_EQ(back.order, plan.order);
    EXPECT_EQ(back.score, plan.score);
    EXPECT_EQ(back.thresholds, plan.thresholds);
    EXPECT_EQ(back.original, plan.original);
    EXPECT_EQ(back.chosen, plan.chosen);
    EXPECT_EQ(back.partial, plan.partial);
    ASSERT_EQ(back.steps.size(), plan.steps.size());
    for (std::size_t i = 0; i < back.steps.size(); ++i) {
        const PlanStep& a = back.steps[i];
        const PlanStep& b = plan.steps[i];
        EXPECT_EQ(a.blocks, b.blocks);
        EXPECT_EQ(a.closed, b.closed);
        EXPECT_EQ(a.channels, b.channels);
        EXPECT_EQ(a.greedy, b.greedy);
        EXPECT_EQ(a.last_stage, b.last_stage);
        EXPECT_EQ(a.pareto, b.pareto);
        EXPECT_EQ(a.price, b.price);
        EXPECT_EQ(a.comparison, b.comparison);
        EXPECT_EQ(a.timing, b.timing);
    }
}

TEST(PlanDocument, SaysOfEachStepWhetherItKeepsToTheBudget) {
    Plan plan = made_plan();
    settle(plan);
    const json written = json::parse(plan_to_json(plan));
    EXPECT_EQ(written["chosen"], plan.chosen);
    EXPECT_EQ(written["steps"][0]["budget"]["verdict"], "unclear");
    EXPECT_EQ(written["steps"][0]["budget"]["images_needed"], 0) << "the budget itself";
    EXPECT_GT(written["steps"][1]["budget"]["images_needed"], 1000);
    plan.budget = {std::nullopt, Accuracy::top1, 0.9};
    settle(plan);
    const json other = json::parse(plan_to_json(plan));
    EXPECT_TRUE(other["chosen"].is_null());
    EXPECT_FALSE(other["steps"][0].contains("budget"));
}

TEST(PlanDocument, AProofIsNoPlan) {
    EXPECT_THROW(plan_from_json(proof_to_json(made_proof())), Error);
}

TEST(PlanDocument, TheFileIsNamed) {
    try {
        load_plan("nowhere/plan.json");
        FAIL() << "was read";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_EQ(error.file(), "nowhere/plan.json");
    }
}

}  // namespace
}  // namespace sescope::testing
