// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/exported/program.h"

namespace sescope {

/// Takes out what is dead, and checks the graph against what the program states: it has to be
/// valid, to compute the shapes that stand in the program, and to take another batch as well as the
/// example's where it is symbolic. Where the batch is not symbolic, or the size is not, says
/// whether the graph is for one image at a time, or for this size only. Throws Error{model}.
/// The inputs of the graph are those of the program, in order.
void settle(ImportedNetwork& network, const ExportedProgram& program);

}  // namespace sescope
