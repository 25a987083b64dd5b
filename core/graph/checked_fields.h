// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/graph/graph.h"

namespace sescope::graph {

/// What is wrong with an operator's fields ("a stride of 0"), or "" where nothing is.
std::string wrong_field(const Operator& op);

}  // namespace sescope::graph
