// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>

#include "app/cli/channel_option.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/network_report.h"
#include "app/cli/progress_line.h"
#include "app/cli/verdict_options.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/cost/cost.h"
#include "core/engine/engine.h"
#include "core/pruning/channels.h"
#include "core/pruning/export.h"
#include "core/pruning/squeezes.h"

namespace sescope::cli {
namespace {

struct PruneOptions {
    std::string model;
    std::string profile;
    std::vector<std::string> blocks;
    bool recommended = false;
    ChannelOption channels;
    std::string images;
    std::string replace;
    std::string output;
    std::string format;
    std::string torchscript;
    VerdictThresholds thresholds;
};

std::vector<BlockChoice> choices_of(const PruneOptions& options, const ExcitationProfile& profile) {
    const auto list = verdicts(profile, options.thresholds);
    std::vector<BlockChoice> choices;
    if (options.recommended) {
        choices = recommended_choices(list);
        if (choices.empty()) {
            throw Error(ErrorKind::usage, "no block is recommended to go", {},
                        "`sescope verdicts` says why; name some with --blocks");
        }
    }
    for (const auto& block : options.blocks) {
        const auto found = std::ranges::find(list, block, &Verdict::block);
        choices.push_back({block, found == list.end() ? Replacement::mean : found->replacement});
    }
    if (!options.replace.empty()) {
        for (BlockChoice& choice : choices) {
            choice.replacement =
                options.replace == "mean" ? Replacement::mean : Replacement::identity;
        }
    }
    return choices;
}

void report(const PruneOptions& options, const Network& model, const PrunedNetwork& pruned,
            const std::vector<BlockChoice>& choices, const ExportPaths& paths, Session& session) {
    std::string without;
    for (const BlockChoice& choice : choices) {
        without += fmt::format("{}{} ({})", without.empty() ? "the SE units of " : ", ",
                               choice.block, name_of(choice.replacement));
    }
    std::size_t gone = 0;
    for (const ChannelRemoval& removal : pruned.channels) gone += removal.gone.size();
    if (!pruned.channels.empty()) {
        without +=
            fmt::format("{}{} closed channels", without.empty() ? "" : " and ", grouped(gone));
    }
    const int size = model.preprocessing.size;
    const auto before = cost_of(model, size, CostConvention::macs);
    const auto after = cost_of(pruned.model, size, CostConvention::macs);
    remark(session, fmt::format("{}: without {}; {} of {} parameters and {} of {} MACs less",
                                paths.weights.string(), without,
                                grouped(before.parameters() - after.parameters()),
                                grouped(before.parameters()),
                                grouped(before.operations() - after.operations()),
                                grouped(before.operations())));
    for (const ChannelRemoval& removal : pruned.channels) remark(session, described(removal).str());
    remark(session, fmt::format("{}: what, why, and fingerprints", paths.plan.string()));
    if (!options.torchscript.empty()) {
        tell_written_network(options.torchscript, "TorchScript", pruned.model, session);
    }
}

/// Measured on the profile's own images where they are in the folder, else on all that is there.
ChannelRecords measured_channels(const PruneOptions& options, const ReadNetwork& read,
                                 const ExcitationProfile& profile, Session& session) {
    const Network& model = read.model;
    const HeadLabels head{model.classes(), model.label_names, model.label_descriptions};
    const auto own = images_of_profile(profile, options.images, {}, head);
    if (!own) {
        remark(session, options.images +
                            ": not the profile's images; what units squeeze is "
                            "measured on these");
    }
    ProgressLine line(session.quiet);
    EvaluationSettings settings;
    settings.progress = [&line](const Progress& progress) { line.show(progress); };
    ChannelRecords records = channel_records(profile);
    measure_squeezes(records, {model, read.weights},
                     own ? *own : open_dataset(options.images, {}, head), settings,
                     session.stop.get_token());
    line.end();
    return records;
}

/// Throws before anything is measured where what is asked for cannot be written.
ExportPaths paths_of(const PruneOptions& options, const StateDict& weights) {
    std::optional<ExportFormat> format;
    if (options.format == "onnx") format = ExportFormat::onnx;
    if (options.format == "safetensors") format = ExportFormat::safetensors;
    ExportPaths paths = export_paths(options.output, weights, format);
    require_other_files(
        {options.torchscript, paths.weights.string(), paths.config.string(), paths.plan.string()},
        {options.profile});
    require_other_files({options.torchscript, paths.weights.string(), paths.config.string()},
                        {options.model});
    require_places(paths, weights);
    const std::filesystem::path script = options.torchscript;
    const bool made_for_it = script.parent_path() == paths.weights.parent_path();
    if (!script.empty() && !made_for_it) require_writable(script);
    return paths;
}

void run_prune(const PruneOptions& options, Session& session) {
    require_sensible(options.thresholds);
    const auto closed = options.channels.closed();
    const auto profile = load_profile(options.profile);
    if (profile->partial()) warn(options.profile + ": partial, not all images are in it");
    // As it was read for the profile: with the flags that were given then.
    const ReadNetwork read = reopened(profile->network, options.model);
    const Network& model = read.model;
    require_profile_of(*profile, read.weights);
    const ExportPaths paths = paths_of(options, read.weights);
    const auto choices = choices_of(options, *profile);
    for (const BlockChoice& choice : choices) site_called(model, choice.block);
    const auto channels =
        closed ? closed_channels(*profile, *closed, choices) : std::vector<ChannelChoice>();
    if (closed && channels.empty() && choices.empty()) throw no_channel_is_closed(*closed);
    ChannelRecords records;
    if (!channels.empty()) records = measured_channels(options, read, *profile, session);
    const auto torchscript = [&](const PrunedNetwork& pruned, FilesTogether& files) {
        if (options.torchscript.empty()) return;
        files.write_at(options.torchscript, [&](const std::filesystem::path& file) {
            load_engine().export_torchscript(pruned.model, pruned.weights, file);
        });
    };
    const PrunedNetwork pruned = export_pruned(
        {model, read.weights, *profile, choices, options.thresholds, channels, records}, paths,
        torchscript);
    report(options, model, pruned, choices, paths, session);
    session.exit_code = 0;
}

}  // namespace

void add_prune(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("prune", "Write the network without some of its SE units");
    command->footer(
        "Writes the weights in the original's keys with config.json beside them, or an ONNX file "
        "of\n"
        "the whole network (of one from ONNX: its own file, what was not touched as it was), and "
        "a\n"
        "plan (JSON). OUT is a .safetensors or .onnx file, or a folder for model.safetensors or\n"
        "model.onnx. The mean gate is folded exactly; loading into timm: see docs/pruning.md.");
    const auto options = std::make_shared<PruneOptions>();
    command
        ->add_option("model", options->model,
                     "Checkpoint, folder of a model hub, ONNX file or .pt2 archive")
        ->required();
    command->add_option("profile", options->profile, "Of this network, made by: sescope analyze")
        ->required();
    auto* blocks = command->add_option("--blocks", options->blocks, "As SE_5_2,SE_5_3")
                       ->delimiter(',')
                       ->expected(1, -1);
    auto* recommended =
        command->add_flag("--recommended", options->recommended,
                          "The blocks that `sescope verdicts` marks, each replaced as it says");
    blocks->excludes(recommended);
    command
        ->add_option("--replace", options->replace,
                     "What replaces them: the mean gate, or nothing (default: as recommended)")
        ->check(CLI::IsMember({"mean", "identity"}));
    command->add_option("-o,--output", options->output, "File or folder to write")->required();
    command
        ->add_option("--format", options->format,
                     "What is written (default: by the name; ONNX of ONNX and .pt2)")
        ->check(CLI::IsMember({"safetensors", "onnx"}));
    command->add_option("--torchscript", options->torchscript,
                        "Also a TorchScript file, which runs without SE Scope");
    options->channels.add_to(*command, kChannelsHelp);
    command->add_option("--images", options->images,
                        "Of the profile: what stands for channels that go is measured on them");
    add_verdict_flags(*command, options->thresholds);
    command->callback([options, &session] {
        if (options->channels.given() && options->images.empty()) {
            throw Error(ErrorKind::usage, "what closed channels say to their units is measured", {},
                        "give --images FOLDER: those that the profile was recorded on");
        }
        if (options->blocks.empty() && !options->recommended && !options->channels.given()) {
            throw Error(ErrorKind::usage, "no block was chosen", {},
                        "give --blocks SE_5_2,.., --recommended or --channels closed");
        }
        run_prune(*options, session);
    });
}

}  // namespace sescope::cli
