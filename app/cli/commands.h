// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"

namespace sescope::cli {

// One file a subcommand. Each adds its subcommand; what runs it throws Error, or sets the session's
// exit code.
void add_analyze(CLI::App& app, Session& session);
void add_info(CLI::App& app, Session& session);
void add_verdicts(CLI::App& app, Session& session);
void add_prune(CLI::App& app, Session& session);
void add_export(CLI::App& app, Session& session);
void add_blocks(CLI::App& app, Session& session);
void add_figure(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_cost(CLI::App& app, Session& session);
void add_merge(CLI::App& app, Session& session);
void add_devices(CLI::App& app, Session& session);
void add_prove(CLI::App& app, Session& session);
void add_plan(CLI::App& app, Session& session);
void add_demo(CLI::App& app, Session& session);

}  // namespace sescope::cli
