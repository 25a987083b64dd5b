// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says.
#pragma once

#include "core/checkpoint/state_dict.h"
#include "core/excitation/profile.h"
#include "core/pruning/plan.h"
#include "core/pruning/proof.h"
#include "core/pruning/verdict.h"
#include "core/report/document.h"

namespace sescope {

/// What there is to report. Only the profile is needed; each of the others adds its section.
struct ReportInput {
    const ExcitationProfile& profile;
    const StateDict* weights = nullptr;  ///< of the profile's network; adds its file
    const Proof* proof = nullptr;
    const Plan* plan = nullptr;
    VerdictThresholds thresholds = {};
    double max_drop = 0.001;  ///< that the proof is held against, as a fraction
};

/// Network, data, figures, blocks, verdicts, proof, plan, cost. Throws Error{data} when weights,
/// proof or plan are those of another network than the profile's, Error{usage} as `cost_of` and
/// `require_sensible`.
ReportDocument make_report(const ReportInput& input);

/// Its title and subtitle, without sections. Throws Error{data} as `make_report`.
ReportDocument begin_report(const ReportInput& input);

// The sections, each on its own.
ReportSection network_section(const ExcitationProfile& profile, const StateDict* weights);
ReportSection data_section(const ExcitationProfile& profile);
ReportSection gates_section(const ExcitationProfile& profile);
/// That section's table alone.
Table gates_table(const ExcitationProfile& profile);
ReportSection verdicts_section(const ExcitationProfile& profile,
                               const VerdictThresholds& thresholds);
ReportSection proof_section(const Proof& proof, double max_drop);
ReportSection plan_section(const Plan& plan);
ReportSection cost_section(const NetworkRecord& model);

}  // namespace sescope
