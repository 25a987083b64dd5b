// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/pruning_jobs.h"

#include "core/base/freed_memory.h"
#include "core/pruning/evaluation_set.h"
#include "ui/look/core_texts.h"

namespace sescope::ui {
namespace {

// The network as the profile has read it: a flag that was changed since would be another network.
EvaluationSet images_of(const PruningRequest& request) {
    require_own_profile(*request.profile, request.network->weights);
    const Network& model = request.network->model;
    DatasetOptions options = request.data;
    options.seed = request.profile->origin.seed;
    return choose_evaluation_set(request.images, options,
                                 {model.classes(), model.label_names, model.label_descriptions},
                                 request.profile.get(), request.same_images);
}

}  // namespace

void PlanJob::search(const PruningRequest& request, const PlanBudget& budget,
                     Replacement replacement) {
    qRegisterMetaType<PlanPtr>("sescope::ui::PlanPtr");
    start([this, request, budget, replacement](const std::stop_token& stop) {
        const FreedMemoryReturn at_the_end;  // of networks that ran, or were made
        const EvaluationSet images = images_of(request);
        PlanSettings settings;
        settings.evaluation.engine = request.engine;
        settings.evaluation.progress = [this](const Progress& p) { emit progressed(id(), p); };
        settings.evaluation.notice = [this](const Text& text) {
            emit noticed(id(), core_text(text));
        };
        settings.budget = budget;
        settings.replacement = replacement;
        settings.measured = [this](const Plan& plan) {
            emit measured(id(), std::make_shared<const Plan>(plan));
        };
        const Network model = reopened(request.profile->network, request.network->path).model;
        const Plan plan = plan_pruning({model, request.network->weights, images, *request.profile},
                                       settings, stop);
        emit measured(id(), std::make_shared<const Plan>(plan));
    });
}

void ProofJob::prove(const PruningRequest& request, const std::vector<BlockChoice>& choices) {
    qRegisterMetaType<ProofPtr>("sescope::ui::ProofPtr");
    start([this, request, choices](const std::stop_token& stop) {
        const FreedMemoryReturn at_the_end;
        const EvaluationSet images = images_of(request);
        ProofSettings settings;
        settings.evaluation.engine = request.engine;
        settings.evaluation.progress = [this](const Progress& p) { emit progressed(id(), p); };
        settings.evaluation.notice = [this](const Text& text) {
            emit noticed(id(), core_text(text));
        };
        const Network model = reopened(request.profile->network, request.network->path).model;
        const ProofInput input{model, request.network->weights, images, choices,
                               mean_gates(*request.profile)};
        emit proven(id(), std::make_shared<const Proof>(sescope::prove(input, settings, stop)));
    });
}

void PruneFileJob::write(const NetworkPtr& network, const ProfilePtr& profile,
                         const std::vector<BlockChoice>& choices,
                         const VerdictThresholds& thresholds, const std::filesystem::path& path) {
    start([this, network, profile, choices, thresholds, path](const std::stop_token&) {
        const FreedMemoryReturn at_the_end;
        require_profile_of(*profile, network->weights);
        const ExportPaths paths = export_paths(path, network->weights);
        const Network model = reopened(profile->network, network->path).model;
        export_pruned({model, network->weights, *profile, choices, thresholds}, paths);
        emit written(id(), QString::fromStdString(paths.weights.string()));
    });
}

void SavingJob::price(const NetworkPtr& network, const ProfilePtr& profile,
                      const std::vector<BlockChoice>& choices) {
    qRegisterMetaType<NetworkPrice>("sescope::NetworkPrice");
    start([this, network, profile, choices](const std::stop_token& stop) {
        const FreedMemoryReturn at_the_end;
        const Network model = reopened(profile->network, network->path).model;
        const NetworkPrice before = price_of(model, network->weights);
        const auto pruned = sescope::prune(model, network->weights, choices, mean_gates(*profile));
        if (stop.stop_requested()) return;
        emit priced(id(), before, price_of(pruned.model, pruned.weights));
    });
}

}  // namespace sescope::ui
