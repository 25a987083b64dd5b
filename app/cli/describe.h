// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"

namespace sescope::cli {

/// The command `describe`, which is for packages and hidden from people: completions and manual
/// pages of this command line.
void add_describe(CLI::App& app, Session& session);

}  // namespace sescope::cli
