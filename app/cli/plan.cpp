// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/plan.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "app/cli/channel_option.h"
#include "app/cli/commands.h"
#include "app/cli/evaluation_options.h"
#include "app/cli/figure_output.h"
#include "app/cli/inputs.h"
#include "app/cli/table_output.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/figures/pareto_figure.h"
#include "core/report/pruning_tables.h"

namespace sescope::cli {
namespace {

constexpr const char* kFooter =
    "Measures all subsets of the last stage's SE units in one pass, then takes out one unit after\n"
    "another, the least strength first, until accuracy is surely beyond the budget. Every set "
    "that\n"
    "was measured is in the result. Ctrl-C keeps what there is.\n\n"
    "Examples:\n"
    "  sescope plan model.safetensors val/ --profile model.profile --max-drop 0.1\n"
    "  sescope plan model.safetensors val/ --profile model.profile --min-saving 5 "
    "--figure pareto.pdf";

struct PlanOptions {
    EvaluationOptions evaluation;
    std::optional<double> max_drop;    // points
    std::optional<double> min_saving;  // percent
    std::string accuracy = "top-1";
    ChannelOption channels;
    std::string output;
    std::string figure;
    bool no_timing = false;
    TableOutput table;
};

PlanBudget budget_of(const PlanOptions& options) {
    PlanBudget budget;
    if (options.max_drop) budget.max_drop = fraction_of(*options.max_drop, "--max-drop");
    if (options.min_saving) budget.min_saving = fraction_of(*options.min_saving, "--min-saving");
    if (!options.max_drop && !options.min_saving) budget.max_drop = 0.001;
    budget.accuracy = options.accuracy == "top-5" ? Accuracy::top5 : Accuracy::top1;
    return budget;
}

void print(const PlanOptions& options, const Plan& plan) {
    if (!options.table.json) {
        options.table.print(plan_table(plan));
        return;
    }
    std::cout << plan_to_json(plan);
    finish_stdout();
}

bool closes_some(const std::vector<double>& thresholds, const ExcitationProfile& profile) {
    return !thresholds.empty() && !closed_channels(profile, std::ranges::max(thresholds)).empty();
}

void run_plan(const PlanOptions& options, Session& session) {
    session.stops_by_itself = true;
    const PlanBudget budget = budget_of(options);
    const EvaluationOptions& given = options.evaluation;
    require_other_files({options.output, options.figure},
                        {given.model, given.profile, given.images, given.data.labels});
    for (const auto& file : {options.output, options.figure}) {
        if (!file.empty()) require_writable(file);
    }
    RenderSettings render;
    if (!options.figure.empty()) render.format = figure_format_of(options.figure);
    const OpenedEvaluation opened = open_evaluation(options.evaluation, session);
    ProgressLine line(session.quiet);
    PlanSettings settings;
    settings.evaluation = evaluation_settings(options.evaluation, line, session);
    settings.budget = budget;
    settings.replacement = options.evaluation.replacement();
    settings.timed = !options.no_timing;
    settings.thresholds = options.channels.thresholds();
    settings.measured = [&](const Plan& plan) {
        line.end();
        remark(session, fmt::format("{} sets measured", plan.steps.size()));
    };
    PlanInput input{opened.network.model, opened.network.weights, opened.images, *opened.profile};
    require_plannable(input, settings);
    if (closes_some(settings.thresholds, *opened.profile)) {
        input.records = measured_channels(opened, settings.evaluation, session);
    }
    const Plan plan = plan_pruning(input, settings, session.stop.get_token());
    line.end();
    FilesTogether files;
    if (!options.output.empty()) files.write(options.output, plan_to_json(plan));
    try {
        if (!options.figure.empty()) {
            files.write(options.figure, load_figure_renderer().bytes(pareto_figure(plan), render));
        }
    } catch (const Error&) {  // hours of measuring are in the plan
        files.commit();
        throw;
    }
    files.commit();
    tell_skipped(plan.skipped, "result", session);
    print(options, plan);
    if (!plan.partial) return;
    warn("interrupted: the plan holds what was measured until then");
    session.exit_code = exit_code(ErrorKind::interrupted);
}

}  // namespace

void add_plan(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "plan", "Find the SE units that can go under a budget, each step measured");
    command->footer(kFooter);
    const auto options = std::make_shared<PlanOptions>();
    options->evaluation.add_to(*command, true);
    const std::string group = "Budget";
    command
        ->add_option("--max-drop", options->max_drop,
                     "Accuracy that may be lost, in points (default: 0.1); of a network without a "
                     "classifier, of the agreement of its maps")
        ->check(CLI::Range(0.0, 100.0))
        ->group(group);
    command
        ->add_option("--min-saving", options->min_saving,
                     "Parameters that are to be saved, in % of the network's")
        ->check(CLI::Range(0.0, 100.0))
        ->group(group);
    command->add_option("--accuracy", options->accuracy, "That the budget is about")
        ->check(CLI::IsMember({"top-1", "top-5"}))
        ->capture_default_str()
        ->group(group);
    options->channels.add_to(*command,
                             "Also try without channels that no image opens: closed, or thresholds "
                             "of one's own as closed:0.01,0.1; the fastest set within the budget "
                             "is chosen");
    command->add_option("-o,--output", options->output, "Write the plan, as JSON");
    command->add_option("--figure", options->figure,
                        "Draw the trade-off: FILE.png, FILE.svg or FILE.pdf");
    command->add_flag("--no-timing", options->no_timing, "Do not time the best sets");
    options->table.add_to(*command);
    command->callback([options, &session] { run_plan(*options, session); });
}

}  // namespace sescope::cli
