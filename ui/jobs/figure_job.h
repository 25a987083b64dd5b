// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"
#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

/// Which figure, and what of it.
struct FigureRequest {
    std::string figure;  ///< of core's figure table
    FigureOptions options;
    bool operator==(const FigureRequest&) const = default;
};
using FigurePtr = std::shared_ptr<const Figure>;

/// Whether making it would be felt by someone who walks through blocks: it belongs on a thread.
bool takes_long(const ExcitationProfile& profile, const FigureRequest& request);

/// Makes a figure that takes long: of hundreds of classes, or of all channels of a wide block.
class FigureJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~FigureJob() override { join(); }
    void make(const ProfilePtr& profile, const FigureRequest& request);

  signals:
    void made(quint64 id, const sescope::ui::FigurePtr& figure);
};

}  // namespace sescope::ui

Q_DECLARE_METATYPE(sescope::ui::FigurePtr)
