// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says.
#pragma once

#include "core/checkpoint/state_dict.h"
#include "core/excitation/profile.h"
#include "core/report/document.h"

namespace sescope {

/// What there is to report. Only the profile is needed; each of the others adds its section.
struct ReportInput {
    const ExcitationProfile& profile;
    const StateDict* weights = nullptr;  ///< of the profile's network; adds its file
};

/// Network, data, figures, blocks, cost. Throws Error{data} when the weights are those of another
/// network than the profile's, Error{usage} as `cost_of`.
ReportDocument make_report(const ReportInput& input);

// The sections, each on its own.
ReportSection network_section(const ExcitationProfile& profile, const StateDict* weights);
ReportSection data_section(const ExcitationProfile& profile);
ReportSection gates_section(const ExcitationProfile& profile);
ReportSection cost_section(const NetworkSpec& spec);

}  // namespace sescope
