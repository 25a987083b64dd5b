// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <new>
#include <sstream>

#include "app/cli/commands.h"
#include "app/cli/describe.h"
#include "app/cli/interrupt.h"
#include "app/cli/plain_output.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "revision.h"

namespace sescope::cli {
namespace {

constexpr const char* kFooter =
    "A first look:\n"
    "  sescope demo                                  a network and images that come with SE Scope\n"
    "  sescope info model.safetensors                what a checkpoint holds, in milliseconds\n"
    "  sescope analyze model.safetensors photos/     record every gate; photos/ has a folder a "
    "class\n"
    "  sescope figure class model.profile -o fig.pdf the paper's figure of your network\n\n"
    "Exit codes: 0 ok, 1 finished but some input was skipped, 2 usage, 3 bad model, 4 bad data,\n"
    "5 device, 6 output cannot be written, 130 interrupted.";

void set_up_log() {
    auto logger = spdlog::stderr_logger_st("sescope");
    logger->set_pattern("sescope: %v");
    spdlog::set_default_logger(logger);
}

int show(const Error& error) {
    tell_error(error.what());
    return exit_code(error.kind());
}

int run(int argc, char** argv) {
    Session session;
    CLI::App app("SE Scope: explore, explain and prune squeeze-and-excitation networks.");
    app.set_version_flag("--version", "sescope " + std::string(kVersion) + kRevision);
    app.add_flag("-q,--quiet", session.quiet, "No progress and no remarks");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(kFooter);
    app.get_formatter()->column_width(34);
    for (const auto add : {add_demo, add_analyze, add_info, add_blocks, add_verdicts, add_figure,
                           add_report, add_serve, add_cost, add_merge, add_plan, add_prove,
                           add_prune, add_export, add_devices, add_describe}) {
        add(app, session);
    }
    const InterruptWatch watch(session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // CLI11 has codes of its own; ours has one for every mistake in the command line.
        std::ostringstream mistake;
        const int code = app.exit(error, std::cout, mistake);
        std::cerr << plain_text(mistake.str());
        return code == 0 ? 0 : exit_code(ErrorKind::usage);
    }
    return session.exit_code;
}

}  // namespace
}  // namespace sescope::cli

int main(int argc, char** argv) {
    using namespace sescope;
    // Writing to a pipe whose reader has gone is an error like others, not a death.
    std::signal(SIGPIPE, SIG_IGN);
    // So is writing more to a file than is allowed (ulimit -f).
    std::signal(SIGXFSZ, SIG_IGN);
    const cli::PlainOutput plain_output;
    cli::set_up_log();
    try {
        return cli::run(argc, argv);
    } catch (const Error& error) {
        return cli::show(error);
    } catch (const std::bad_alloc&) {
        return cli::show(Error(ErrorKind::device, "out of memory", {}, "try a smaller --batch"));
    } catch (const std::exception& error) {
        return cli::show(
            Error(ErrorKind::internal, error.what(), {}, "this is a defect: please report it"));
    }
}
