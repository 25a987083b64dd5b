// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "core/base/atomic_file.h"
#include "core/pruning/prune.h"
#include "core/pruning/verdict.h"

namespace sescope {

/// What is pruned, by what, and why.
struct PruneRequest {
    const Network& model;
    const StateDict& weights;
    const ExcitationProfile& profile;  ///< of this network: mean gates and verdicts come from it
    std::span<const BlockChoice> choices;
    VerdictThresholds thresholds;
};

/// The files of an export.
struct ExportPaths {
    std::filesystem::path weights;  ///< model.safetensors
    std::filesystem::path config;   ///< config.json beside it
    std::filesystem::path plan;     ///< model.plan.json
};
/// What else is to be written, and to take its place with the rest.
using AlsoWrite = std::function<void(const PrunedNetwork&, FilesTogether&)>;

/// `output` is the file of the weights when it ends in ".safetensors", otherwise a folder in the
/// layout of a model hub.
ExportPaths export_paths(const std::filesystem::path& output);

/// Throws Error{data} when the profile is of another network than the weights, told by fingerprint.
void require_profile_of(const ExcitationProfile& profile, const StateDict& weights);

/// Prunes, and writes the weights in the keys and types of the original (folded tensors: see
/// `prune`), a config.json from which they open without hints, and a plan: which units went, what
/// stands in for them, why, what it saves, and the fingerprints of what went in and came out.
/// Returns what was written. Throws what `prune` throws; Error{output} when a file cannot be
/// written, or a config.json is there that an export did not write; Error{model} when the original
/// was changed meanwhile. Nothing takes its place before all is written and checked; the last that
/// does is the plan, so that a plan stands for a whole export.
PrunedNetwork export_pruned(const PruneRequest& request, const ExportPaths& paths,
                            const AlsoWrite& also = {});

}  // namespace sescope
