// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/graph/graph.h"

namespace sescope {

/// What an operator computes, as an expression of TorchScript. `inputs` are names of variables and
/// tensors, "None" where one is left out; an AtenCall with several outputs gives a tuple. Throws
/// Error{usage} naming the operator where TorchScript source has no way to say it.
std::string script_expression(const graph::Operator& op, std::span<const std::string> inputs);

}  // namespace sescope
