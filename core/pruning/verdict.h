// SPDX-License-Identifier: GPL-3.0-or-later
// What each SE unit is worth keeping for, judged by numbers of a profile. A verdict is a reading of
// statistics, not a proof: what dropping a unit costs is measured by running the network without
// it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/excitation/profile.h"
#include "core/pruning/prune.h"

namespace sescope {

/// live: its gates matter; keep it. saturated: nearly the identity; drop it. constant: its gates
/// hardly depend on the image; fold their mean. stuck: it never left the gates of a zero; fold
/// them. unknown: no image was counted.
enum class VerdictKind { live, saturated, constant, stuck, unknown };
std::string_view name_of(VerdictKind kind) noexcept;

/// Where verdicts change. Fractions run from 0 to 1.
struct VerdictThresholds {
    /// A block is stuck when this share of its channels is. Not all, because a few channels of a
    /// unit that never learned drift with the weights before it.
    double stuck = 0.9;
    /// Saturated when this share of its gates is open (above the profile's `open_above`).
    double open = 0.9;
    /// Saturated when gates of 1 would change this much of its output at most. 5 % of an amplitude
    /// is 0.25 % of its energy, and the identity branch is added to it yet.
    double identity = 0.05;
    /// Constant when mean gates would change this much of its output at most (the recalibration
    /// strength), for the same reason.
    double strength = 0.05;
    /// Constant when the gates' total standard deviation is this at most: only where the profile
    /// has no strength. That of a gate of 0.5 then is 4 %.
    double spread = 0.02;
    /// A verdict is `near` when it would be another one, were every threshold off by this share of
    /// itself (of what is left to 1, for those that are reached from below).
    double margin = 0.2;
    /// First stage whose saturated blocks are flagged as prunable. What an earlier one changes a
    /// little, all stages behind it receive; the paper finds the last stage's to matter least.
    int late_stage = 5;

    bool operator==(const VerdictThresholds&) const = default;
};

/// Throws Error{usage} naming the threshold that is no number or out of range.
void require_sensible(const VerdictThresholds& thresholds);

/// One way for a block to be something other than live. The table's order is that of precedence:
/// the first rule that holds decides. Adding a metric is adding a row; the command line's flags,
/// the verdict table's columns and the window's sliders enumerate it.
struct VerdictRule {
    VerdictKind kind;
    std::string_view key;                  ///< of the flag and in files: "open"
    std::string_view metric;               ///< for people: "open gates"
    double (*value)(const BlockSummary&);  ///< NaN: not recorded, the rule does not hold
    double VerdictThresholds::*threshold;
    bool at_least;  ///< holds at and above the threshold; otherwise at and below
    /// Blocks that the rule is for; null: all. Its value is shown of the others too.
    bool (*applies)(const BlockSummary&) = nullptr;
};
std::span<const VerdictRule> verdict_rules();

struct Verdict {
    std::string block;
    int stage = 0;
    VerdictKind kind = VerdictKind::unknown;
    std::optional<VerdictKind> near;  ///< what it nearly is
    /// Stuck, constant, or saturated in a late stage; and the replacement changes no more of its
    /// output than the threshold allows, where that is known.
    bool prunable = false;
    Replacement replacement = Replacement::mean;  ///< recommended, should it be taken out
    Text sentence;                                ///< why, with the numbers
    BlockSummary numbers;
};

/// Judges one block by its statistics. `gates_not_finite` of its gates were left out of them.
Verdict judge(const BlockSummary& block, const VerdictThresholds& thresholds,
              std::uint64_t gates_not_finite = 0);
/// All SE blocks of a profile, in the network's order; none where the network has none. Throws
/// Error{usage} as `require_sensible` does.
std::vector<Verdict> verdicts(const ExcitationProfile& profile,
                              const VerdictThresholds& thresholds = {});

/// The blocks that are prunable, each with its recommended replacement.
std::vector<BlockChoice> recommended_choices(std::span<const Verdict> verdicts);

}  // namespace sescope
