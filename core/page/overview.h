// SPDX-License-Identifier: GPL-3.0-or-later
// What the page knows of a profile before it asks for a figure.
#pragma once

#include "core/page/values.h"
#include "core/report/report.h"

namespace sescope {

/// How far a run is: {"partial", "done", "total", "seconds", "images"}. Of a profile of some
/// shards, `total` is what these have.
PageJson page_progress(const ExcitationProfile& profile);

/// Names, classes, blocks, figures, sliders, tables and the sections of the report. `blocks` are
/// `summarise(input.profile)`. Throws as
/// `make_report`.
PageJson page_overview(const ReportInput& input, std::span<const BlockSummary> blocks);

}  // namespace sescope
