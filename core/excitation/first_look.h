// SPDX-License-Identifier: GPL-3.0-or-later
// A run whose precision is open, for somebody who waits for its first curves.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/excitation/profile.h"

namespace sescope {

/// Opens a fresh network that computes in a precision; an automatic one settles on its first batch.
using OpenIn = std::function<std::unique_ptr<RunningNetwork>(Precision)>;

/// `analyze` with Precision::automatic. A trial of precisions takes seconds, and is made on the
/// first images: so the run begins in fp32, up to its first snapshot, and is then begun anew in an
/// automatic network. A profile is of one precision: what the first look counted is shown until as
/// much is counted again, and then gone. Where the first look comes to the end of the images, or is
/// stopped by `stop`, it is the run; so it is where the run behind it is stopped before it counted
/// as much, so that what was seen can be gone on from.
///
/// Nobody waits for curves where `settings.snapshot` is not set: then there is no first look.
ExcitationProfile analyze_behind_a_first_look(const OpenIn& open, const AnalyzeInput& input,
                                              const AnalyzeSettings& settings,
                                              const std::string& engine_version,
                                              const std::stop_token& stop);

}  // namespace sescope
