// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn within a panel.
#pragma once

#include <qcustomplot.h>

#include "core/figures/figure_data.h"
#include "ui/figures/theme.h"

namespace sescope {

/// Draws guides, map and series of `panel` into `rect`.
void add_contents(QCPAxisRect& rect, const Panel& panel, const ColourScale& scale,
                  const PlotStyle& style);

/// A line between two places of a panel: fractions of its width or height where `ratio` says so,
/// else units of the axis.
struct PanelLine {
    QPointF from;
    QPointF to;
    bool x_ratio = false;
    bool y_ratio = false;
};
QCPItemLine* add_line(QCPAxisRect& rect, const PanelLine& line, const QPen& pen);

}  // namespace sescope
