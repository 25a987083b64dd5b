// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/report_job.h"

namespace sescope::ui {

void ReportJob::make(const ReportRequest& request) {
    qRegisterMetaType<ReportPtr>("sescope::ui::ReportPtr");
    start([this, request](const std::stop_token&) {
        ReportInput input{*request.profile};
        if (request.network) input.weights = &request.network->weights;
        input.proof = request.proof.get();
        input.plan = request.plan.get();
        input.thresholds = request.thresholds;
        emit made(id(), std::make_shared<const ReportDocument>(make_report(input)));
    });
}

}  // namespace sescope::ui
