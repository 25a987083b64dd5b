// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>

#include "core/excitation/profile.h"

namespace sescope::cli {

/// The flags that say how a network is run.
struct RunOptions {
    std::string device = "auto";
    std::string precision = "auto";
    int batch = 0;
    int threads = 0;
    int workers = 0;
    float open_above = TallySettings{}.open_above;
    float closed_below = TallySettings{}.closed_below;
    std::optional<double> until;
    bool population = false;
    bool reproducible = false;

    void add_to(CLI::App& command);
    void add_thresholds_to(CLI::App& command);    ///< for commands that count gates
    void add_reproducible_to(CLI::App& command);  ///< for commands that write a profile
    AnalyzeSettings settings(int classes) const;
};

/// --split: which half of each class, so that what is found on one is proven on the other.
void add_split(CLI::App& command, Split& split, const std::string& group);

}  // namespace sescope::cli
