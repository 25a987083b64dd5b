// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts on the page: what its sliders move, and what the blocks then are.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/page/values.h"
#include "core/pruning/verdict.h"

namespace sescope {

/// What a slider moves, in the order of the flags of `sescope verdicts`: {"key", "metric", "kind",
/// "at_least", "value", "most"}, where "value" is that of `thresholds`.
PageJson page_thresholds(const VerdictThresholds& thresholds);

/// Thresholds by their keys ("open", "late-stage"); those that are not named keep their defaults.
/// Throws Error{usage} for another key, what is no number, and as `require_sensible`.
VerdictThresholds thresholds_from(
    std::span<const std::pair<std::string_view, std::string_view>> values);

/// What the rules read of each block, in full precision, for a page that judges by itself.
PageJson page_statistics(const ExcitationProfile& profile, std::span<const BlockSummary> blocks);

/// What each block is: {"block", "verdict", "near", "prunable", "replacement", "why"}, as
/// `verdicts` says it.
PageJson page_verdicts(const ExcitationProfile& profile, std::span<const BlockSummary> blocks,
                       const VerdictThresholds& thresholds);

}  // namespace sescope
