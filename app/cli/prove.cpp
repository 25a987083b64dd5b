// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/cli/channel_option.h"
#include "app/cli/commands.h"
#include "app/cli/evaluation_options.h"
#include "app/cli/inputs.h"
#include "app/cli/table_output.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/pruning/proof.h"
#include "core/report/pruning_tables.h"

namespace sescope::cli {
namespace {

constexpr const char* kFooter =
    "Profile and proof use different images: record the profile with analyze --split profile, or\n"
    "give another folder here. The change of accuracy has a 95 % interval for paired proportions\n"
    "(Tango's score interval) and the exact McNemar test.\n\n"
    "Examples:\n"
    "  sescope analyze model.safetensors val/ --split profile -o model.profile\n"
    "  sescope prove model.safetensors val/ --profile model.profile --blocks SE_5_2,SE_5_3\n"
    "  sescope prove model.safetensors val/ --profile model.profile --blocks all -o proof.json";

struct ProveOptions {
    EvaluationOptions evaluation;
    std::vector<std::string> blocks;
    ChannelOption channels;
    std::string output;
    double max_drop = 0.1;  // points
    bool by_class = false;
    bool no_timing = false;
    std::string runtime;
    std::string python = "python3";
    TableOutput table;
};

std::vector<std::string> chosen_blocks(const ProveOptions& options, const Network& model) {
    if (options.blocks != std::vector<std::string>{"all"}) return options.blocks;
    std::vector<std::string> all;
    for (const GateSite& site : model.sites) all.push_back(site.label);
    if (all.empty()) throw Error(ErrorKind::usage, model.architecture + " has no SE unit at all");
    return all;
}

void print(const ProveOptions& options, const Proof& proof, double max_drop) {
    if (options.table.json) {
        std::cout << proof_to_json(proof);
        finish_stdout();
        return;
    }
    options.table.print(proof_table(proof, max_drop));
    if (!options.by_class) return;
    std::cout << '\n';
    options.table.print(classes_table(proof.comparison));
}

void require_profile_where_needed(const ProveOptions& options, bool closed) {
    if (options.blocks.empty() && !closed) {
        throw Error(ErrorKind::usage, "nothing was chosen to take out", {},
                    "give --blocks SE_5_2,.. or --channels closed");
    }
    if (!options.evaluation.profile.empty()) return;
    if (closed) {
        throw Error(ErrorKind::usage, "closed channels are known from a profile", {},
                    "give --profile FILE");
    }
    if (options.evaluation.replacement() == Replacement::mean) {
        throw Error(ErrorKind::usage, "mean gates come from a profile", {},
                    "give --profile FILE, or --replace identity");
    }
}

void run_prove(const ProveOptions& options, Session& session) {
    session.stops_by_itself = true;
    const double max_drop = fraction_of(options.max_drop, "--max-drop");
    const EvaluationOptions& given = options.evaluation;
    require_other_files({options.output},
                        {given.model, given.profile, given.images, given.data.labels});
    if (!options.output.empty()) require_writable(options.output);
    const Replacement replacement = options.evaluation.replacement();
    const auto closed = options.channels.closed();
    require_profile_where_needed(options, closed.has_value());
    const OpenedEvaluation opened = open_evaluation(options.evaluation, session);
    const Network& model = opened.network.model;
    ProgressLine line(session.quiet);
    ProofSettings settings;
    settings.evaluation = evaluation_settings(options.evaluation, line, session);
    settings.timed = !options.no_timing;
    if (!options.runtime.empty()) {
        settings.runtime = RuntimeSettings{};
        settings.runtime->python = options.python;
    }
    ProofInput input{model, opened.network.weights, opened.images,
                     choose_blocks(chosen_blocks(options, model), replacement),
                     opened.profile ? mean_gates(*opened.profile) : MeanGates{}};
    for (const BlockChoice& choice : input.choices) site_called(model, choice.block);
    if (closed) input.channels = closed_channels(*opened.profile, *closed, input.choices);
    if (closed && input.channels.empty() && input.choices.empty()) {
        throw no_channel_is_closed(*closed);
    }
    if (!input.channels.empty()) {
        input.records = measured_channels(opened, settings.evaluation, session);
    }
    const Proof proof = prove(input, settings, session.stop.get_token());
    line.end();
    if (!options.output.empty()) save_proof(proof, options.output);
    tell_skipped(proof.skipped, "result", session);
    print(options, proof, max_drop);
    if (!proof.partial) return;
    warn(fmt::format("interrupted after {} of {} images: the proof is partial",
                     proof.comparison.images, proof.origin.images));
    session.exit_code = exit_code(ErrorKind::interrupted);
}

}  // namespace

void add_prove(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "prove", "Measure a network without chosen SE units against the original");
    command->footer(kFooter);
    const auto options = std::make_shared<ProveOptions>();
    options->evaluation.add_to(*command, false);
    command->add_option("--blocks", options->blocks, "SE units to take out: SE_5_2,SE_5_3; or all")
        ->delimiter(',');
    options->channels.add_to(*command, kChannelsHelp);
    command->add_option("-o,--output", options->output, "Write the proof, as JSON");
    command
        ->add_option("--max-drop", options->max_drop,
                     "Accuracy that may be lost, in points, for the verdict")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command->add_flag("--by-class", options->by_class, "Also a table of classes");
    command->add_flag("--no-timing", options->no_timing, "Do not time the networks");
    command
        ->add_option("--runtime", options->runtime,
                     "Time both networks there, too, as ONNX (needs Python with onnxruntime)")
        ->check(CLI::IsMember({"onnxruntime"}));
    command->add_option("--python", options->python, "The Python that has the runtime")
        ->capture_default_str();
    options->table.add_to(*command);
    command->callback([options, &session] { run_prove(*options, session); });
}

}  // namespace sescope::cli
