// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/verdict_options.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/page/page.h"

namespace sescope::cli {
namespace {

struct ReportCommand {
    std::string profile;
    std::string model;
    std::string weights;
    std::string proof;
    std::string plan;
    std::string output;
    bool interactive = false;
    double max_drop = 0.1;  // points
    VerdictThresholds thresholds;
};

enum class ReportFormat { html, pdf };

ReportFormat format_of(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return std::tolower(c); });
    if (extension == ".html" || extension == ".htm") return ReportFormat::html;
    if (extension == ".pdf") return ReportFormat::pdf;
    throw Error(ErrorKind::usage, "is no format of reports", path, "end the name in .html or .pdf");
}

// Empty, with a warning, on a build without Qt: the rest of a report is worth having all the same.
FigureSvg svg_if_there() {
    try {
        return svg_by(load_figure_renderer());
    } catch (const Error& error) {
        warn(std::string("figures are left out: ") + error.what());
        return {};
    }
}

// The page with a script, and what of the profile is in it.
void write_page(const ReportInput& input, const std::string& output, const Session& session) {
    const PageFile page = page_file(input);
    write_file_atomically(output, page.html);
    constexpr double kMegabyte = 1e6;
    remark(session,
           fmt::format("{}: {:.1f} MB, figures of {} of {} classes", output,
                       double(page.html.size()) / kMegabyte, page.classes, page.all_classes));
    if (page.classes < page.all_classes) {
        warn(
            fmt::format("figures of all classes would make it larger than {} MB: they are of "
                        "those that differ most; sescope serve shows all",
                        kPageFileLimit / 1'000'000));
    }
}

void run_report(const ReportCommand& options, const Session& session) {
    const ReportFormat format = format_of(options.output);
    if (options.interactive && format != ReportFormat::html) {
        throw Error(ErrorKind::usage, "cannot be interactive", options.output,
                    "end the name in .html, or leave out --interactive");
    }
    require_other_files({options.output},
                        {options.profile, options.model, options.proof, options.plan});
    require_writable(options.output);
    const auto profile = load_profile(options.profile);
    std::optional<StateDict> weights;
    if (!options.model.empty()) weights = open_checkpoint(options.model, options.weights);
    std::optional<Proof> proof;
    if (!options.proof.empty()) proof = load_proof(options.proof);
    std::optional<Plan> plan;
    if (!options.plan.empty()) plan = load_plan(options.plan);
    const ReportInput input{*profile,
                            weights ? &*weights : nullptr,
                            proof ? &*proof : nullptr,
                            plan ? &*plan : nullptr,
                            options.thresholds,
                            options.max_drop / 100};
    if (options.interactive) return write_page(input, options.output, session);
    const ReportDocument report = make_report(input);
    if (format == ReportFormat::pdf) {
        load_report_printer().print(report, options.output);
    } else {
        const FigureSvg svg = svg_if_there();
        write_file_atomically(options.output,
                              [&](std::ostream& out) { write_html(report, svg, out); });
    }
    remark(session, fmt::format("{}: {}", options.output, report.title));
}

}  // namespace

void add_report(CLI::App& app, Session& session) {
    auto* command =
        app.add_subcommand("report", "Everything about a profile in one file: HTML or PDF");
    command->footer(
        "The HTML file needs nothing else: no script, no network, figures within; it prints, and "
        "is\n"
        "light or dark as the system that shows it. With --interactive it has a script of its "
        "own:\n"
        "figures that are read out and filtered, verdicts that follow their thresholds; what "
        "sescope\n"
        "serve shows, in one file.");
    const auto options = std::make_shared<ReportCommand>();
    command->add_option("profile", options->profile, "Made by: sescope analyze")->required();
    command->add_option("-o,--output", options->output, "FILE.html or FILE.pdf")->required();
    command->add_flag("--interactive", options->interactive,
                      "A page to explore, of 24 MB at most: where figures of all classes are more, "
                      "of those that differ most");
    command->add_option("--model", options->model, "The network's file, to describe it too");
    command->add_option("--weights", options->weights,
                        "Which of several sets of weights in the file, as for the profile");
    command->add_option("--proof", options->proof, "Made by: sescope prove -o");
    command->add_option("--plan", options->plan, "Made by: sescope plan -o");
    command
        ->add_option("--max-drop", options->max_drop,
                     "Points of accuracy that the proof is held against")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    add_verdict_flags(*command, options->thresholds);
    command->callback([options, &session] { run_report(*options, session); });
}

}  // namespace sescope::cli
