// SPDX-License-Identifier: GPL-3.0-or-later
// Search for the SE units that can go under a budget, each step measured.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/message.h"
#include "core/pruning/channels.h"
#include "core/pruning/comparison.h"
#include "core/pruning/evaluation.h"
#include "core/pruning/price.h"
#include "core/pruning/prune.h"
#include "core/pruning/timing.h"

namespace sescope {

/// What a plan is asked for. With `max_drop`, the largest saving that keeps to it is chosen; with
/// `min_saving` alone, the best accuracy that saves enough.
struct PlanBudget {
    /// Of accuracy, as a fraction: 0.001 is 0.1 points. Of a network without a classifier, of its
    /// maps' agreement, or of its outputs: see `change_of`.
    std::optional<double> max_drop;
    Accuracy accuracy = Accuracy::top1;
    std::optional<double> min_saving;  ///< of the network's parameters, as a fraction
    bool operator==(const PlanBudget&) const = default;
};

/// A block in the order in which greedy search takes it.
struct RankedBlock {
    std::string block;
    double score = 0;  ///< how much of the block's output changes when it is replaced
    Text unprunable;   ///< why it cannot be taken out; empty for those that can
    bool operator==(const RankedBlock&) const = default;
};

/// A set of blocks that was taken out and measured.
struct PlanStep {
    std::vector<std::string> blocks;  ///< in the network's order; empty where channels go alone
    double closed = -1;  ///< channels that are this near to 0 go too; negative: none do
    std::vector<ChannelRemoval> channels;  ///< what became of them
    bool greedy = false;                   ///< on the greedy path
    bool last_stage = false;               ///< one of the last stage's subsets
    Comparison comparison;
    NetworkPrice price;
    bool pareto = false;           ///< saves something, and no other set saves or keeps more
    std::optional<Timing> timing;  ///< of those on the front, where asked for
    bool takes_channels() const noexcept { return closed >= 0; }
};

struct Plan {
    EvaluationOrigin origin;
    PlanBudget budget;
    Replacement replacement = Replacement::mean;
    /// What the blocks are ranked by: "strength" (of the replacement, see `strength_of`), or
    /// "std_total" where the profile has no energies.
    std::string score;
    std::vector<RankedBlock> order;
    NetworkPrice original;
    /// Thresholds of closed channels that were tried, each with the sets of blocks on the front and
    /// without any. Where there are some, the fastest of the timed steps that keep to the budget is
    /// chosen, by the median of the measured latency: channels save operations, blocks hardly any.
    std::vector<double> thresholds;
    std::vector<PlanStep> steps;  ///< by parameters saved; of equals the best first
    int chosen = -1;              ///< index into steps; -1: no step keeps to the budget
    std::vector<SkippedImage> skipped;
    bool partial = false;  ///< stopped: steps are missing; each that is there is whole

    double saving(const PlanStep& step) const noexcept;  ///< of parameters, as a fraction
};

struct PlanInput {
    const Network& model;
    const StateDict& weights;
    const EvaluationSet& images;
    const ExcitationProfile& profile;  ///< ranks the blocks, and has their mean gates
    ChannelRecords records{};          ///< of it, with squeezes; for thresholds of channels
};

struct PlanSettings {
    EvaluationSettings evaluation;
    PlanBudget budget;
    Replacement replacement = Replacement::mean;
    std::vector<double> thresholds{};  ///< of closed channels; empty: none are taken out
    bool timed = true;                 ///< time the steps on the front
    TimingSettings timing{.seconds = 3};
    int at_once = 4;  ///< networks of the greedy path in one pass over the images
    /// Called after each pass, with what is known so far.
    std::function<void(const Plan&)> measured;
};

/// Throws Error{model} for a network without SE, Error{data} when the profile is of another
/// network, or the network has a classifier and the classes are not matched to it (accuracy is then
/// not known), Error{usage} when the budget is neither of the two, or a threshold is no number from
/// 0 to 1.
void require_plannable(const PlanInput& input, const PlanSettings& settings);

/// First all subsets of the last stage's blocks in one pass (at most 15, of its last four blocks),
/// then greedily, block after block, from the least score; the path ends where accuracy is surely
/// beyond the budget, or enough is saved. Then, with thresholds of channels, each of them with no
/// block and with the sets on the front (at most three of these). A requested stop returns the plan
/// so far, as partial; Error{interrupted} where nothing was measured.
///
/// Throws as `require_plannable`, before anything else; Error{usage} when neither a block nor a
/// channel can be taken out; and as `evaluate` and `take_out_channels`.
Plan plan_pruning(const PlanInput& input, const PlanSettings& settings,
                  const std::stop_token& stop = {});

/// Whether the measured change keeps to `max_drop`, or there is none.
bool keeps_accuracy(const PlanBudget& budget, const Comparison& comparison);

/// Marks the front, orders the steps and chooses among them.
void settle(Plan& plan);

/// JSON as of proofs.
std::string plan_to_json(const Plan& plan);
Plan plan_from_json(std::string_view text);  ///< throws Error{data}
void save_plan(const Plan& plan, const std::filesystem::path& path);
Plan load_plan(const std::filesystem::path& path);  ///< throws Error{data} naming the file

}  // namespace sescope
