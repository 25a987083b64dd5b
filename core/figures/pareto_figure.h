// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"
#include "core/pruning/plan.h"

namespace sescope {

/// Parameters saved against the change of accuracy, a point for each set that a plan measured: the
/// front with its 95 % intervals as a band, what lies behind it, the chosen set, and the budget as
/// a guide. Throws Error{data} for a plan without steps.
Figure pareto_figure(const Plan& plan);

}  // namespace sescope
