// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/pruning/plan_order.h"
#include "core/pruning/proof.h"

namespace sescope {
namespace {

using Blocks = std::vector<std::string>;

// What one candidate is without.
struct Set {
    Blocks blocks;
    double closed = -1;
};

std::vector<Set> sets_of(const std::vector<Blocks>& blocks) {
    std::vector<Set> sets;
    for (const Blocks& each : blocks) sets.push_back({each});
    return sets;
}

constexpr std::size_t kMostWithChannels = 3;  // sets of blocks that each threshold is tried with
constexpr std::size_t kMostTimed = 8;         // beside the front

class Search {
  public:
    Search(const PlanInput& input, const PlanSettings& settings, const std::stop_token& stop);
    Plan to_the_end();

  private:
    void require_something() const;
    PrunedNetwork candidate(const Set& set) const;
    void measure(const std::vector<Set>& sets);
    void measure(const std::vector<Set>& sets, std::span<const PrunedNetwork> candidates);
    void walk_greedily();
    void tell_images_are_through();
    std::vector<Set> sets_with_channels() const;
    void take_out_channels_too();
    std::vector<std::size_t> steps_to_time() const;
    void time_steps();
    void mark_greedy(const Blocks& blocks);
    bool is_measured(const Blocks& blocks) const;
    bool path_may_end() const;

