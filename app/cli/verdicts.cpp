// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/table_output.h"
#include "app/cli/verdict_options.h"
#include "core/excitation/profile.h"
#include "core/pruning/channels.h"
#include "core/pruning/export.h"
#include "core/report/channel_columns.h"

namespace sescope::cli {

void add_verdict_flags(CLI::App& command, VerdictThresholds& thresholds) {
    const std::string group = "Thresholds";
    for (const VerdictRule& rule : verdict_rules()) {
        command
            .add_option(fmt::format("--{}", rule.key), thresholds.*rule.threshold,
                        fmt::format("{}: {} at {} this", name_of(rule.kind), rule.metric,
                                    rule.at_least ? "least" : "most"))
            ->capture_default_str()
            ->group(group);
    }
    command
        .add_option("--margin", thresholds.margin,
                    "A verdict is near another when thresholds off by this share would change it")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--late-stage", thresholds.late_stage,
                    "First stage whose saturated blocks may go; 6 for none")
        ->capture_default_str()
        ->group(group);
}

namespace {

void add_channel_flags(CLI::App& command, ChannelThresholds& thresholds) {
    const std::string group = "Channels";
    const auto add = [&](const char* flag, double& threshold, const char* what) {
        command.add_option(flag, threshold, what)->capture_default_str()->group(group);
    };
    add("--closed-channel", thresholds.closed, "Closed: no gate is farther than this from 0");
    add("--open-channel", thresholds.open, "Open: no gate is farther than this from 1");
    add("--constant-channel", thresholds.constant,
        "Constant: its largest and smallest gate are no farther apart");
}

}  // namespace

void add_verdicts(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "verdicts", "Which SE blocks are live, saturated, constant or stuck, and why");
    command->footer(
        "A verdict reads statistics; what dropping a block costs is measured with the network:\n"
        "see docs/pruning.md. Fractions are given from 0 to 1.");
    struct Options {
        std::string profile;
        std::string model;
        VerdictThresholds thresholds;
        ChannelThresholds channels;
        TableOutput table;
    };
    const auto options = std::make_shared<Options>();
    command->add_option("profile", options->profile, "Made by: sescope analyze")->required();
    command->add_option("--model", options->model,
                        "The network, to say what its closed channels would save");
    add_verdict_flags(*command, options->thresholds);
    add_channel_flags(*command, options->channels);
    options->table.add_to(*command);
    command->callback([options, &session] {
        require_sensible(options->thresholds);
        require_sensible(options->channels);
        const auto profile = load_profile(options->profile);
        if (profile->partial()) warn(options->profile + ": partial, not all images are in it");
        Table table = verdicts_table(*profile, options->thresholds, options->channels);
        if (!options->model.empty()) {
            const ReadNetwork read = reopened(profile->network, options->model);
            require_profile_of(*profile, read.weights);
            add_channel_savings(table, channel_savings(read.model, read.weights, *profile,
                                                       options->channels.closed));
        }
        options->table.print(table);
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli
