// SPDX-License-Identifier: GPL-3.0-or-later
// What the steps of the Prune page come to, in a sentence each.
#pragma once

#include <QString>
#include <vector>

#include "core/pruning/plan.h"
#include "core/pruning/proof.h"
#include "core/pruning/verdict.h"

namespace sescope::ui {

/// "3 of 16 blocks may go: 1,204,224 parameters, 4.6 %".
QString may_go_headline(const std::vector<Verdict>& verdicts, std::int64_t parameters);

/// What was measured, against a budget.
struct Finding {
    QString text;  ///< "Undecided at 0.1 points: needs about 3,840 images"
    /// So many images would decide; 0: it is decided, or no number would.
    std::uint64_t images_needed = 0;
    /// Why they cannot be measured here; empty: they can.
    QString why_not_more;
};

/// `max_drop` is a fraction of accuracy. What a stopped proof or search found is held to its
/// interval as any other, and said to be of a part.
Finding finding_of(const Proof& proof, double max_drop);
Finding finding_of(const Plan& plan);

}  // namespace sescope::ui
