// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/network/gates/candidate.h"

namespace sescope::gates {

/// Why an addition of two values that hang on the images is no gate, where it adds to a map,
/// channel by channel, what follows from the pools of that map (GCNet's other half); else empty.
Text added_context(const SearchedGraph& g, std::size_t op);

}  // namespace sescope::gates
