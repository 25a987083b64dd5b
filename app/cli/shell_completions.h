// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/cli/command_tables.h"

namespace sescope::cli {

/// Scripts that complete commands, options, and values where there are few; files otherwise.
std::string bash_completions(const CommandText& program);
std::string zsh_completions(const CommandText& program);
std::string fish_completions(const CommandText& program);

}  // namespace sescope::cli
