// SPDX-License-Identifier: GPL-3.0-or-later
// Which sets of blocks a plan measures.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/pruning/plan.h"

namespace sescope {

/// Fills `plan.score` and `plan.order`, the least score first; blocks without one (no image, NaN)
/// come last, and ties keep the network's order.
void rank_blocks(const ExcitationProfile& profile, Replacement replacement, Plan& plan);

/// All non-empty sets of the prunable blocks of the last stage that has any; of its last four where
/// there are more. Names are in the network's order.
std::vector<std::vector<std::string>> subsets_of_last_stage(const Network& model,
                                                            std::span<const RankedBlock> order);

/// The first block, the first two, .. of the prunable ones in this order; names within a set are in
/// the network's order.
std::vector<std::vector<std::string>> greedy_path(const Network& model,
                                                  std::span<const RankedBlock> order);

}  // namespace sescope
