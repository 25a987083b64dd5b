// SPDX-License-Identifier: GPL-3.0-or-later
// Proofs and plans made by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/pruning/plan.h"
#include "core/pruning/proof.h"

namespace sescope::testing {

/// 1,000 images of two classes; `lost` and `gained` of those that only one network has right.
inline Comparison made_comparison(std::uint64_t lost, std::uint64_t gained) {
    Comparison comparison;
    comparison.matched = true;
    comparison.images = 1000;
    comparison.top1 = {900 - lost, lost, gained, 100 - gained};
    comparison.top5 = {990, 0, 0, 10};
    comparison.agree = 1000 - lost - gained;
    comparison.mean_kl = 0.125;
    comparison.classes = {{"tench", 600, 550, 550 - lost, 600, 600},
                          {"pug", 400, 350, 350 + gained, 390, 390}};
    return comparison;
}

inline EvaluationOrigin made_origin() {
    EvaluationOrigin origin;
    origin.sescope_version = "0.1.0";
    origin.engine = "LibTorch 2.15.0";
    origin.network_file = "net";
    origin.network_fingerprint = std::string(64, 'a');
    origin.architecture = "SE-ResNet-50";
    origin.data_root = "val";
    origin.data_fingerprint = std::string(64, 'b');
    origin.seed = 18446744073709551615U;
    origin.per_class = 100;
    origin.split = "proof";
    origin.separation = "the profile's 5 images of this folder are left out";
    origin.images = 1000;
    origin.device = "cpu";
    origin.precision = "fp32";
    origin.batch = 16;
    origin.created = "2026-01-31T12:00:00Z";
    origin.seconds = 12.5;
    return origin;
}

inline Timing made_timing() {
    return {9,
            16,
            {{20, 19, 21}, {18, 17, 19}, {0.9, 0.875, 0.95}},
            {{50, 49, 51}, {55, 54, 56}, {1.1, 1.0625, 1.125}}};
}

inline Proof made_proof() {
    Proof proof;
    proof.origin = made_origin();
    proof.choices = {{"SE_5_2", Replacement::mean}, {"SE_5_3", Replacement::identity}};
    proof.comparison = made_comparison(4, 1);
    proof.before = {28'000'000, 2'500'000, 3'870'000'000, 112'000'000};
    proof.after = {26'947'072, 1'447'072, 3'869'000'000, 107'788'288};
    proof.timing = made_timing();
    proof.skipped = {{"pug/1.jpg", "truncated \"file\""}};
    return proof;
}

/// A step that saves `saved` of 1,000,000 parameters.
inline PlanStep made_step(std::vector<std::string> blocks, std::int64_t saved, std::uint64_t lost,
                          std::uint64_t gained = 0) {
    PlanStep step;
    step.blocks = std::move(blocks);
    step.comparison = made_comparison(lost, gained);
    step.price = {1'000'000 - saved, 100'000, 10, 4};
    return step;
}

/// Not settled yet.
inline Plan made_plan() {
    Plan plan;
    plan.origin = made_origin();
    plan.budget.max_drop = 0.002;
    plan.score = "strength";
    plan.order = {{"SE_5_3", 0.01, {}}, {"SE_5_2", 0.02, {}}, {"SE_5_1", 0.5, "no projection"}};
    plan.original = {1'000'000, 200'000, 20, 8};
    plan.steps = {made_step({"SE_5_2", "SE_5_3"}, 20'000, 3), made_step({"SE_5_3"}, 10'000, 1),
                  made_step({"SE_5_2"}, 10'000, 0), made_step({"SE_4_1"}, 5'000, 2)};
    plan.steps[1].greedy = true;
    plan.steps[0].last_stage = true;
    return plan;
}

}  // namespace sescope::testing
