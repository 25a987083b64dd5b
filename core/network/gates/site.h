// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/gates/candidate.h"

namespace sescope::gates {

/// The site of a candidate, but for its stage, label, index and order.
GateSite site_of(const SearchedGraph& g, const Candidate& candidate);

/// All operators of a candidate, also those that others read: ascending.
std::vector<std::size_t> operators_of(const SearchedGraph& g, const Candidate& candidate);

}  // namespace sescope::gates
