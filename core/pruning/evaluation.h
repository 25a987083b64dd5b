// SPDX-License-Identifier: GPL-3.0-or-later
// Running a network and its pruned variants over the same images.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "core/engine/engine.h"
#include "core/pruning/comparison.h"
#include "core/pruning/evaluation_set.h"
#include "core/pruning/pass_progress.h"
#include "core/pruning/prune.h"

namespace sescope {

/// How to run. What is 0 in `engine` and `loader` is left to us, as `analyze` does.
struct EvaluationSettings {
    EngineSettings engine;
    LoaderSettings loader;
    double map_threshold = kMapThreshold;  ///< see OutputComparison::iou
    ProgressCallback progress;
    NoticeCallback notice;

    EvaluationSettings() {
        engine.batch = 0;
        loader.workers = 0;
    }
};

/// What was run over what, and how: goes into the files of proofs and plans.
struct EvaluationOrigin {
    std::string sescope_version;
    std::string engine;
    std::string network_file;  ///< name only, no folder
    std::string network_fingerprint;
    std::string architecture;
    std::string data_root;  ///< name only, no folder
    std::string data_fingerprint;
    std::uint64_t seed = 0;
    int per_class = 0;
    std::string split = "all";
    bool same_images = false;  ///< the profile's own images may be among them
    Text separation;           ///< how they were kept apart from the profile's
    std::uint64_t images = 0;  ///< of the evaluation set, whether they were reached or not
    std::string device;
    std::string precision;
    int batch = 0;
    std::string created;  ///< UTC, ISO 8601
    double seconds = 0;
    bool operator==(const EvaluationOrigin&) const = default;
};

/// A batch as the engine takes it; `loaded` must outlive it.
ImageBatch image_batch(const LoadedBatch& loaded, const Preprocessing& preprocessing);

/// What one pass over the images says of each candidate, against the original.
struct Evaluation {
    std::vector<Comparison> comparisons;
    std::vector<SkippedImage> skipped;
    bool partial = false;  ///< stopped before the last image
    std::string device;
    std::string precision;
};

/// The first member of `family` is the original, the others are the candidates. A requested stop
/// ends the pass: what was done until then is returned as partial. Throws Error{data} when there is
/// no image or none can be read.
Evaluation evaluate_with(ModelEnsemble& family, const Network& model, std::size_t candidates,
                         const Dataset& dataset, const LoaderSettings& loader,
                         PassProgress& progress, const std::stop_token& stop = {},
                         double map_threshold = kMapThreshold);

/// Opens the original and the candidates as a family, and evaluates. `settings` must be filled in.
Evaluation evaluate(const Variant& original, std::span<const PrunedNetwork> candidates,
                    const Dataset& dataset, const EvaluationSettings& settings,
                    PassProgress& progress, const std::stop_token& stop = {});

/// `settings` with what was left to us filled in for this machine and the device that will be used.
EvaluationSettings filled_in(const EvaluationSettings& settings, const Network& model,
                             const Engine& engine);

/// Everything but what only the run knows (device, precision, seconds).
EvaluationOrigin origin_of(const Network& model, const StateDict& weights,
                           const EvaluationSet& images, const EvaluationSettings& settings,
                           const std::string& engine_version);

}  // namespace sescope
