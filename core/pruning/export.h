// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/atomic_file.h"
#include "core/pruning/channels.h"
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
    std::span<const ChannelChoice> channels{};  ///< to be taken out too
    ChannelRecords records{};                   ///< with squeezes; for channels
};

enum class ExportFormat {
    safetensors,  ///< weights in the original's keys, and config.json
    onnx          ///< the whole network
};
std::string_view name_of(ExportFormat format) noexcept;  ///< "safetensors"

/// The files of an export.
struct ExportPaths {
    ExportFormat format = ExportFormat::safetensors;
    std::filesystem::path weights;  ///< model.safetensors, model.onnx
    std::filesystem::path config;   ///< config.json beside safetensors; empty for ONNX
    std::filesystem::path plan;     ///< model.plan.json
};
/// What else is to be written, and to take its place with the rest.
using AlsoWrite = std::function<void(const PrunedNetwork&, FilesTogether&)>;

/// The format is what is said, or what the name of `output` ends in, or that of the source: ONNX of
/// a file that holds a whole network (ONNX, torch.export), else safetensors. `output` is the file
/// when it ends in the format's extension, otherwise a folder (of safetensors in the layout of a
/// model hub). Throws Error{usage} where what is said and the name contradict each other.
ExportPaths export_paths(const std::filesystem::path& output, const StateDict& source,
                         std::optional<ExportFormat> said = {});

/// What is refused before any work goes into an export: Error{output} where it would replace the
/// source, or a config.json that no export wrote, or where one of the files cannot be written.
void require_places(const ExportPaths& paths, const StateDict& source);

/// Throws Error{data} when the profile is of another network than the weights, told by fingerprint.
void require_profile_of(const ExcitationProfile& profile, const StateDict& weights);

/// Prunes, and writes a plan (which units went, what replaces them, why, what it saves, and
/// the fingerprints of what went in and came out) beside
/// - weights in the keys and types of the original (folded tensors: see `prune`), and a config.json
///   from which they open without hints; or
/// - the network as ONNX: of one from ONNX its file with everything that was not touched as it was
///   (`rewritten_onnx`), else a file of its own (`written_onnx`).
/// Returns what was written. Throws what `prune` throws and the writers throw; Error{usage} where a
/// state dict has no place for a constant or cannot say what is left, or no chosen channel can go;
/// Error{output} when a file cannot be written, or a config.json is there that an export did not
/// write; Error{model} when the original was changed meanwhile. Nothing takes its place before all
/// is written and checked; the last that does is the plan, so that a plan stands for a whole
/// export.
PrunedNetwork export_pruned(const PruneRequest& request, const ExportPaths& paths,
                            const AlsoWrite& also = {});

}  // namespace sescope
