// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the program, as plain data.
#pragma once

#include "core/cost/cost.h"
#include "core/excitation/profile.h"
#include "core/pruning/verdict.h"
#include "core/report/table.h"

namespace sescope {

/// What each block does: a row a block (`summarise`), and a last row "network" pooled over all
/// channels, with images and accuracy (nothing where classes are not matched to the head).
Table blocks_table(const ExcitationProfile& profile);

/// A row a block: its verdict, the metrics that led to it (a column a rule, see verdict_rules()),
/// what taking its SE unit out would save and how to replace it. `prunable` holds a mark where it
/// is recommended, `near` the verdict that it nearly is. The notes say the thresholds.
Table verdicts_table(const ExcitationProfile& profile, const VerdictThresholds& thresholds = {});

/// How finely costs are listed.
enum class CostLevel { layer, block, stage };

/// Parameters and operations of a network with the SE part of each, their share of the whole, and a
/// last row in total. `plain` is the same network without SE: the notes say what SE adds to it.
/// Both reports must follow one convention and size; throws Error{internal} otherwise.
Table cost_table(const CostReport& report, const CostReport& plain, CostLevel level);

}  // namespace sescope
