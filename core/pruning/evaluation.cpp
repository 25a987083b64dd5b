// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/evaluation.h"

#include <algorithm>
#include <utility>

#include "core/base/message.h"
#include "core/base/version.h"
#include "core/excitation/origin_names.h"
#include "core/excitation/run.h"

namespace sescope {
namespace {

/// The outcomes of one candidate, image by image.
using Outcomes = std::vector<OutcomePair>;

bool heads_are_matched(const Dataset& dataset, const Network& model) {
    return dataset.matched() && std::ranges::all_of(dataset.classes, [&](const DatasetClass& cls) {
               return cls.head_row < model.classes();
           });
}

std::span<const float> row_of(const std::vector<float>& logits, int images, int image) {
    const std::size_t columns = logits.size() / std::size_t(images);
    return std::span(logits).subspan(std::size_t(image) * columns, columns);
}

/// How images are judged.
struct Judging {
    bool matched;
    bool has_head;
    double map_threshold;
};

void add_outcomes(const std::vector<std::vector<float>>& logits, const LoadedBatch& batch,
                  const Dataset& dataset, const Judging& judging, std::vector<Outcomes>& outcomes) {
    for (int i = 0; i < batch.count; ++i) {
        const std::int32_t label = batch.labels[std::size_t(i)];
        const int row = judging.matched ? dataset.classes[std::size_t(label)].head_row : -1;
        const auto original = row_of(logits.front(), batch.count, i);
        const Outcome outcome = outcome_of(original, row);
        for (std::size_t c = 0; c < outcomes.size(); ++c) {
            const auto pruned = row_of(logits[c + 1], batch.count, i);
            if (!judging.has_head) {
                outcomes[c].push_back(
                    {label, {}, {}, 0, output_difference(original, pruned, judging.map_threshold)});
                continue;
            }
            outcomes[c].push_back(
                {label, outcome, outcome_of(pruned, row), kl_divergence(original, pruned)});
        }
    }
}

[[noreturn]] void refuse_unreadable(const Dataset& dataset,
                                    const std::vector<SkippedImage>& skipped) {
    throw Error(ErrorKind::data,
                text("none of the {} images could be read (the first: {}: {})",
                     dataset.images.size(), skipped.front().id, skipped.front().reason),
                dataset.root, "check the files");
}

}  // namespace

ImageBatch image_batch(const LoadedBatch& loaded, const Preprocessing& preprocessing) {
    ImageBatch images;
    images.count = loaded.count;
    images.side = preprocessing.size;
    images.width = preprocessing.columns();
    images.channels = preprocessing.channels;
    images.pixels = loaded.pixels;
    images.values = loaded.values;
    return images;
}

Evaluation evaluate_with(ModelEnsemble& family, const Network& model, std::size_t candidates,
                         const Dataset& dataset, const LoaderSettings& loader_settings,
                         PassProgress& progress, const std::stop_token& stop,
                         double map_threshold) {
    if (dataset.images.empty()) {
        throw Error(ErrorKind::data, "there is no image to evaluate", dataset.root,
                    "give a folder with images of each class");
    }
    const bool matched = heads_are_matched(dataset, model);
    const Judging judging{matched, model.head.has_value(), map_threshold};
    Evaluation result;
    std::vector<Outcomes> outcomes(candidates);
    std::size_t done = 0;
    bool stopped = false;
    BatchLoader loader(dataset, model.preprocessing, loader_settings);
    while (const auto batch = loader.next(stop)) {
        result.skipped.insert(result.skipped.end(), batch->skipped.begin(), batch->skipped.end());
        done += std::size_t(batch->count) + batch->skipped.size();
        if (batch->count > 0) {
            try {
                add_outcomes(family.forward(image_batch(*batch, model.preprocessing)), *batch,
                             dataset, judging, outcomes);
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::interrupted) throw;
                stopped = true;
                break;
            }
        }
        progress.add(batch->count + std::int64_t(batch->skipped.size()));
    }
    result.partial = stopped || done < dataset.images.size();
    if (!result.partial && result.skipped.size() == dataset.images.size()) {
        refuse_unreadable(dataset, result.skipped);
    }
    for (const Outcomes& pairs : outcomes) {
        result.comparisons.push_back(compare(pairs, dataset.classes, matched));
    }
    result.device = family.device();
    result.precision = name_of(family.precision());
    return result;
}

Evaluation evaluate(const Variant& original, std::span<const PrunedNetwork> candidates,
                    const Dataset& dataset, const EvaluationSettings& settings,
                    PassProgress& progress, const std::stop_token& stop) {
    std::vector<Variant> members{original};
    for (const PrunedNetwork& pruned : candidates)
        members.push_back({pruned.model, pruned.weights});
    EngineSettings engine = settings.engine;
    engine.classes = 0;
    engine.stop = stop;
    const auto family = load_engine().open_ensemble(members, engine);
    LoaderSettings loader = settings.loader;
    loader.batch = engine.batch;
    return evaluate_with(*family, original.model, candidates.size(), dataset, loader, progress,
                         stop, settings.map_threshold);
}

EvaluationSettings filled_in(const EvaluationSettings& settings, const Network& model,
                             const Engine& engine) {
    AnalyzeSettings run;
    run.engine = settings.engine;
    run.loader = settings.loader;
    run.notice = settings.notice;
    run = filled_in(run, model, engine);
    EvaluationSettings filled = settings;
    filled.engine = run.engine;
    filled.loader = run.loader;
    filled.loader.batch = run.engine.batch;
    return filled;
}

EvaluationOrigin origin_of(const Network& model, const StateDict& weights,
                           const EvaluationSet& images, const EvaluationSettings& settings,
                           const std::string& engine_version) {
    EvaluationOrigin origin;
    origin.sescope_version = kVersion;
    origin.engine = engine_version;
    origin.network_file = network_name(weights.file);
    origin.network_fingerprint = network_fingerprint(weights);
    origin.architecture = model.architecture;
    origin.data_root = name_only(images.dataset.root);
    origin.data_fingerprint = images.dataset.fingerprint;
    origin.seed = images.options.seed;
    origin.per_class = images.options.per_class;
    origin.split = name_of(images.options.split);
    origin.same_images = images.same_images;
    origin.separation = images.separation;
    origin.images = images.dataset.images.size();
    origin.batch = settings.engine.batch;
    origin.created = now_utc();
    return origin;
}

}  // namespace sescope
