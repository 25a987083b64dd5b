// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "app/cli/command_tables.h"

namespace sescope::cli {

/// A page of section 1 for man(1): of the program, or of one of its commands, whose page is called
/// "sescope-COMMAND".
std::string manual_page(const CommandText& program);
std::string manual_page(const CommandText& program, const CommandText& command);

}  // namespace sescope::cli
