// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"
#include "ui/jobs/pruning_jobs.h"

namespace sescope::ui {

using ReportPtr = std::shared_ptr<const ReportDocument>;

/// What a report is made of; only the profile need be there.
struct ReportRequest {
    ProfilePtr profile;
    NetworkPtr network;  ///< that the profile is of
    ProofPtr proof;
    PlanPtr plan;
    VerdictThresholds thresholds;
};

/// Puts a report together; it is printed on the window's thread.
class ReportJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~ReportJob() override { join(); }
    void make(const ReportRequest& request);

  signals:
    void made(quint64 id, const sescope::ui::ReportPtr& report);
};

}  // namespace sescope::ui

Q_DECLARE_METATYPE(sescope::ui::ReportPtr)
