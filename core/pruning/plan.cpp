// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/pruning/plan_order.h"
#include "core/pruning/proof.h"

namespace sescope {
namespace {

using Blocks = std::vector<std::string>;

class Search {
  public:
    Search(const PlanInput& input, const PlanSettings& settings, const std::stop_token& stop);
    Plan to_the_end();

  private:
    void measure(const std::vector<Blocks>& sets);
    void walk_greedily();
    void tell_images_are_through();
    void time_front();
    void mark_greedy(const Blocks& blocks);
    bool is_measured(const Blocks& blocks) const;
    bool path_may_end() const;

    const PlanInput& input_;
    const PlanSettings& settings_;
    const std::stop_token& stop_;
    EvaluationSettings filled_;
    MeanGates means_;
    Plan plan_;
    std::vector<Blocks> last_stage_;
    std::vector<Blocks> path_;
    std::optional<PassProgress> progress_;
};

Search::Search(const PlanInput& input, const PlanSettings& settings, const std::stop_token& stop)
    : input_(input), settings_(settings), stop_(stop), means_(mean_gates(input.profile)) {
    const Engine& engine = load_engine();
    filled_ = filled_in(settings.evaluation, input.model, engine);
    plan_.origin = origin_of(input.model, input.weights, input.images, filled_, engine.version());
    plan_.budget = settings.budget;
    plan_.replacement = settings.replacement;
    plan_.original = price_of(input.model, input.weights);
    rank_blocks(input.profile, settings.replacement, plan_);
    const auto why_not = [&](const std::string& block) -> std::string {
        try {
            const BlockChoice choice{block, settings.replacement};
            prune(input.model, input.weights, std::span(&choice, 1), means_);
        } catch (const Error& error) {
            return error.message();
        }
        return {};
    };
    for (RankedBlock& ranked : plan_.order) ranked.unprunable = why_not(ranked.block);
    last_stage_ = subsets_of_last_stage(input.model, plan_.order);
    path_ = greedy_path(input.model, plan_.order);
    if (path_.empty()) {
        throw Error(ErrorKind::usage,
                    "no block can be taken out: " + plan_.order.front().unprunable, {},
                    "try --replace identity");
    }
    std::size_t more = 0;
    for (const Blocks& blocks : path_) more += !std::ranges::count(last_stage_, blocks);
    const std::size_t at_once = std::size_t(std::max(1, settings.at_once));
    const std::size_t passes = 1 + (more + at_once - 1) / at_once;
    progress_.emplace(std::int64_t(passes * input.images.dataset.images.size()), filled_.progress);
}

// One pass over the images. Sets that were not seen on all of them are not kept.
void Search::measure(const std::vector<Blocks>& sets) {
    std::vector<PrunedNetwork> candidates;
    for (const Blocks& blocks : sets) {
        candidates.push_back(prune(input_.model, input_.weights,
                                   choose_blocks(blocks, settings_.replacement), means_));
    }
    Evaluation evaluation = evaluate({input_.model, input_.weights}, candidates,
                                     input_.images.dataset, filled_, *progress_, stop_);
    plan_.origin.device = evaluation.device;
    plan_.origin.precision = evaluation.precision;
    plan_.origin.seconds = progress_->seconds();
    if (evaluation.partial) {
        plan_.partial = true;
        return;
    }
    for (std::size_t i = 0; i < sets.size(); ++i) {
        PlanStep step;
        step.blocks = sets[i];
        step.last_stage = std::ranges::count(last_stage_, sets[i]) > 0;
        step.comparison = std::move(evaluation.comparisons[i]);
        step.price = price_of(candidates[i].model, candidates[i].weights);
        plan_.steps.push_back(std::move(step));
    }
    plan_.skipped = std::move(evaluation.skipped);
    settle(plan_);
    if (settings_.measured) settings_.measured(plan_);
}

bool Search::is_measured(const Blocks& blocks) const {
    return std::ranges::any_of(plan_.steps, [&](const PlanStep& s) { return s.blocks == blocks; });
}

void Search::mark_greedy(const Blocks& blocks) {
    for (PlanStep& step : plan_.steps) step.greedy = step.greedy || step.blocks == blocks;
}

// Whether the longest greedy set so far is surely too much, or saves enough.
bool Search::path_may_end() const {
    const PlanStep* longest = nullptr;
    for (const PlanStep& step : plan_.steps) {
        if (step.greedy && (!longest || step.blocks.size() > longest->blocks.size())) {
            longest = &step;
        }
    }
    if (longest == nullptr) return false;
    const PlanBudget& budget = plan_.budget;
    if (budget.max_drop) {
        const auto& counts = counts_of(longest->comparison, budget.accuracy);
        return check_budget(counts, *budget.max_drop).verdict == BudgetVerdict::beyond;
    }
    return plan_.saving(*longest) >= *budget.min_saving;
}

void Search::walk_greedily() {
    std::size_t at = 0;
    while (at < path_.size() && !plan_.partial && !path_may_end()) {
        std::vector<Blocks> next;
        std::vector<Blocks> walked;
        while (at < path_.size() && std::ssize(next) < std::max(1, settings_.at_once)) {
            walked.push_back(path_[at]);
            if (!is_measured(path_[at])) next.push_back(path_[at]);
            ++at;
        }
        if (!next.empty()) measure(next);
        for (const Blocks& blocks : walked) mark_greedy(blocks);
    }
}

// The path may have ended before its last set: who waits is to know that no image is left, only the
// clock.
void Search::tell_images_are_through() {
    if (!filled_.progress) return;
    Progress through;
    through.done = through.total = std::int64_t(input_.images.dataset.images.size());
    through.seconds = progress_->seconds();
    filled_.progress(through);
}

void Search::time_front() {
    for (PlanStep& step : plan_.steps) {
        if (!step.pareto) continue;
        const PrunedNetwork pruned =
            prune(input_.model, input_.weights, choose_blocks(step.blocks, settings_.replacement),
                  means_);
        step.timing = time_networks({input_.model, input_.weights}, {pruned.model, pruned.weights},
                                    filled_.engine, settings_.timing, stop_);
        if (step.timing) continue;
        plan_.partial = true;
        return;
    }
}

Plan Search::to_the_end() {
    measure(last_stage_);
    walk_greedily();
    if (plan_.steps.empty()) {
        throw Error(ErrorKind::interrupted, "stopped before anything was measured");
    }
    progress_->tell();
    if (settings_.timed && !plan_.partial) {
        tell_images_are_through();
        time_front();
    }
    plan_.origin.seconds = progress_->seconds();
    return std::move(plan_);
}

void require_plannable(const PlanInput& input, const PlanSettings& settings) {
    if (input.model.sites.empty()) {
        throw Error(ErrorKind::model, input.model.architecture + " has no SE block to take out",
                    input.weights.file);
    }
    const PlanBudget& budget = settings.budget;
    if (!budget.max_drop && !budget.min_saving) {
        throw Error(ErrorKind::usage, "a plan needs a budget", {},
                    "give --max-drop or --min-saving");
    }
    require_own_profile(input.profile, input.weights);
    if (!input.model.head) {
        throw Error(ErrorKind::data,
                    "a plan searches by accuracy, and the network has no classifier",
                    input.images.dataset.root,
                    "prove sets of blocks one by one: a proof compares the outputs");
    }
    if (!input.images.dataset.matched()) {
        throw Error(ErrorKind::data,
                    "the classes are not matched to the head, so accuracy is not known: " +
                        input.images.dataset.head_note,
                    input.images.dataset.root, "give --labels names.tsv");
    }
}

}  // namespace

Plan plan_pruning(const PlanInput& input, const PlanSettings& settings,
                  const std::stop_token& stop) {
    require_plannable(input, settings);
    return Search(input, settings, stop).to_the_end();
}

}  // namespace sescope
