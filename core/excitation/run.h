// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

#include "core/excitation/profile.h"

namespace sescope {

/// `analyze` on a network that is open already. The network must be fresh: its tally holds nothing.
/// `engine_version` goes into the profile's origin.
ExcitationProfile analyze_with(RunningNetwork& network, const AnalyzeInput& input,
                               const AnalyzeSettings& settings, const std::string& engine_version,
                               const std::stop_token& stop = {});

/// Settings with everything that was left to us filled in, for the machine's `cores` and the device
/// that the run will use, and to go on as `settings.resume` began.
AnalyzeSettings filled_in(const AnalyzeSettings& settings, const Network& model, int cores,
                          bool on_cpu);
/// The same for this machine and the device that `engine` will choose.
AnalyzeSettings filled_in(const AnalyzeSettings& settings, const Network& model,
                          const Engine& engine);

}  // namespace sescope
