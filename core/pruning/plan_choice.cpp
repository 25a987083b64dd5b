// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan makes of the steps that it measured.
#include <algorithm>
#include <tuple>

#include "core/pruning/plan.h"

namespace sescope {
namespace {

// Of images, so that steps compare exactly: all are of the same ones. Of a network without a
// classifier, of its outputs.
double change_of(const PlanStep& step, Accuracy accuracy) {
    if (step.comparison.outputs) return change_of(step.comparison, accuracy).change;
    const PairedCounts& counts = counts_of(step.comparison, accuracy);
    return double(counts.only_pruned) - double(counts.only_original);
}

bool beats(const PlanStep& a, const PlanStep& b, Accuracy accuracy) {
    const auto [pa, pb] = std::pair(a.price.parameters, b.price.parameters);
    const auto [ca, cb] = std::pair(change_of(a, accuracy), change_of(b, accuracy));
    return pa <= pb && ca >= cb && (pa < pb || ca > cb);
}

bool keeps_to_budget(const Plan& plan, const PlanStep& step) {
    if (!keeps_accuracy(plan.budget, step.comparison)) return false;
    return !plan.budget.min_saving || plan.saving(step) >= *plan.budget.min_saving;
}

// Larger is better.
std::pair<double, double> merit(const Plan& plan, const PlanStep& step) {
    const auto saved = double(plan.original.parameters - step.price.parameters);
    const double change = change_of(step, plan.budget.accuracy);
    return plan.budget.max_drop ? std::pair(saved, change) : std::pair(change, saved);
}

// By what was measured, where channels were searched for that save time.
int fastest_of(const Plan& plan) {
    int fastest = -1;
    for (int i = 0; i < std::ssize(plan.steps); ++i) {
        const PlanStep& step = plan.steps[std::size_t(i)];
        if (!step.timing || !keeps_to_budget(plan, step)) continue;
        const auto latency = [&](int at) {
            return plan.steps[std::size_t(at)].timing->milliseconds.ratio.median;
        };
        if (fastest < 0 || latency(i) < latency(fastest)) fastest = i;
    }
    return fastest;
}

}  // namespace

bool keeps_accuracy(const PlanBudget& budget, const Comparison& comparison) {
    return !budget.max_drop ||
           change_of(comparison, budget.accuracy).change >= -*budget.max_drop;  // false of NaN
}

double Plan::saving(const PlanStep& step) const noexcept {
    if (original.parameters == 0) return 0;
    return double(original.parameters - step.price.parameters) / double(original.parameters);
}

void settle(Plan& plan) {
    const Accuracy accuracy = plan.budget.accuracy;
    std::ranges::stable_sort(plan.steps, {}, [&](const PlanStep& step) {
        return std::tuple(-step.price.parameters, -change_of(step, accuracy));
    });
    for (PlanStep& step : plan.steps) {
        // The original saves nothing and changes nothing.
        const bool worth = step.price.parameters < plan.original.parameters;
        step.pareto = worth && std::ranges::none_of(plan.steps, [&](const PlanStep& other) {
                          return beats(other, step, accuracy);
                      });
    }
    plan.chosen = plan.thresholds.empty() ? -1 : fastest_of(plan);
    if (plan.chosen >= 0) return;
    for (int i = 0; i < std::ssize(plan.steps); ++i) {
        const PlanStep& step = plan.steps[std::size_t(i)];
        if (!keeps_to_budget(plan, step)) continue;
        if (plan.chosen < 0 ||
            merit(plan, step) > merit(plan, plan.steps[std::size_t(plan.chosen)])) {
            plan.chosen = i;
        }
    }
}

}  // namespace sescope
