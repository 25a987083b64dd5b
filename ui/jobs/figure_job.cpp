// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/figure_job.h"

namespace sescope::ui {

void FigureJob::make(const ProfilePtr& profile, const FigureRequest& request) {
    qRegisterMetaType<FigurePtr>("sescope::ui::FigurePtr");
    start([this, profile, request](const std::stop_token&) {
        emit made(id(), std::make_shared<const Figure>(
                            find_figure(request.figure).build(*profile, request.options)));
    });
}

}  // namespace sescope::ui
