// SPDX-License-Identifier: GPL-3.0-or-later
// What a network loses and gains without chosen SE units, measured against the original.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/pruning/channels.h"
#include "core/pruning/comparison.h"
#include "core/pruning/evaluation.h"
#include "core/pruning/evaluation_set.h"
#include "core/pruning/price.h"
#include "core/pruning/prune.h"
#include "core/pruning/runtime_timing.h"
#include "core/pruning/timing.h"

namespace sescope {

struct Proof {
    EvaluationOrigin origin;
    std::vector<BlockChoice> choices;
    std::vector<ChannelRemoval> channels;  ///< what became of the channels that were chosen
    Comparison comparison;  ///< see paired_change(comparison.top1) for change, interval and p
    NetworkPrice before;
    NetworkPrice after;
    std::optional<Timing> timing;          ///< nothing where it was not asked for, or stopped
    std::optional<RuntimeTiming> runtime;  ///< the same in another runtime, where it was asked for
    std::vector<SkippedImage> skipped;
    bool partial = false;  ///< stopped: fewer images, or no timing
};

struct ProofInput {
    const Network& model;
    const StateDict& weights;
    const EvaluationSet& images;
    std::vector<BlockChoice> choices;
    MeanGates means;  ///< of the profile; for blocks that are replaced by their mean
    std::vector<ChannelChoice> channels{};
    ChannelRecords records{};  ///< of the profile, with squeezes; for channels
};

struct ProofSettings {
    EvaluationSettings evaluation;
    bool timed = true;
    TimingSettings timing;
    std::optional<RuntimeSettings> runtime;  ///< where to time both, too
};

/// Runs the original and the pruned network over the images, then times both in turn. A requested
/// stop returns what there is, as partial; Error{interrupted} where no image was reached. Throws
/// Error{usage} when neither block nor channel is chosen, and as `require_onnxruntime`,
/// before anything else, `prune`, `evaluate`, `Engine::open_ensemble` and `time_in_onnxruntime`.
Proof prove(const ProofInput& input, const ProofSettings& settings,
            const std::stop_token& stop = {});

/// Throws Error{data} when the profile is of another network: its mean gates would be too.
void require_own_profile(const ExcitationProfile& profile, const StateDict& weights);

/// JSON, with derived figures (accuracies, change, interval, p) beside the counts for whoever reads
/// it elsewhere.
std::string proof_to_json(const Proof& proof);
/// Reads the counts; what is derived follows from them. Throws Error{data} saying what is wrong.
Proof proof_from_json(std::string_view text);

/// Whole or not at all. Throws Error{output}.
void save_proof(const Proof& proof, const std::filesystem::path& path);
/// Throws Error{data} naming the file.
Proof load_proof(const std::filesystem::path& path);

}  // namespace sescope
