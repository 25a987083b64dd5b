// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/proof.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {

void require_own_profile(const ExcitationProfile& profile, const StateDict& weights) {
    if (profile.origin.network_fingerprint == network_fingerprint(weights)) return;
    throw Error(ErrorKind::data,
                text("the profile is of another network ({})", profile.origin.network_file),
                weights.file, "record one of this network with: sescope analyze");
}

Proof prove(const ProofInput& input, const ProofSettings& settings, const std::stop_token& stop) {
    const PruneChoices choices{input.choices, input.channels};
    if (choices.empty()) {
        throw Error(ErrorKind::usage, "no block is chosen", {},
                    text("name some with {}", Text::option("blocks")));
    }
    if (settings.runtime) require_onnxruntime(*settings.runtime, stop);
    const PrunedNetwork pruned =
        prune(input.model, input.weights, choices, input.means, input.records);
    const Engine& engine = load_engine();
    const EvaluationSettings filled = filled_in(settings.evaluation, input.model, engine);
    const Variant original{input.model, input.weights};
    Proof proof;
    proof.origin = origin_of(input.model, input.weights, input.images, filled, engine.version());
    proof.choices = input.choices;
    proof.channels = pruned.channels;
    proof.before = price_of(input.model, input.weights);
    proof.after = price_of(pruned.model, pruned.weights);
    PassProgress progress(std::int64_t(input.images.dataset.images.size()), filled.progress);
    Evaluation evaluation =
        evaluate(original, std::span(&pruned, 1), input.images.dataset, filled, progress, stop);
    proof.comparison = std::move(evaluation.comparisons.front());
    proof.skipped = std::move(evaluation.skipped);
    proof.partial = evaluation.partial;
    proof.origin.device = evaluation.device;
    proof.origin.precision = evaluation.precision;
    if (proof.comparison.images == 0 && proof.partial) {
        throw Error(ErrorKind::interrupted, "stopped before the first image was compared");
    }
    progress.tell();
    if (settings.timed && !proof.partial) {
        proof.timing = time_networks(original, {pruned.model, pruned.weights}, filled.engine,
                                     settings.timing, stop);
        proof.partial = !proof.timing;
    }
    if (settings.runtime && !proof.partial) {
        RuntimeSettings asked = *settings.runtime;
        if (asked.threads == 0) asked.threads = std::max(0, filled.engine.threads);
        if (asked.batch == 0) asked.batch = std::max(1, filled.engine.batch);
        proof.runtime = time_in_onnxruntime(original, pruned, asked, stop);
        proof.partial = !proof.runtime;
    }
    proof.origin.seconds = progress.seconds();
    return proof;
}

}  // namespace sescope
