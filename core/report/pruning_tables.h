// SPDX-License-Identifier: GPL-3.0-or-later
// What proofs and plans say, as tables and sentences.
#pragma once

#include <optional>
#include <string>

#include "core/pruning/plan.h"
#include "core/pruning/proof.h"
#include "core/report/table.h"

namespace sescope {

/// A quantity a row: original, pruned, change and its interval. The notes hold what is no number of
/// either: agreement, divergence, McNemar's p, the class that loses most, whether the change keeps
/// to `max_drop` (a fraction), how images were kept apart.
Table proof_table(const Proof& proof, double max_drop);

/// A row a set of blocks, in the order of what it saves.
Table plan_table(const Plan& plan);

/// A class a row, before and after.
Table classes_table(const Comparison& comparison);

/// "top-1 -0.12 points (95 % interval -0.40 to 0.15): not decided whether it keeps to 0.1 points;
/// that needs about 12,000 images".
Text budget_sentence(const Comparison& comparison, Accuracy accuracy, double max_drop);

}  // namespace sescope
