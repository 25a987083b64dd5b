// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>

#include "core/pruning/verdict.h"

namespace sescope::cli {

/// The flags of the thresholds of verdicts: one a rule, with its default.
void add_verdict_flags(CLI::App& command, VerdictThresholds& thresholds);

}  // namespace sescope::cli
