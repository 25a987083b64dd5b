// SPDX-License-Identifier: GPL-3.0-or-later
// What verdicts say of single channels.
#pragma once

#include <span>
#include <string>

#include "core/excitation/channels.h"
#include "core/pruning/channels.h"
#include "core/report/tables.h"

namespace sescope {

/// When channels are closed, open or constant: a note of the table of verdicts.
Text channel_conditions(const ChannelThresholds& channels);

/// `verdicts_table`, with channels judged by other thresholds. Its columns of channels: how many
/// are closed, open and constant for every image, and how much of the block's output the closed
/// ones let through. Throws Error{usage} as `require_sensible` does.
Table verdicts_table(const ExcitationProfile& profile, const VerdictThresholds& thresholds,
                     const ChannelThresholds& channels);

/// Adds what taking out the closed channels of each block alone would save, and why others stay.
void add_channel_savings(Table& verdicts, std::span<const ChannelSaving> savings);

}  // namespace sescope
