// SPDX-License-Identifier: GPL-3.0-or-later
// What a shown figure is called outside of the window.
#pragma once

#include <QString>

#include "ui/jobs/figure_job.h"

namespace sescope::ui {

/// The name of its file without extension: "class-SE_4_6-seresnet50", the block where it is of one.
QString figure_file_name(const Figure& figure, const ExcitationProfile& profile);

/// The command that draws it into `output`, as a shell takes it:
/// "sescope figure class seresnet50.profile --blocks=SE_4_6 --sort=mean -o class.pdf".
QString figure_command(const FigureRequest& request, const QString& profile, const QString& output);

}  // namespace sescope::ui
