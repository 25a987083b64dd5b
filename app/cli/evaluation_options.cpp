// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>

#include "core/base/error.h"
#include "core/dataset/input_values.h"
#include "core/network/network.h"
#include "core/pruning/proof.h"
#include "core/pruning/squeezes.h"

namespace sescope::cli {

void EvaluationOptions::add_to(CLI::App& command, bool profile_required) {
    command.add_option("model", model, "Checkpoint, or folder of a model hub")->required();
    command.add_option("images", images, kImagesHelp)->required();
    command.add_option("--profile", profile, "Made by: sescope analyze")
        ->required(profile_required);
    command
        .add_option("--replace", replace, "What replaces them: the mean gate (folded), or nothing")
        ->check(CLI::IsMember({"mean", "identity"}))
        ->capture_default_str();
    const std::string group = "Which images";
    data.add_to(command, group);
    command.add_option("--seed", seed, "Of the sample and of the split; default: the profile's")
        ->group(group);
    add_split(command, data.data.split, group);
    command
        .add_flag("--same-images", same_images,
                  "Take images that the profile was recorded on, too (flatters the mean gates)")
        ->group(group);
    command
        .add_option("--map-threshold", map_threshold,
                    "Where maps of a network without a classifier are cut to compare them")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    run.add_to(command);
    network.add_to(command);
}

Replacement EvaluationOptions::replacement() const {
    return replace == "mean" ? Replacement::mean : Replacement::identity;
}

OpenedEvaluation open_evaluation(const EvaluationOptions& options, const Session& session) {
    OpenedEvaluation opened;
    if (!options.profile.empty()) opened.profile = load_profile(options.profile);
    opened.network = open_network(options.model, options.network);
    require_finite(opened.network.weights);
    Network& model = opened.network.model;
    DatasetOptions data = options.data.options();
    if (opened.profile) {
        require_own_profile(*opened.profile, opened.network.weights);
        if (structural_fingerprint(model) != opened.profile->network.structure) {
            remark(session, "the network and its preprocessing are read as in the profile");
            model = reopened(opened.profile->network, options.model).model;
        }
        if (opened.profile->partial()) {
            warn(options.profile + ": partial, its mean gates are of fewer images");
        }
        data.seed = opened.profile->origin.seed;
    }
    data.seed = options.seed.value_or(data.seed);
    const HeadLabels head = head_labels(model, opened.network.weights.file, session);
    opened.images = choose_evaluation_set(options.images, data, head, opened.profile.get(),
                                          options.same_images);
    const Dataset& dataset = opened.images.dataset;
    remark(session, fmt::format("{}: {} images of {} classes; {}; {}", model.architecture,
                                grouped(std::ssize(dataset.images)), dataset.classes.size(),
                                dataset.head_note.str(), opened.images.separation.str()));
    tell_data(dataset);
    settle_array_numbers(model.preprocessing, dataset, options.network.is_of_arrays());
    if (opened.images.same_images) {
        warn("the images are not kept apart from the profile's: the result flatters the pruning");
    }
    return opened;
}

EvaluationSettings evaluation_settings(const EvaluationOptions& options, ProgressLine& line,
                                       const Session& session) {
    const AnalyzeSettings run = options.run.settings(0);
    EvaluationSettings settings;
    settings.engine = run.engine;
    settings.loader = run.loader;
    settings.map_threshold = options.map_threshold;
    settings.progress = [&line](const Progress& progress) { line.show(progress); };
    settings.notice = [&line, &session](const Text& text) {
        line.end();
        remark(session, text.str());
    };
    return settings;
}

ChannelRecords measured_channels(const OpenedEvaluation& opened, const EvaluationSettings& settings,
                                 const Session& session) {
    ChannelRecords records = channel_records(*opened.profile);
    const auto& own = opened.images.of_profile;
    remark(session, fmt::format("what units squeeze is measured on {}",
                                own ? "the profile's images"
                                    : "the images of the evaluation: the profile's are not there"));
    measure_squeezes(records, {opened.network.model, opened.network.weights},
                     own ? *own : opened.images.dataset, settings, session.stop.get_token());
    return records;
}

double fraction_of(double percent, const char* flag) {
    if (std::isfinite(percent)) return percent / 100;
    throw Error(ErrorKind::usage, std::string(flag) + " is no number");
}

}  // namespace sescope::cli
