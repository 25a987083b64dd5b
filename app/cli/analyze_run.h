// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/cli/data_options.h"
#include "app/cli/network_options.h"
#include "app/cli/run_options.h"
#include "app/cli/session.h"
#include "app/cli/table_output.h"
#include "core/dataset/dataset.h"

namespace sescope::cli {

/// Everything that `sescope analyze` is told.
struct AnalyzeOptions {
    std::string model;
    std::string images;
    std::string output;
    std::string results;
    std::string shard;
    bool resume = false;
    bool force = false;
    DataOptions data;
    RunOptions run;
    NetworkOptions network;
    TableOutput table;
};

/// The main job: checkpoint and images to profile, table and figures. Sets the exit code.
void run_analyze(const AnalyzeOptions& options, Session& session);

}  // namespace sescope::cli