    const PlanInput& input_;
    const PlanSettings& settings_;
    const std::stop_token& stop_;
    EvaluationSettings filled_;
    MeanGates means_;
    std::map<double, std::vector<ChannelChoice>> closed_;  // by threshold
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
    plan_.thresholds = settings.thresholds;
    for (const double closed : settings.thresholds) {
        closed_[closed] = closed_channels(input.profile, closed);
    }
    plan_.original = price_of(input.model, input.weights);
    rank_blocks(input.profile, settings.replacement, plan_);
    const auto why_not = [&](const std::string& block) -> Text {
        try {
            const BlockChoice choice{block, settings.replacement};
            prune(input.model, input.weights, std::span(&choice, 1), means_);
        } catch (const Error& error) {
            return error.said();
        }
        return {};
    };
    for (RankedBlock& ranked : plan_.order) ranked.unprunable = why_not(ranked.block);
    last_stage_ = subsets_of_last_stage(input.model, plan_.order);
    path_ = greedy_path(input.model, plan_.order);
    require_something();
    std::size_t more = 0;
    for (const Blocks& blocks : path_) more += !std::ranges::count(last_stage_, blocks);
    const std::size_t at_once = std::size_t(std::max(1, settings.at_once));
    const std::size_t with_channels = plan_.thresholds.size() * (1 + kMostWithChannels);
    const std::size_t passes =
        1 + (more + at_once - 1) / at_once + (with_channels + at_once - 1) / at_once;
    progress_.emplace(std::int64_t(passes * input.images.dataset.images.size()), filled_.progress);
}

void Search::require_something() const {
    if (!path_.empty() || !plan_.thresholds.empty()) return;
    throw Error(ErrorKind::usage,
                text("no block can be taken out: {}", plan_.order.front().unprunable), {},
                text("try {} identity", Text::option("replace")));
}

PrunedNetwork Search::candidate(const Set& set) const {
    PruneChoices choices{choose_blocks(set.blocks, settings_.replacement), {}};
    if (set.closed >= 0) {
        choices.channels = closed_.at(set.closed);
        std::erase_if(choices.channels, [&](const ChannelChoice& choice) {
            return std::ranges::count(set.blocks, choice.block) > 0;
        });
    }
    return prune(input_.model, input_.weights, choices, means_, input_.records);
}

void Search::measure(const std::vector<Set>& sets) {
    std::vector<PrunedNetwork> candidates;
    for (const Set& set : sets) candidates.push_back(candidate(set));
    measure(sets, candidates);
}

// One pass over the images. Sets that were not seen on all of them are not kept.
void Search::measure(const std::vector<Set>& sets, std::span<const PrunedNetwork> candidates) {
    if (sets.empty()) return;
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
        step.blocks = sets[i].blocks;
        step.closed = sets[i].closed;
        step.channels = candidates[i].channels;
        step.last_stage =
            !step.takes_channels() && std::ranges::count(last_stage_, step.blocks) > 0;
        step.comparison = std::move(evaluation.comparisons[i]);
        step.price = price_of(candidates[i].model, candidates[i].weights);
        plan_.steps.push_back(std::move(step));
    }
    plan_.skipped = std::move(evaluation.skipped);
    settle(plan_);
    if (settings_.measured) settings_.measured(plan_);
}

bool Search::is_measured(const Blocks& blocks) const {
    return std::ranges::any_of(plan_.steps, [&](const PlanStep& step) {
        return !step.takes_channels() && step.blocks == blocks;
    });
}

void Search::mark_greedy(const Blocks& blocks) {
    for (PlanStep& step : plan_.steps) {
        step.greedy = step.greedy || (!step.takes_channels() && step.blocks == blocks);
    }
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
        return check_budget(longest->comparison, budget.accuracy, *budget.max_drop).verdict ==
               BudgetVerdict::beyond;
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
        measure(sets_of(next));
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

// Each threshold with no block, and with those sets on the front that keep to the budget best.
std::vector<Set> Search::sets_with_channels() const {
    std::vector<Blocks> beside{{}};
    for (const PlanStep& step : plan_.steps) {
        if (step.pareto && beside.size() <= kMostWithChannels &&
            keeps_accuracy(plan_.budget, step.comparison)) {
            beside.push_back(step.blocks);
        }
    }
    std::vector<Set> sets;
    for (const Blocks& blocks : beside) {
        for (const double closed : plan_.thresholds) sets.push_back({blocks, closed});
    }
    return sets;
}

// A set that takes out the same channels as one before it is left out.
void Search::take_out_channels_too() {
    const auto at_once = std::size_t(std::max(1, settings_.at_once));
    std::vector<std::pair<Blocks, std::int64_t>> met;
    std::vector<Set> next;
    std::vector<PrunedNetwork> candidates;
    for (Set& set : sets_with_channels()) {
        PrunedNetwork pruned = candidate(set);
        std::int64_t gone = 0;
        for (const ChannelRemoval& removal : pruned.channels) gone += std::ssize(removal.gone);
        const std::pair known(set.blocks, gone);
        if (gone == 0 || std::ranges::count(met, known) > 0) continue;
        met.push_back(known);
        next.push_back(std::move(set));
        candidates.push_back(std::move(pruned));
        if (next.size() < at_once) continue;
        measure(next, candidates);
        next.clear();
        candidates.clear();
        if (plan_.partial) return;
    }
    measure(next, candidates);
}

// The front; where channels go, also what saves most operations of what keeps to the budget.
std::vector<std::size_t> Search::steps_to_time() const {
    std::vector<std::size_t> front;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        const PlanStep& step = plan_.steps[i];
        if (step.pareto) {
            front.push_back(i);
        } else if (step.takes_channels() && keeps_accuracy(plan_.budget, step.comparison)) {
            others.push_back(i);
        }
    }
    std::ranges::stable_sort(others, {}, [&](std::size_t i) { return plan_.steps[i].price.macs; });
    if (others.size() > kMostTimed) others.resize(kMostTimed);
    front.insert(front.end(), others.begin(), others.end());
    return front;
}

void Search::time_steps() {
    for (const std::size_t i : steps_to_time()) {
        PlanStep& step = plan_.steps[i];
        const PrunedNetwork pruned = candidate({step.blocks, step.closed});
        step.timing = time_networks({input_.model, input_.weights}, {pruned.model, pruned.weights},
                                    filled_.engine, settings_.timing, stop_);
        if (step.timing) continue;
        plan_.partial = true;
        return;
    }
}

Plan Search::to_the_end() {
    measure(sets_of(last_stage_));
    walk_greedily();
    if (!plan_.partial && !plan_.thresholds.empty()) take_out_channels_too();
    if (plan_.steps.empty() && plan_.partial) {
        throw Error(ErrorKind::interrupted, "stopped before anything was measured");
    }
    if (plan_.steps.empty()) {
        throw Error(ErrorKind::usage, "neither a block nor a closed channel can be taken out");
    }
    progress_->tell();
    if (settings_.timed && !plan_.partial) {
        tell_images_are_through();
        time_steps();
    }
    settle(plan_);
    plan_.origin.seconds = progress_->seconds();
    return std::move(plan_);
}

}  // namespace

void require_plannable(const PlanInput& input, const PlanSettings& settings) {
    if (input.model.sites.empty()) {
        throw Error(ErrorKind::model,
                    text("{} has no SE block to take out", input.model.architecture),
                    input.weights.file);
    }
    const PlanBudget& budget = settings.budget;
    if (!budget.max_drop && !budget.min_saving) {
        throw Error(ErrorKind::usage, "a plan needs a budget", {},
                    text("give {} or {}", Text::option("max-drop"), Text::option("min-saving")));
    }
    require_own_profile(input.profile, input.weights);
    for (const double closed : settings.thresholds) {
        require_sensible(ChannelThresholds{.closed = closed});
    }
    if (input.model.head && !input.images.dataset.matched()) {
        throw Error(ErrorKind::data,
                    text("the classes are not matched to the head, so accuracy is not known: {}",
                         input.images.dataset.head_note),
                    input.images.dataset.root, text("give {} names.tsv", Text::option("labels")));
    }
}

Plan plan_pruning(const PlanInput& input, const PlanSettings& settings,
                  const std::stop_token& stop) {
    require_plannable(input, settings);
    return Search(input, settings, stop).to_the_end();
}

}  // namespace sescope
