// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/network/exported/program.h"

namespace sescope {

/// Gives the symbols of the program's inputs their values: what the sizes of the example were, or
/// `size` for the height and width. Throws Error{model} where the example's sizes are not stated.
void assign_symbols(ExportedProgram& program, std::optional<InputSize> size);

}  // namespace sescope
